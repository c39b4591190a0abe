/** A failure is tried again sooner: who mends something wants to see it. */
const failureMs = 10_000;

export interface KeptReading<Value> {
  /** Rejects as the reading does. */
  readonly get: () => Promise<Value>;
  /** Tells what was learned by other means than reading. */
  readonly set: (value: Value) => void;
  /** Whoever asks from now on has it read anew. */
  readonly forget: () => void;
}

/** One reading for all who ask within a time, for what a helpdesk is called for: each call takes of the call budget. */
export function keptReading<Value>(
  read: () => Promise<Value>,
  keptMs: number,
  monotonic: () => number = () => performance.now(),
): KeptReading<Value> {
  let kept: { readonly value: Promise<Value>; until: number } | null = null;
  return {
    forget: () => {
      kept = null;
    },
    set: (value) => {
      kept = { value: Promise.resolve(value), until: monotonic() + keptMs };
    },
    get: () => {
      if (kept !== null && monotonic() < kept.until) return kept.value;
      const mine = { value: read(), until: Infinity };
      kept = mine;
      void mine.value.then(
        () => (mine.until = monotonic() + keptMs),
        () => (mine.until = monotonic() + failureMs),
      );
      return mine.value;
    },
  };
}
