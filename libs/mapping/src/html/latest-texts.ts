/** The texts that were added last, none of them long, so that they never hold more than a known amount of memory. */
export class LatestTexts {
  readonly #texts = new Set<string>();
  readonly #limits: { readonly texts: number; readonly length: number };

  constructor(limits: { readonly texts: number; readonly length: number }) {
    this.#limits = limits;
  }

  has(text: string): boolean {
    return text.length <= this.#limits.length && this.#texts.has(text);
  }

  add(text: string): void {
    if (text.length > this.#limits.length) return;
    this.#texts.add(text);
    for (const oldest of this.#texts) {
      if (this.#texts.size <= this.#limits.texts) return;
      this.#texts.delete(oldest);
    }
  }
}
