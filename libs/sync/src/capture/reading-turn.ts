import type { Clock } from "../ports/clock.ts";
import { WakeUp } from "../wake-up.ts";

/** How soon an end of waiting is noticed without being told of. */
const floorMs = 1_000;

/** Whether this process reads a side now, as its last claim told, without asking the database again. */
export class ReadingTurn {
  readonly #clock: Clock;
  readonly #taken: WakeUp;
  #until = -Infinity;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#taken = new WakeUp(clock);
  }

  get isOurs(): boolean {
    return this.#clock.monotonic() < this.#until;
  }

  /** @param until monotonic milliseconds, counted from before the claim was sent */
  take(until: number): void {
    if (!this.isOurs) this.#taken.wake();
    this.#until = until;
  }

  lose(): void {
    this.#until = -Infinity;
  }

  /** Resolves when it may have become ours, or when the signal aborts. For one waiter. */
  async wait(stopping: AbortSignal): Promise<void> {
    await this.#taken.wait(floorMs, stopping);
  }
}
