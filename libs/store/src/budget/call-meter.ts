import type { CallBudget } from "@ticket-bridge/helpdesk";

const windowSeconds = 60;
/** A bridge that has just begun asks much at once; that is no rate yet. */
const fewestSeconds = 10;

/** The calls that this process really made to one helpdesk over the last minute, by whole seconds. */
export class CallMeter {
  readonly #monotonic: () => number;
  readonly #begun: number;
  /** By the second they were made in, counted from the beginning. */
  readonly #made = new Map<number, number>();

  /** `monotonic`: in milliseconds. */
  constructor(monotonic: () => number) {
    this.#monotonic = monotonic;
    this.#begun = monotonic();
  }

  /** Over the last minute, or over the process' life while that is shorter. */
  perSecond(): number {
    const now = this.#second();
    this.#forget(now);
    const calls = [...this.#made.values()].reduce((sum, count) => sum + count, 0);
    return calls / Math.min(windowSeconds, Math.max(fewestSeconds, now));
  }

  /** The same budget, its calls counted once they may go out. */
  counted(budget: CallBudget): CallBudget {
    return {
      acquire: async (priority, signal) => {
        const giveBack = await budget.acquire(priority, signal);
        const now = this.#second();
        this.#forget(now);
        this.#made.set(now, (this.#made.get(now) ?? 0) + 1);
        return giveBack;
      },
      pauseFor: (milliseconds) => budget.pauseFor(milliseconds),
    };
  }

  #second(): number {
    return Math.floor((this.#monotonic() - this.#begun) / 1_000);
  }

  #forget(now: number): void {
    for (const second of this.#made.keys()) {
      if (second > now - windowSeconds) return;
      this.#made.delete(second);
    }
  }
}
