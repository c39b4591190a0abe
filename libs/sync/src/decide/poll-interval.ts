const longestMs = 24 * 60 * 60_000;

/**
 * How long until a quiet ticket is read again: half the side's budget spread over all linked tickets, never below the
 * shortest interval and at most a day (P8). With 5 calls a second and 30 s, up to 75 tickets are read every 30 s;
 * 10,000 tickets every 67 minutes.
 */
export function pollIntervalMs(facts: { tickets: number; callsPerSecond: number; shortestMs: number }): number {
  const spreadMs = (facts.tickets / (facts.callsPerSecond / 2)) * 1_000;
  return Math.min(Math.max(facts.shortestMs, Math.ceil(spreadMs)), longestMs);
}
