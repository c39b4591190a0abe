import type { EngineContext } from "../engine-context.ts";
import type { HistoryStanding } from "../ports/backfill-store.ts";
import { WakeUp } from "../wake-up.ts";
import type { Progress } from "./progress.ts";

/** How often it is asked at most how far the history has come, and at least. */
const soonestMs = 200;
const floorMs = 1_000;

/** Asks for all tickets that are worked on how far their history has come, and tells each of them. */
export class HistoryWatch {
  readonly #context: EngineContext;
  readonly #runId: string;
  readonly #progress: Progress;
  readonly #wake: WakeUp;
  readonly #waiters = new Map<string, (standing: HistoryStanding | null) => void>();

  constructor(context: EngineContext, runId: string, progress: Progress) {
    this.#context = context;
    this.#runId = runId;
    this.#progress = progress;
    this.#wake = new WakeUp(context.clock);
  }

  /** A lane was given back: something may have come to its end. */
  wake(): void {
    this.#wake.wake();
  }

  /** The next standing of a ticket that is worked on; null when the watch has ended. */
  next(linkId: string): Promise<HistoryStanding | null> {
    return new Promise((resolve) => this.#waiters.set(linkId, resolve));
  }

  /** Until it is done. */
  async run(done: AbortSignal): Promise<void> {
    const { clock, log, store } = this.#context;
    while (!done.aborted) {
      await clock.sleep(soonestMs, done);
      if (this.#waiters.size > 0) {
        try {
          this.#tell(await store.historyStandings(this.#runId));
        } catch (error) {
          log.log({ level: "warn", message: "How far a backfill has come is not known.", error: String(error) });
        }
      }
      await this.#wake.wait(floorMs, done);
    }
    for (const tell of this.#waiters.values()) tell(null);
    this.#waiters.clear();
  }

  #tell(standings: readonly HistoryStanding[]): void {
    const sum = (of: (standing: HistoryStanding) => number) => standings.reduce((total, one) => total + of(one), 0);
    this.#progress.messagesUnderWay = sum(messagesOf);
    this.#progress.waiting = standings.find(({ waiting }) => waiting !== null)?.waiting ?? null;
    for (const standing of standings) {
      const tell = this.#waiters.get(standing.linkId);
      this.#waiters.delete(standing.linkId);
      tell?.(standing);
    }
  }
}

/** What of a ticket's history has come to its end. */
export function messagesOf({ written, adopted, held, skipped }: HistoryStanding): number {
  return written.superoffice + written.requestor + adopted + held + skipped;
}
