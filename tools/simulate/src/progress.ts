import type { Totals } from "./totals.ts";

/** Where a person looks on while it runs: one line that changes on a terminal, a line each tenth elsewhere. */
export class Progress {
  readonly #out: { readonly isTTY?: boolean; write(text: string): unknown };
  readonly #seeds: number;
  #toldTenths = 0;

  constructor(out: { readonly isTTY?: boolean; write(text: string): unknown }, seeds: number) {
    this.#out = out;
    this.#seeds = seeds;
  }

  show(totals: Totals): void {
    const broken = totals.broken.length === 0 ? "" : `, ${totals.broken.length} broken`;
    const line = `${totals.seeds} of ${this.#seeds} seeds${broken}`;
    if (this.#out.isTTY === true) {
      this.#out.write(`\r\u001b[K${line}`);
      return;
    }
    const tenths = Math.floor((totals.seeds * 10) / this.#seeds);
    if (tenths > this.#toldTenths) this.#out.write(`${line}\n`);
    this.#toldTenths = tenths;
  }

  /** Leaves the line, so that something else can be printed. */
  clear(): void {
    if (this.#out.isTTY === true) this.#out.write("\r\u001b[K");
  }
}
