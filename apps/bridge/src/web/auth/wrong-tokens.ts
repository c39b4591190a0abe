import { Problem } from "../problem.ts";

const wrongTokensAllowed = 20;
const windowMs = 60_000;

/**
 * Counts wrong tokens, wherever they are tried: after 20 in a minute the next one is 429. A right one is never counted
 * nor refused, so that nobody can lock anybody out. One count for all callers: behind a proxy all have one address.
 */
export class WrongTokens {
  readonly #monotonic: () => number;
  #at: number[] = [];

  constructor(monotonic: () => number) {
    this.#monotonic = monotonic;
  }

  /** Throws Problem 429 when there were too many. */
  count(): void {
    const now = this.#monotonic();
    this.#at = this.#at.filter((at) => now - at < windowMs);
    if (this.#at.length >= wrongTokensAllowed) {
      const seconds = Math.ceil((windowMs - (now - (this.#at[0] ?? now))) / 1_000);
      throw new Problem(429, `Too many wrong tokens; wait ${seconds} seconds.`, {
        headers: { "retry-after": String(seconds) },
      });
    }
    this.#at.push(now);
  }
}
