import type { Clock } from "../../ports/clock.ts";

/** Two seconds' worth of calls may go out at once after a quiet time (P8). */
export const burstSeconds = 2;

/**
 * The line in which every call to one helpdesk waits, one for all bridges, as the shared budget of a database is. Copies
 * grow old and leases end while a call waits here: that is why it is simulated.
 */
export class SimulatedBudget {
  readonly #clock: Clock;
  readonly #spacingMs: number;
  readonly #toleranceMs: number;
  #dueAt = 0;
  #quietUntil = 0;

  constructor(clock: Clock, callsPerSecond: number) {
    this.#clock = clock;
    this.#spacingMs = 1_000 / callsPerSecond;
    this.#toleranceMs = burstSeconds * 1_000 - this.#spacingMs;
  }

  async acquire(): Promise<void> {
    let turn = this.#takeTurn();
    while (turn > this.#clock.monotonic()) {
      await this.#clock.sleep(turn - this.#clock.monotonic());
      // Whoever waited when quiet was asked for takes a new turn, or all of them would go at once after it.
      if (this.#clock.monotonic() < this.#quietUntil) turn = this.#takeTurn();
    }
  }

  /** The helpdesk asked for quiet. */
  pauseFor(milliseconds: number): void {
    this.#quietUntil = Math.max(this.#quietUntil, this.#clock.monotonic() + milliseconds);
    this.#dueAt = Math.max(this.#dueAt, this.#quietUntil);
  }

  #takeTurn(): number {
    const now = this.#clock.monotonic();
    this.#dueAt = Math.max(this.#dueAt, now);
    const turn = Math.max(now, this.#quietUntil, this.#dueAt - this.#toleranceMs);
    this.#dueAt += this.#spacingMs;
    return turn;
  }
}
