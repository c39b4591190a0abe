import type { PollIntervals, PollLoad } from "../ports/poll-store.ts";

const longestMs = 24 * 60 * 60_000;

/** For reading tickets one by one: half of what the helpdesk allows (P8). */
export function pollsPerMs(callsPerSecond: number): number {
  return callsPerSecond / 2 / 1_000;
}

/**
 * How long until a ticket is read again: half the side's budget spread over the linked tickets, never below the shortest
 * interval and at most a day. Where that is not enough for the shortest interval, active tickets get up to half of it
 * and quiet ones the rest; active ones are never read more seldom than quiet ones.
 *
 * With 5 calls a second and 30 s, up to 75 tickets are read every 30 s. Of 10,000, 100 active ones are read every 80 s
 * and the quiet ones every 132 minutes. Only beyond 216,000 tickets a day is not enough: then the day is kept.
 */
export function pollIntervals(facts: PollLoad & { callsPerSecond: number; shortestMs: number }): PollIntervals {
  const { active, quiet, shortestMs } = facts;
  const rate = pollsPerMs(facts.callsPerSecond);
  const evenly = (active + quiet) / rate;
  const leastForQuiet = quiet / longestMs;
  const leftByActive = rate - active / shortestMs;
  return {
    activeMs: bounded(
      Math.max(
        Math.min((2 * active) / rate, evenly),
        rate > leastForQuiet ? active / (rate - leastForQuiet) : longestMs,
      ),
      shortestMs,
    ),
    quietMs: bounded(
      Math.min(leftByActive > 0 ? quiet / leftByActive : longestMs, Math.max((2 * quiet) / rate, evenly)),
      shortestMs,
    ),
  };
}

/** Whole milliseconds; what exceeds one by rounding only is not rounded up. */
function bounded(intervalMs: number, shortestMs: number): number {
  return Math.min(Math.max(shortestMs, Math.ceil(intervalMs * (1 - 1e-9))), longestMs);
}
