import type { EngineContext } from "../engine-context.ts";
import type { HistoryStanding } from "../ports/backfill-store.ts";
import { WakeUp } from "../wake-up.ts";
import type { Progress } from "./progress.ts";

/** How often it is asked at most how far the history has come, and at least. A ticket's place is taken for as long. */
const soonestMs = 50;
const floorMs = 1_000;

interface Waiter {
  readonly linkId: string;
  readonly tell: (standing: HistoryStanding | null) => void;
}

type WatchContext = Pick<EngineContext, "clock" | "log"> & {
  readonly pauses: Pick<EngineContext["pauses"], "told" | "refresh">;
  readonly store: Pick<EngineContext["store"], "historyStandings">;
};

/** Asks for all tickets that are worked on how far their history has come, and tells each of them. */
export class HistoryWatch {
  readonly #context: WatchContext;
  readonly #runId: string;
  readonly #progress: Progress;
  readonly #wake: WakeUp;
  /** As told last, without those that have come to their end since. */
  #underWay: readonly HistoryStanding[] = [];
  /** Since the last reading began. */
  readonly #ended = new Set<string>();
  #hasEnded = false;
  #pausesAt = -Infinity;
  #toldPause: string | null = null;
  /** Several tickets of a list may name the same link. */
  readonly #waiters: Waiter[] = [];

  constructor(context: WatchContext, runId: string, progress: Progress) {
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
    // One that comes late would wait for ever.
    if (this.#hasEnded) return Promise.resolve(null);
    return new Promise((tell) => this.#waiters.push({ linkId, tell }));
  }

  /** A ticket came to its end: from now on its messages count as done, and no longer as under way. */
  ended(standing: HistoryStanding): void {
    this.#ended.add(standing.linkId);
    this.#progress.messagesDone += messagesOf(standing);
    this.#show(this.#underWay);
  }

  /** Until it is done. */
  async run(done: AbortSignal): Promise<void> {
    const { clock, log, store } = this.#context;
    while (!done.aborted) {
      await clock.sleep(soonestMs, done);
      await this.#lookForPauses();
      if (this.#waiters.length > 0) {
        const ended = [...this.#ended];
        // Who comes during the reading may have captured what it does not show, and would take the ticket for done.
        const asked = this.#waiters.splice(0);
        let untold: readonly Waiter[] = asked;
        try {
          untold = this.#tell(await store.historyStandings(this.#runId), asked);
          // A reading that begins after a ticket's end does not tell of it.
          for (const linkId of ended) this.#ended.delete(linkId);
        } catch (error) {
          log.log({ level: "warn", message: "How far a backfill has come is not known.", error: String(error) });
        }
        this.#waiters.push(...untold);
      }
      await this.#wake.wait(floorMs, done);
    }
    this.#hasEnded = true;
    for (const { tell } of this.#waiters.splice(0)) tell(null);
  }

  /** Gives those of which the standings do not tell. */
  #tell(standings: readonly HistoryStanding[], asked: readonly Waiter[]): readonly Waiter[] {
    this.#show(standings);
    this.#progress.waiting = this.#paused() ?? standings.find(({ waiting }) => waiting !== null)?.waiting ?? null;
    const byLink = new Map(standings.map((standing) => [standing.linkId, standing]));
    return asked.filter(({ linkId, tell }) => {
      const standing = byLink.get(linkId);
      if (standing !== undefined) tell(standing);
      return standing === undefined;
    });
  }

  /**
   * The word of a pause may be lost, and while no lane of the run is claimed nobody else asks. It is told also where no
   * ticket waits for its delivery.
   */
  async #lookForPauses(): Promise<void> {
    const { clock, pauses } = this.#context;
    if (clock.monotonic() - this.#pausesAt < floorMs) return;
    this.#pausesAt = clock.monotonic();
    await pauses.refresh();
    const paused = this.#paused();
    if (paused !== null) this.#progress.waiting = paused;
    else if (this.#progress.waiting === this.#toldPause) this.#progress.waiting = null;
    this.#toldPause = paused;
  }

  #paused(): string | null {
    const { pauses } = this.#context;
    return pauses.told("superoffice") ?? pauses.told("requestor");
  }

  /** A reading may be older than the end of a ticket. */
  #show(standings: readonly HistoryStanding[]): void {
    this.#underWay = standings.filter(({ linkId }) => !this.#ended.has(linkId));
    this.#progress.messagesUnderWay = this.#underWay.reduce((total, standing) => total + messagesOf(standing), 0);
  }
}

/** What of a ticket's history has come to its end. */
function messagesOf({ written, adopted, held, skipped }: HistoryStanding): number {
  return written.superoffice + written.requestor + adopted + held + skipped;
}
