import type { Clock } from "../ports/clock.ts";

interface Timer {
  readonly at: number;
  readonly wake: () => void;
  off: boolean;
}

/** Time that passes only when everybody sleeps: hours of waiting run in milliseconds, always in the same order. */
export class SimulatedClock implements Clock {
  #now = Date.UTC(2026, 0, 2, 3, 4, 5);
  readonly #startedAt = this.#now;
  /** By their time, and those of one time in the order in which they were set. */
  readonly #timers: Timer[] = [];

  now(): number {
    return this.#now;
  }

  monotonic(): number {
    return this.#now - this.#startedAt;
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const withdraw = (): void => {
        timer.off = true;
        resolve();
      };
      // A bridge's signal lives as long as it does: what stays listening to it makes every later sleep slower.
      const wake = (): void => {
        signal?.removeEventListener("abort", withdraw);
        resolve();
      };
      const timer: Timer = { at: this.#now + Math.max(0, milliseconds), wake, off: false };
      this.#insert(timer);
      signal?.addEventListener("abort", withdraw, { once: true });
    });
  }

  /** Lets time pass until the condition holds. Throws after so much simulated time, telling what was waited for. */
  async until(what: string, condition: () => boolean, withinMs = 60 * 60_000): Promise<void> {
    const end = this.#now + withinMs;
    for (;;) {
      await settled();
      if (condition()) return;
      if (!this.#step(end)) throw new Error(`Not within ${withinMs / 1_000} simulated seconds: ${what}`);
    }
  }

  async pass(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds;
    do await settled();
    while (this.#step(end));
    this.#now = end;
  }

  /** Binary search: a day of simulated time sets a million timers. */
  #insert(timer: Timer): void {
    let low = 0;
    let high = this.#timers.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#timers[middle] as Timer).at <= timer.at) low = middle + 1;
      else high = middle;
    }
    this.#timers.splice(low, 0, timer);
  }

  /** Goes to the next timer and wakes it; false when there is none before the end. */
  #step(end: number): boolean {
    while (this.#timers[0]?.off === true) this.#timers.shift();
    const first = this.#timers[0];
    if (first === undefined || first.at > end) return false;
    this.#timers.shift();
    this.#now = Math.max(this.#now, first.at);
    first.wake();
    return true;
  }
}

/** Resolves when all promises that can go on without time passing have done so. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
