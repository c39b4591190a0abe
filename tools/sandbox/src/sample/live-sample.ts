import type { SampleTicket } from "./sample-ticket.ts";
import { tellLine } from "./tell-sample.ts";
import type { Desks } from "./tell-sample.ts";

const firstPauseMs = 2_500;
const pauseMs = 3_500;

/** Says the live lines of the samples one after the other, from the first visitor on. */
export class LiveSample {
  readonly #desks: Desks;
  readonly #lines: readonly { sample: SampleTicket; line: SampleTicket["live"][number] }[];
  #timer: NodeJS.Timeout | undefined;
  #hasBegun = false;

  constructor(desks: Desks, samples: readonly SampleTicket[]) {
    this.#desks = desks;
    this.#lines = samples.flatMap((sample) => sample.live.map((line) => ({ sample, line })));
  }

  begin(): void {
    if (this.#hasBegun) return;
    this.#hasBegun = true;
    this.#next(0, firstPauseMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #next(at: number, milliseconds: number): void {
    const next = this.#lines[at];
    if (!next) return;
    this.#timer = setTimeout(() => {
      const isNew = tellLine(this.#desks, next.sample, next.line);
      this.#next(at + 1, isNew ? pauseMs : 0);
    }, milliseconds);
  }
}
