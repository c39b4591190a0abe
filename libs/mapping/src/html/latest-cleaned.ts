/** What the texts that were cleaned last became, none of them long: never more characters than `all`. */
export class LatestCleaned {
  readonly #cleaned = new Map<string, string>();
  readonly #limits: { readonly each: number; readonly all: number };
  #held = 0;

  constructor(limits: { readonly each: number; readonly all: number }) {
    this.#limits = limits;
  }

  /** Undefined where it is not known any more, or never was. */
  get(text: string): string | undefined {
    return text.length <= this.#limits.each ? this.#cleaned.get(text) : undefined;
  }

  add(text: string, clean: string): void {
    if (Math.max(text.length, clean.length) > this.#limits.each || this.#cleaned.has(text)) return;
    this.#cleaned.set(text, clean);
    this.#held += text.length + clean.length;
    for (const [oldest, of] of this.#cleaned) {
      if (this.#held <= this.#limits.all) return;
      this.#cleaned.delete(oldest);
      this.#held -= oldest.length + of.length;
    }
  }
}
