import type { Output } from "../output/output.ts";
import type { Walk } from "./audit-links.ts";
import { auditProgressTold } from "./audit-progress.ts";

const everyMs = 1_000;

/** Tells about once a second how far an audit has come. */
export class ProgressTeller {
  readonly #output: Output;
  readonly #walk: Walk;
  readonly #total: number;
  readonly #startedAt = performance.now();

  constructor({ output, walk, total }: { readonly output: Output; readonly walk: Walk; readonly total: number }) {
    this.#output = output;
    this.#walk = walk;
    this.#total = total;
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
    const { now, sums } = this.#walk;
    const seconds = (performance.now() - this.#startedAt) / 1_000;
    const perSecond = seconds < 1 ? 0 : now.done / seconds;
    const left = Math.max(0, this.#total - now.done);
    this.#output.move(
      auditProgressTold({
        ...{ ticketsDone: now.done, ticketsTotal: this.#total, failed: sums.failed },
        differing: sums.should - sums.agree,
        ...{ perSecond, etaSeconds: perSecond === 0 ? null : Math.ceil(left / perSecond) },
        ...{ current: now.current, waiting: now.waiting },
      }),
    );
  }
}
