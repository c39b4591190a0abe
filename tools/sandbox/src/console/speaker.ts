import { coloursFor, type Colours } from "@ticket-bridge/terminal";

/** Writes to the terminal. Colours only where somebody sees them: pipes, files and CI logs get plain text. */
export class Speaker {
  readonly colours: Colours;

  constructor() {
    this.colours = coloursFor(process.stdout, process.env);
  }

  line(text = ""): void {
    process.stdout.write(text === "" ? "\n" : `  ${text}\n`);
  }

  title(text: string, rest: string): void {
    this.line();
    this.line(`${this.colours.bold(text)}  ${this.colours.dim(rest)}`);
    this.line();
  }

  done(text: string): void {
    this.line(`${this.colours.green("✓")} ${text}`);
  }

  note(text: string): void {
    this.line(`${this.colours.yellow("!")} ${text}`);
  }

  fault(text: string): void {
    process.stderr.write(`\n  ${this.colours.red("✗")} ${text}\n`);
  }

  /** A name, an address and what else is worth saying, in columns. */
  rows(rows: readonly (readonly [name: string, value: string, rest?: string])[]): void {
    const { bold, cyan, dim } = this.colours;
    const nameWidth = Math.max(...rows.map(([name]) => name.length));
    const valueWidth = Math.max(...rows.filter(([, , rest]) => rest).map(([, value]) => value.length), 0);
    for (const [name, value, rest] of rows) {
      const shown = rest ? `${cyan(value.padEnd(valueWidth))}   ${dim(rest)}` : cyan(value);
      this.line(`${bold(name.padEnd(nameWidth))}   ${shown}`);
    }
  }
}
