/** Messages whose ids are taken and that are not visible yet, like rows of a transaction that is still open. */
export class LateMessages {
  readonly #timers = new Set<NodeJS.Timeout>();

  get pending(): number {
    return this.#timers.size;
  }

  /** Has `commit` run after `ms`. What it throws is dropped: the ticket may be gone by then, and the row with it. */
  commitAfter(ms: number, commit: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      try {
        commit();
      } catch {
        return;
      }
    }, ms);
    this.#timers.add(timer);
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }
}
