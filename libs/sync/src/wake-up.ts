import type { Clock } from "./ports/clock.ts";

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
    this.#waiting?.abort();
  }

  /** Resolves at the next ring, after the time, or when the signal aborts. */
  async wait(milliseconds: number, stopping: AbortSignal): Promise<void> {
    if (!this.#rung && !stopping.aborted) {
      this.#waiting = new AbortController();
      await this.#clock.sleep(milliseconds, AbortSignal.any([this.#waiting.signal, stopping]));
      this.#waiting = null;
    }
    this.#rung = false;
  }
}
