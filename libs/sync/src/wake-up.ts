import type { Clock } from "./ports/clock.ts";

/** A reason of our own: without one each ring would make an error with a stack, and nobody reads it. */
const ended = "the wait ended";

/** A bell for one waiting loop: a ring while nobody waits is remembered, so that no wake-up is lost. */
export class WakeUp {
  readonly #clock: Clock;
  #rung = false;
  #waiting: AbortController | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  wake(): void {
    this.#rung = true;
    this.#waiting?.abort(ended);
  }

  /** Resolves at the next ring, after the time, or when the signal aborts. */
  async wait(milliseconds: number, stopping: AbortSignal): Promise<void> {
    if (!this.#rung && !stopping.aborted) {
      const waiting = new AbortController();
      const stop = () => waiting.abort(ended);
      stopping.addEventListener("abort", stop, { once: true });
      this.#waiting = waiting;
      await this.#clock.sleep(milliseconds, waiting.signal);
      this.#waiting = null;
      stopping.removeEventListener("abort", stop);
    }
    this.#rung = false;
  }
}
