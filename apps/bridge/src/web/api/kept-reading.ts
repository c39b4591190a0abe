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

/** For how long a reading is kept, in milliseconds. */
export interface KeptFor {
  /** @param tookMs how long the reading took */
  readonly value: (tookMs: number) => number;
  readonly failure: number;
}

/** One reading for all who ask within a time, for what a helpdesk is called for: each call takes of the call budget. */
export function keptReading<Value>(
  read: () => Promise<Value>,
  keptMs: number,
  monotonic?: () => number,
): KeptReading<Value> {
  return readingKeptFor(read, { value: () => keptMs, failure: failureMs }, monotonic);
}

/** One reading for all who ask while it is under way, and for a time after it. */
export function readingKeptFor<Value>(
  read: () => Promise<Value>,
  keptFor: KeptFor,
  monotonic: () => number = () => performance.now(),
): KeptReading<Value> {
  let kept: { readonly value: Promise<Value>; until: number } | null = null;
  return {
    forget: () => {
      kept = null;
    },
    set: (value) => {
      kept = { value: Promise.resolve(value), until: monotonic() + keptFor.value(0) };
    },
    get: () => {
      if (kept !== null && monotonic() < kept.until) return kept.value;
      const begun = monotonic();
      const mine = { value: read(), until: Infinity };
      kept = mine;
      void mine.value.then(
        () => {
          const ended = monotonic();
          mine.until = ended + keptFor.value(ended - begun);
        },
        () => (mine.until = monotonic() + keptFor.failure),
      );
      return mine.value;
    },
  };
}
