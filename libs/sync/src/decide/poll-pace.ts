/** How many scheduled polls may begin, saved up while nothing was due. */
export interface PollPace {
  readonly saved: number;
  /** Monotonic milliseconds of the last look. */
  readonly at: number;
}

/**
 * Lets scheduled polls begin at an even rate, so that all of them being due at once (at a start, after an outage) does
 * not take the calls that deliveries need (P8). At most a second's worth is saved up, and one in any case.
 */
export function refill(pace: PollPace, now: number, pollsPerMs: number): PollPace {
  const saved = pace.saved + Math.max(0, now - pace.at) * pollsPerMs;
  return { saved: Math.min(saved, Math.max(1, pollsPerMs * 1_000)), at: now };
}

export function spend(pace: PollPace, polls: number): PollPace {
  return { ...pace, saved: pace.saved - polls };
}
