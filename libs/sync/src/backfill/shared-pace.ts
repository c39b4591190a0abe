import type { CallPace } from "../ports/call-pace.ts";

/**
 * The one pace of a process for all that it plans and carries out at the same time: the slowest that any of it asks for,
 * so that a dry run does not hurry the run beside it.
 */
export class SharedPace {
  readonly #pace: CallPace;
  readonly #asked = new Set<{ readonly perSecond: number | null }>();
  #limit: number | null = null;

  constructor(pace: CallPace) {
    this.#pace = pace;
  }

  /** Gives what is to be called at its end. */
  join(perSecond: number | null): () => void {
    const asked = { perSecond };
    this.#asked.add(asked);
    this.#settle();
    return () => {
      this.#asked.delete(asked);
      this.#settle();
    };
  }

  #settle(): void {
    const limits = [...this.#asked].flatMap(({ perSecond }) => perSecond ?? []);
    const limit = limits.length === 0 ? null : Math.min(...limits);
    // Each new pace begins anew, with a call at once.
    if (limit === this.#limit) return;
    this.#limit = limit;
    this.#pace.limit(limit);
  }
}
