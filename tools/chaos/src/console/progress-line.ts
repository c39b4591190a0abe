import type { Progress } from "../run/chaos-options.ts";

const plainEveryMs = 10_000;

/** One line that renews itself on a terminal; elsewhere a line every ten seconds and whenever something else begins. */
export class ProgressLine {
  readonly #out: NodeJS.WriteStream;
  readonly #kills: number;
  #saidAt = -Infinity;
  #doing = "";

  constructor(out: NodeJS.WriteStream, kills: number) {
    this.#out = out;
    this.#kills = kills;
  }

  show(progress: Progress): void {
    const text = this.#textOf(progress);
    if (this.#out.isTTY) return void this.#out.write(`\r\u001b[2K  ${text}`);
    const doing = `${progress.database} ${progress.doing}`;
    if (doing === this.#doing && performance.now() - this.#saidAt < plainEveryMs) return;
    this.#doing = doing;
    this.#saidAt = performance.now();
    this.#out.write(`  ${text}\n`);
  }

  /** Leaves the line, so that something else can be written. */
  end(): void {
    if (this.#out.isTTY) this.#out.write("\r\u001b[2K");
  }

  #textOf({ database, doing, kills, told, written }: Progress): string {
    const where = (database === "embedded" ? "embedded" : "PostgreSQL").padEnd(10);
    const done = `${Math.min(kills, this.#kills)} of ${this.#kills} killed`;
    return `${where}  ${doing.padEnd(8)}  ${done}  ${told} written by people, ${written} by the bridge`;
  }
}
