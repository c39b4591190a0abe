export type WaitOptions = { timeoutMs?: number };
export type Truthy<T> = Exclude<T, false | 0 | "" | null | undefined>;

/** Counts the changes of one simulator and wakes those who wait for one, so that nobody has to poll with sleeps. */
export class ChangeSignal {
  #version = 0;
  readonly #listeners = new Set<() => void>();

  get version(): number {
    return this.#version;
  }

  changed(): void {
    this.#version += 1;
    for (const listener of [...this.#listeners]) listener();
  }

  /** Calls `listener` after every change; the returned function ends that. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Resolves with the first truthy value of `probe`, looked at now and after every change. Rejects after `timeoutMs` (10 s). */
  waitFor<T>(probe: () => T, { timeoutMs = 10_000 }: WaitOptions = {}): Promise<Truthy<T>> {
    return new Promise<Truthy<T>>((resolve, reject) => {
      const finish = (settle: () => void) => {
        clearTimeout(timer);
        unsubscribe();
        settle();
      };
      const look = () => {
        try {
          const found = probe();
          if (found) finish(() => resolve(found as Truthy<T>));
        } catch (cause) {
          const reason = cause instanceof Error ? cause : new Error(String(cause));
          finish(() => reject(reason));
        }
      };
      const timer = setTimeout(() => {
        finish(() => reject(new Error(`The simulator did not reach the awaited state within ${timeoutMs} ms.`)));
      }, timeoutMs);
      const unsubscribe = this.subscribe(look);
      look();
    });
  }
}
