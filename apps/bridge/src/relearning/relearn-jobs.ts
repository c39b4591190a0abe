import { randomUUID } from "node:crypto";

import {
  errorText,
  outageOf,
  viewOfRelearned,
  type Log,
  type RelearnProgressView,
  type RelearnStepView,
  type RelearnTotalsView,
} from "@ticket-bridge/assembly";
import type { RelearnedTicket, RelearnOptions, RelearnTotals } from "@ticket-bridge/sync";

/** Learning the map again, as the engine does it. */
type Relearn = (options: RelearnOptions) => AsyncGenerator<RelearnedTicket, RelearnTotals, void>;

export interface RelearnJobsParts {
  readonly relearn: Relearn;
  readonly log: Log;
  /** Milliseconds of a clock that only runs forward. */
  readonly monotonic: () => number;
}

interface Job {
  readonly id: string;
  readonly stop: AbortController;
  readonly results: ReturnType<Relearn>;
  /** The next result, asked for and not handed out yet. */
  next: ReturnType<ReturnType<Relearn>["next"]> | null;
  readonly progress: RelearnProgressView;
  totals: RelearnTotalsView | null;
  failure: RelearnStepView["failure"];
  isAsked: boolean;
  askedAt: number;
}

export type StepOutcome = RelearnStepView | "not-found" | "asked-already";

const answerWithinMs = 1_000;
const mostItems = 50;
/** Who has not asked for so long is gone, and somebody else may begin. */
const goneMs = 60_000;

/**
 * One relearning at a time, for the admin API. It works only as far as its results are asked for: so nothing piles up
 * here, and it ends with whoever wanted it.
 */
export class RelearnJobs {
  readonly #parts: RelearnJobsParts;
  #job: Job | null = null;

  constructor(parts: RelearnJobsParts) {
    this.#parts = parts;
  }

  /** Gives its id; null while another one is at work. */
  begin({ pairs, apply }: Pick<RelearnOptions, "pairs" | "apply">): string | null {
    const standing = this.#job;
    const now = this.#parts.monotonic();
    const isOver = standing === null || standing.totals !== null || standing.failure !== null;
    if (!isOver && (standing.isAsked || now - standing.askedAt < goneMs)) return null;
    standing?.stop.abort();
    const progress = { value: { pairs: null, foreign: 0, waiting: null } as RelearnProgressView };
    const stop = new AbortController();
    const results = this.#parts.relearn({
      ...{ pairs, apply, signal: stop.signal },
      onProgress: (told) => void (progress.value = { ...told }),
    });
    this.#job = {
      ...{ id: randomUUID(), stop, results, next: null, totals: null, failure: null, isAsked: false, askedAt: now },
      get progress() {
        return progress.value;
      },
    };
    return this.#job.id;
  }

  /** Goes on with it for about a second and gives what was found. */
  async step(id: string): Promise<StepOutcome> {
    const job = this.#job;
    if (job?.id !== id) return "not-found";
    if (job.isAsked) return "asked-already";
    job.isAsked = true;
    try {
      const items = await this.#goOn(job);
      const { progress, totals, failure } = job;
      return { items: items.map(viewOfRelearned), progress, totals, failure };
    } finally {
      job.isAsked = false;
      job.askedAt = this.#parts.monotonic();
    }
  }

  /** Ends it between two calls; false when there is none with this id. */
  stop(id: string): boolean {
    if (this.#job?.id !== id) return false;
    this.#job.stop.abort();
    return true;
  }

  /** Resolves when it has ended. */
  async stopAll(): Promise<void> {
    this.#job?.stop.abort();
    await this.#job?.next?.catch(() => undefined);
  }

  async #goOn(job: Job): Promise<readonly RelearnedTicket[]> {
    const items: RelearnedTicket[] = [];
    const isUp = timeUp(answerWithinMs);
    try {
      while (job.totals === null && job.failure === null && items.length < mostItems) {
        job.next ??= job.results.next();
        const next = await Promise.race([job.next, isUp.promise]);
        if (next === "up") break;
        job.next = null;
        if (next.done === true) job.totals = { ...next.value, tickets: { ...next.value.tickets } };
        else items.push(next.value);
      }
    } catch (error) {
      job.next = null;
      job.failure = this.#failureOf(job, error);
    } finally {
      isUp.cancel();
    }
    return items;
  }

  #failureOf({ stop }: Job, error: unknown): RelearnStepView["failure"] {
    if (stop.signal.aborted) return { cause: "asked", reason: "It was told to stop." };
    this.#parts.log.warn({ error: errorText(error) }, "The map could not be learned again to its end.");
    return outageOf(error) ?? { cause: "other", reason: error instanceof Error ? error.message : String(error) };
  }
}

function timeUp(afterMs: number): { readonly promise: Promise<"up">; cancel(): void } {
  let timer: NodeJS.Timeout | undefined;
  const promise = new Promise<"up">((resolve) => (timer = setTimeout(() => resolve("up"), afterMs)));
  return { promise, cancel: () => clearTimeout(timer) };
}
