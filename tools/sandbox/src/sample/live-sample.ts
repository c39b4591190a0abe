import { liveSteps } from "./live-steps.ts";
import type { Desks } from "./tell-sample.ts";

const firstPauseMs = 2_500;
const pauseMs = 3_000;

/** Has the live part of the sample happen, one step after the other, from the first visitor on. */
export class LiveSample {
  readonly #desks: Desks;
  #timer: NodeJS.Timeout | undefined;
  #hasBegun = false;

  constructor(desks: Desks) {
    this.#desks = desks;
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
    const step = liveSteps[at];
    if (!step) return;
    this.#timer = setTimeout(() => {
      const told = step(this.#desks);
      this.#next(told === "not yet" ? at : at + 1, told === "before" ? 0 : pauseMs);
    }, milliseconds);
  }
}
