import type { Side } from "@ticket-bridge/helpdesk";

import { backoffMs } from "../decide/backoff.ts";
import type { EngineContext } from "../engine-context.ts";
import type { DuePoll, PollTurn } from "../ports/poll-store.ts";
import { WakeUp } from "../wake-up.ts";
import { PollSchedule } from "./poll-schedule.ts";
import { TicketReader } from "./read-ticket.ts";
import type { ReadingTurn } from "./reading-turn.ts";

/** The loop looks at least this often, in case a wake-up was lost. */
const floorMs = 1_000;

/**
 * Reads linked tickets one by one when their poll is due: because a webhook hinted, or because their interval is over.
 * SuperOffice has a feed for new messages, so there the interval is the hourly re-reading of every ticket.
 *
 * Of several processes on one database one reads a side. Claiming polls keeps its turn; a process that cannot reach the
 * helpdesk claims none and so leaves its turn to another one.
 */
export class TicketPoller {
  readonly #context: EngineContext;
  readonly #side: Side;
  readonly #turn: ReadingTurn;
  readonly #wake: WakeUp;
  readonly #schedule: PollSchedule;
  readonly #tickets: TicketReader;
  readonly #running = new Set<Promise<void>>();
  /** What polls were claimed before may not have been made: by a reader that died, or by a claim whose answer was lost. */
  #owesAll = true;
  /** More may be due than was claimed. */
  #leftSome = false;

  constructor(context: EngineContext, side: Side, parts: { shortestMs: number; turn: ReadingTurn }) {
    this.#context = context;
    this.#side = side;
    this.#turn = parts.turn;
    this.#wake = new WakeUp(context.clock);
    this.#schedule = new PollSchedule(context, side, parts.shortestMs);
    this.#tickets = new TicketReader(context, side);
  }

  /** A hint came, here or at another process: only the side's reader can act on it. */
  wake(): void {
    if (this.#turn.isOurs) this.#wake.wake();
  }

  async run(stopping: AbortSignal): Promise<void> {
    while (!stopping.aborted) {
      const waitMs = await this.#round(stopping);
      await this.#wake.wait(waitMs, stopping);
    }
    await Promise.all(this.#running);
  }

  /** Starts what is due and tells how long to wait for the next. */
  async #round(stopping: AbortSignal): Promise<number> {
    const { health, log } = this.#context;
    if (!health.isOpen(this.#side, "read")) return Math.max(health.opensIn(this.#side, "read"), 50);
    try {
      const turn = await this.#claim();
      if (turn.kind === "theirs") return Math.min(Math.max(turn.forMs, 50), floorMs);
      for (const poll of turn.due) this.#start(poll, stopping);
      return floorMs;
    } catch (error) {
      log.log({ level: "error", message: "Due polls could not be claimed; trying again.", error: String(error) });
      return floorMs;
    }
  }

  async #claim(): Promise<PollTurn> {
    const { store, settings, clock, workerId } = this.#context;
    if (this.#turn.isOurs) await this.#prepare();
    const limit = Math.max(0, settings.sides[this.#side].pollsAtOnce - this.#running.size);
    const sentAt = clock.monotonic();
    const scheduled = this.#schedule.allowed();
    const claim = { workerId, limit, scheduled, leaseMs: settings.leaseMs, intervals: this.#schedule.intervals };
    const turn = await store.claimPolls(this.#side, claim).catch((error: unknown) => {
      this.#owesAll = true;
      throw error;
    });
    if (turn.kind === "theirs") {
      this.#turn.lose();
      return turn;
    }
    this.#turn.take(sentAt + turn.forMs);
    if (turn.isNew) {
      this.#owesAll = true;
      return await this.#claim();
    }
    this.#leftSome = turn.due.length === limit;
    this.#schedule.spent(turn.due.filter(({ hinted }) => !hinted).length);
    return turn;
  }

  /** What only the reader of a side does before it reads. Every linked ticket is read once by a new one (P1). */
  async #prepare(): Promise<void> {
    if (this.#owesAll) {
      await this.#context.store.makeAllPollsDue(this.#side);
      this.#owesAll = false;
    }
    await this.#schedule.keepUp();
  }

  #start(poll: DuePoll, stopping: AbortSignal): void {
    const work = this.#tickets
      .read(poll)
      .catch((error: unknown) => this.#askAgain(poll, error, stopping))
      .finally(() => {
        this.#running.delete(work);
        if (this.#leftSome) this.#wake.wake();
      });
    this.#running.add(work);
  }

  /**
   * The poll was claimed, its next one is an interval away, and the database broke or the call was cut off by a stop: it
   * is made due again, however long that takes, or a hint would be forgotten until then.
   */
  async #askAgain(poll: DuePoll, error: unknown, stopping: AbortSignal): Promise<void> {
    const { store, clock, random, log } = this.#context;
    log.log({ level: "error", message: "A poll broke off; it is asked for again.", ...poll, error: String(error) });
    for (let failures = 1; ; failures += 1) {
      await clock.sleep(backoffMs(failures, random.next()), stopping);
      try {
        return await store.hint(this.#side, [poll.ticketId]);
      } catch (again) {
        log.log({ level: "warn", message: "A poll could not be asked for again.", ...poll, error: String(again) });
        if (stopping.aborted) return;
      }
    }
  }
}
