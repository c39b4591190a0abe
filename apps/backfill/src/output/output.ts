import { coloursFor, type Colours } from "@ticket-bridge/terminal";
import { createLogUpdate } from "log-update";

import { printable } from "./printable.ts";

export interface OutputForm {
  /** One JSON object a line on standard output, and nothing else there. */
  readonly isJson: boolean;
  /** Only what went wrong. */
  readonly isQuiet: boolean;
}

/** What the output needs of a stream; process.stdout and process.stderr have it. */
export interface TextStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  write(text: string): unknown;
}

export interface OutputPlaces {
  readonly out: TextStream;
  readonly err: TextStream;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Milliseconds of a clock that only runs forward. */
  readonly monotonic: () => number;
}

/** One thing to tell: as an object, and as lines for people. */
export interface Told {
  readonly record: { readonly event: string } & Readonly<Record<string, unknown>>;
  readonly lines: (colours: Colours) => readonly string[];
}

/** Something that changes all the time: lines drawn over each other on a terminal, else one line now and then. */
export interface Moving extends Told {
  readonly drawn: (width: number, colours: Colours) => readonly string[];
  /** A line is due at once when this changes, for example when nothing moves any more. */
  readonly phase: string;
}

/** Often enough to see that it lives, seldom enough for a log file of a run over a night. */
const lineEveryMs = 10_000;

/**
 * Where a command speaks to a person or a program: a drawing on a terminal, plain lines when piped, one JSON object a line,
 * or nothing but faults. Faults stand on standard error in each form.
 */
export class Output {
  readonly #form: OutputForm;
  readonly #places: OutputPlaces;
  readonly #colours: Colours;
  readonly #drawing: ReturnType<typeof createLogUpdate> | null;
  #lastLine: { at: number; phase: string } | null = null;

  constructor(form: OutputForm, places: OutputPlaces) {
    this.#form = form;
    this.#places = places;
    this.#colours = coloursFor(places.out, places.environment);
    const draws = !form.isJson && !form.isQuiet && canBeDrawnOn(places.out) && places.environment["TERM"] !== "dumb";
    this.#drawing = draws ? createLogUpdate(places.out as NodeJS.WriteStream) : null;
  }

  tell(told: Told): void {
    if (!this.#form.isQuiet) this.#write(told);
  }

  /** The last word, which stands in the quiet form too when `needsAttention`; as an object in any case. */
  conclude(told: Told, needsAttention: boolean): void {
    if (this.#form.isJson || !this.#form.isQuiet) this.#write(told);
    else if (needsAttention)
      this.#lines(this.#places.err, told.lines(coloursFor(this.#places.err, this.#places.environment)));
  }

  move(moving: Moving): void {
    if (this.#form.isQuiet) return;
    if (this.#form.isJson) return this.#object(moving.record);
    if (this.#drawing !== null) {
      const drawn = moving.drawn(this.#places.out.columns ?? 80, this.#colours);
      return this.#drawing(drawn.map(printable).join("\n"));
    }
    const now = this.#places.monotonic();
    const last = this.#lastLine;
    if (last !== null && last.phase === moving.phase && now - last.at < lineEveryMs) return;
    this.#lastLine = { at: now, phase: moving.phase };
    this.#lines(this.#places.out, moving.lines(this.#colours));
  }

  /** Something a person should know, although it goes on. */
  warn(sentence: string): void {
    if (this.#form.isJson) this.#object({ event: "warning", sentence });
    else this.#above(this.#places.err, [sentence]);
  }

  /** Why it cannot go on, one sentence a fault. */
  fail(sentences: readonly string[]): void {
    this.settle();
    if (this.#form.isJson) this.#object({ event: "error", sentences });
    this.#lines(this.#places.err, sentences);
  }

  /** Leaves what is drawn where it stands, and shows the cursor again. */
  settle(): void {
    this.#drawing?.done();
  }

  #write(told: Told): void {
    if (this.#form.isJson) this.#object(told.record);
    else this.#above(this.#places.out, told.lines(this.#colours));
  }

  #above(stream: TextStream, lines: readonly string[]): void {
    this.#drawing?.clear();
    this.#lines(stream, lines);
  }

  #object(record: object): void {
    this.#places.out.write(`${JSON.stringify(record)}\n`);
  }

  #lines(stream: TextStream, lines: readonly string[]): void {
    if (lines.length > 0) stream.write(`${lines.map(printable).join("\n")}\n`);
  }
}

/** Some terminals of a build server say that they have no size: nothing would be seen of a drawing there. */
function canBeDrawnOn({ isTTY, columns = 80, rows = 24 }: TextStream): boolean {
  return isTTY === true && columns > 0 && rows > 0;
}
