/** Says on standard error what is being measured: over itself on a terminal, else a line each. */
export class Progress {
  readonly #isTerminal = process.stderr.isTTY;
  #from = performance.now();

  step(text: string): void {
    const seconds = String(Math.round((performance.now() - this.#from) / 1_000)).padStart(4);
    process.stderr.write(this.#isTerminal ? `\r\u001b[K${seconds} s  ${text}` : `${seconds} s  ${text}\n`);
  }

  /** Wipes the line, so that what follows begins at the left. */
  done(): void {
    if (this.#isTerminal) process.stderr.write("\r\u001b[K");
  }
}
