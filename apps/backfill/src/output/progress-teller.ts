import type { Moving, Output } from "./output.ts";

const everyMs = 1_000;

/** Tells about once a second how far something has come, `told` by the seconds it has taken. */
export class ProgressTeller {
  readonly #output: Output;
  readonly #told: (seconds: number) => Moving;
  readonly #startedAt = performance.now();

  constructor(output: Output, told: (seconds: number) => Moving) {
    this.#output = output;
    this.#told = told;
  }

  async during<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#tell();
    const timer = setInterval(() => this.#tell(), everyMs);
    try {
      return await work();
    } finally {
      clearInterval(timer);
      this.#tell();
    }
  }

  #tell(): void {
    this.#output.move(this.#told((performance.now() - this.#startedAt) / 1_000));
  }
}

/** How many a second, and how long the rest takes at that. */
export function paceOf(
  { done, total }: { readonly done: number; readonly total: number },
  seconds: number,
): { readonly perSecond: number; readonly etaSeconds: number | null } {
  const perSecond = seconds < 1 ? 0 : done / seconds;
  return { perSecond, etaSeconds: perSecond === 0 ? null : Math.ceil(Math.max(0, total - done) / perSecond) };
}
