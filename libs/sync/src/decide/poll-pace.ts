/** How many scheduled polls may begin, saved up while nothing was due. */
export interface PollPace {
  readonly saved: number;
  /** Monotonic milliseconds of the last look. */
  readonly at: number;
}

/**
 * Lets scheduled polls begin at an even rate, so that all of them being due at once (at a start, after an outage) does
 * not take the calls that deliveries need (P8).
 *
 * At most one and a half second's worth is saved up, and one more: it is asked about once a second, and only whole polls
 * begin. With a second's worth the fraction was lost each time, 0.5 of 2.5 a second and nearly half of 0.95: quiet
 * tickets, which come last, were then seen much later than their interval says.
 */
export function refill(pace: PollPace, now: number, pollsPerMs: number): PollPace {
  const saved = pace.saved + Math.max(0, now - pace.at) * pollsPerMs;
  return { saved: Math.min(saved, pollsPerMs * 1_500 + 1), at: now };
}

export function spend(pace: PollPace, polls: number): PollPace {
  return { ...pace, saved: pace.saved - polls };
}
