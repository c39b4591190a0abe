/** It is read at most a fiftieth of the time, and is at most ten seconds old. */
const shareOfTime = 50;
const mostMs = 10_000;

export interface SharedReading<Value> {
  /** Rejects as the reading does; nothing is kept then. */
  readonly get: () => Promise<Value>;
  /** Whoever asks from now on has it read anew. */
  readonly forget: () => void;
}

/**
 * One reading for all who ask while it is under way, and for a time that grows with what it took: what 100,000 links need
 * 178 ms for is kept for nine seconds, and what is read in a millisecond is never noticeably old.
 */
export function sharedReading<Value>(
  read: () => Promise<Value>,
  monotonic: () => number = () => performance.now(),
): SharedReading<Value> {
  let kept: { readonly value: Promise<Value>; until: number } | null = null;
  return {
    forget: () => {
      kept = null;
    },
    get: () => {
      if (kept !== null && monotonic() < kept.until) return kept.value;
      const begun = monotonic();
      const mine = { value: read(), until: Infinity };
      kept = mine;
      void mine.value.then(
        () => {
          const ended = monotonic();
          mine.until = ended + Math.min(mostMs, (ended - begun) * shareOfTime);
        },
        () => {
          if (kept === mine) kept = null;
        },
      );
      return mine.value;
    },
  };
}
