import { sides } from "@ticket-bridge/helpdesk";

import type { EngineParts } from "../engine.ts";
import type { CallPace } from "../ports/call-pace.ts";
import type { BackfillLease } from "../ports/backfill-store.ts";
import { carryRun } from "./carry-run.ts";
import { checkSides } from "../check-sides.ts";
import { claimRun, keepLease } from "./claim-run.ts";
import {
  BackfillBusyError,
  BackfillNotFoundError,
  BackfillObservingError,
  BackfillStoppedError,
  BackfillUnfinishedError,
  HelpdeskUnavailableError,
  RunHaltedError,
  RunStoppedError,
} from "./errors.ts";
import { mustBeOurs } from "./must-be-ours.ts";
import { isStoreAway } from "./with-patience.ts";
import { makePlan } from "./make-plan.ts";
import { dryRun, openSession } from "./open-session.ts";
import type { Progress } from "./progress.ts";
import { reportPage } from "./report-page.ts";
import { withSetAside } from "./run-totals.ts";
import type { Session } from "./session.ts";
import { SharedPace } from "./shared-pace.ts";
import { RunLostError } from "./set-aside-error.ts";
import {
  nothingDone,
  type Backfill,
  type BackfillOptions,
  type BackfillPlan,
  type BackfillResult,
  type BackfillsFace,
  type BackfillWatch,
  type ReportLine,
  type ReportPage,
  type ReportPlace,
} from "./words.ts";

export interface BackfillParts extends EngineParts {
  /** What people are told of this process, should another one ask for the run: "process 4711 on host". */
  readonly carrier: string;
  readonly pace: CallPace;
}

const reportAtOnce = 200;

/**
 * Runs that carry history over, by the same engine and id map as live traffic. It reads no feed and polls nothing, so it
 * may run beside any number of bridges on one database.
 */
export class Backfills implements BackfillsFace {
  readonly #parts: BackfillParts;
  readonly #pace: SharedPace;

  constructor(parts: BackfillParts) {
    this.#parts = parts;
    this.#pace = new SharedPace(parts.pace);
  }

  /**
   * Rejects with HelpdeskUnavailableError when a helpdesk cannot be used at the start, with RunStoppedError when one goes
   * away meanwhile, and with BackfillStoppedError when told to stop, and when one is paused or the database goes away.
   */
  async plan(options: BackfillOptions, watch: BackfillWatch): Promise<BackfillPlan> {
    const session = openSession(this.#parts, options, watch, dryRun);
    const leave = this.#pace.join(options.maxRps);
    try {
      return await this.#told(session, async () => {
        await checkReady(session);
        return (await makePlan(session, () => Promise.resolve())).plan();
      });
    } catch (error) {
      if (watch.signal.aborted) throw new BackfillStoppedError();
      throw error;
    } finally {
      leave();
    }
  }

  mustCarry(): void {
    if (this.#parts.settings.mode === "observe") throw new BackfillObservingError();
  }

  async create(options: BackfillOptions): Promise<Backfill> {
    this.mustCarry();
    const made = await this.#parts.store.createBackfill(options);
    if ("unfinished" in made) throw new BackfillUnfinishedError(made.unfinished);
    return made.backfill;
  }

  /** Rejects with HelpdeskUnavailableError, BackfillBusyError, BackfillNotFoundError and BackfillObservingError. */
  async prepare(id: string, watch: BackfillWatch): Promise<Backfill> {
    const known = await this.#mustGet(id);
    if (known.state !== "planning") return known;
    this.mustCarry();
    return await this.#carry(known, { watch, begin: false }, async (session, lease, run) => {
      if (run.state === "planning") await this.#makeList(session, lease);
      return null;
    });
  }

  /** The same. */
  async run(id: string, watch: BackfillWatch): Promise<Backfill> {
    const prepared = await this.prepare(id, watch);
    if (prepared.state === "finished" || prepared.state === "planning") return prepared;
    this.mustCarry();
    return await this.#carry(prepared, { watch, begin: true }, async (session, lease, run) => {
      beginWith(session.progress, run);
      // What of the tickets that are begun is told already is under way, until the first reading tells it anew.
      session.progress.messagesUnderWay = Math.max(0, messagesOf(prepared.result) - messagesOf(run.result));
      return (await carryRun(session, lease, run)) ? { state: "finished" } : null;
    });
  }

  async discard(id: string): Promise<boolean> {
    return await this.#parts.store.discardBackfill(id, "A person gave it up.");
  }

  async get(id: string): Promise<Backfill | null> {
    return await this.#parts.store.getBackfill(id);
  }

  async list(options: { readonly cursor: string | null; readonly limit: number }) {
    return await this.#parts.store.listBackfills(options);
  }

  async unfinished(): Promise<Backfill | null> {
    return await this.#parts.store.unfinishedBackfill();
  }

  async askStop(id: string): Promise<boolean> {
    return await this.#parts.store.askBackfillStop(id);
  }

  async *report(id: string): AsyncIterable<ReportLine> {
    let from: ReportPlace | null = null;
    do {
      const page: ReportPage = await this.reportPage(id, { from, limit: reportAtOnce });
      yield* page.items;
      from = page.next;
    } while (from !== null);
  }

  async reportPage(id: string, page: Parameters<BackfillsFace["reportPage"]>[1]): Promise<ReportPage> {
    return await reportPage(this.#parts.store, id, page);
  }

  async #mustGet(id: string): Promise<Backfill> {
    const found = await this.get(id);
    if (found === null) throw new BackfillNotFoundError(id);
    return found;
  }

  async #makeList(session: Session, lease: BackfillLease): Promise<void> {
    const { context } = session;
    await checkReady(session);
    await mustBeOurs(context, lease, (store) => store.beginBackfillList(lease));
    const sums = await makePlan(session, (page, after) =>
      mustBeOurs(context, lease, (store) => store.addBackfillTickets(lease, page, after)),
    );
    const result = withSetAside(nothingDone, sums.failedCount);
    await mustBeOurs(context, lease, (store) => store.freezeBackfillList(lease, sums.plan(), result));
  }

  /** Claims the run, keeps its lease, carries it out and gives it back in the state it came to. */
  async #carry(
    known: Backfill,
    { watch, begin }: { readonly watch: BackfillWatch; readonly begin: boolean },
    work: (session: Session, lease: BackfillLease, run: Backfill) => Promise<{ readonly state: "finished" } | null>,
  ): Promise<Backfill> {
    const { store } = this.#parts;
    const { id } = known;
    const asked = new AbortController();
    const signal = AbortSignal.any([watch.signal, asked.signal]);
    const options = await store.backfillOptions(id);
    if (options === null) throw new BackfillNotFoundError(id);
    const session = openSession(this.#parts, options, { ...watch, signal }, { runId: id, store });
    // While it waits for the run it tells where that stands.
    if (begin) beginWith(session.progress, known);
    const claimed = await this.#claim(session, { id, begin, signal: watch.signal });
    if (claimed.kind === "finished") return claimed.backfill;
    const leave = this.#pace.join(session.options.maxRps);
    const { lease } = claimed;
    const done = new AbortController();
    const keeping = keepLease(session.lanes, lease, { done: done.signal, onStop: (reason) => asked.abort(reason) });
    try {
      const outcome = await this.#told(session, async () => {
        if (begin) await checkReady(session);
        return await work(session, lease, claimed.backfill);
      });
      await store.releaseBackfill(lease, outcome ?? (signal.aborted && begin ? stoppedByPerson : null));
    } catch (error) {
      await this.#giveBack(lease, signal, begin, error);
    } finally {
      leave();
      done.abort();
      await keeping;
    }
    return await this.#mustGet(id);
  }

  /** Who is told to stop while another's lease runs out has had nothing of the run yet, and leaves it as it stands. */
  async #claim(
    session: Session,
    { id, begin, signal }: { readonly id: string; readonly begin: boolean; readonly signal: AbortSignal },
  ) {
    try {
      return await this.#told(session, () => claimRun(session, { id, begin, name: this.#parts.carrier }));
    } catch (error) {
      if (!signal.aborted || error !== signal.reason) throw error;
      const reason = `Stopped while waiting for backfill ${id}, which another process had: nothing of it was changed.`;
      throw new BackfillStoppedError(reason, { cause: error });
    }
  }

  /** What is no stop of the run passes on. */
  async #giveBack(lease: BackfillLease, signal: AbortSignal, begin: boolean, error: unknown): Promise<void> {
    const { store } = this.#parts;
    const reasons: readonly unknown[] = [error, signal.reason];
    const halted = reasons.find((one): one is Error => one instanceof RunHaltedError || isStoreAway(one));
    if (halted !== undefined) return await this.#leave(lease, halted.message);
    if (error instanceof RunLostError || signal.reason instanceof RunLostError) {
      const run = await this.#mustGet(lease.id);
      throw new BackfillBusyError(lease.id, run.carriedBy ?? { name: "another process", since: run.createdAt });
    }
    if (error instanceof RunStoppedError) {
      const { trouble: cause, message: reason } = error;
      return await store.releaseBackfill(lease, { state: "stopped", reason, cause });
    }
    if (error instanceof HelpdeskUnavailableError) {
      const { trouble: cause, message: reason } = error;
      await store.releaseBackfill(lease, { state: "stopped", reason, cause });
      throw error;
    }
    const stopped = begin ? stoppedByPerson : stoppedWhilePlanning;
    await store.releaseBackfill(lease, signal.aborted ? stopped : null);
    if (!signal.aborted) throw error;
  }

  /** Without a database nobody is told there: the run is free as soon as its lease has run out. */
  async #leave(lease: BackfillLease, reason: string): Promise<void> {
    try {
      await this.#parts.store.releaseBackfill(lease, { state: "stopped", reason, cause: "asked" });
    } catch (error) {
      throw isStoreAway(error) ? new BackfillStoppedError(reason) : error;
    }
  }

  /** Tells the progress meanwhile. */
  async #told<Result>({ context, progress }: Session, work: () => Promise<Result>): Promise<Result> {
    const done = new AbortController();
    const telling = progress.run(done.signal);
    try {
      await Promise.all([context.pauses.refresh(), context.publicWrites.refresh()]);
      return await work();
    } finally {
      done.abort();
      await telling;
    }
  }
}

/** From where a run stands. */
function beginWith(progress: Progress, { plan, result, ticketsTotal }: Backfill): void {
  const messages = plan === null ? null : plan.toWrite.superoffice + plan.toWrite.requestor + plan.toAdopt;
  progress.messagesDone = messagesOf(result);
  progress.ticketsDone = result.ticketsDone + result.ticketsFailed;
  progress.begin("running", { tickets: ticketsTotal, messages });
}

function messagesOf({ written, adopted, held }: BackfillResult): number {
  return written.superoffice + written.requestor + adopted + held;
}

/** Rejects with RunHaltedError when a helpdesk is paused, and with HelpdeskUnavailableError when one cannot be used. */
async function checkReady({ context, stopping }: Session): Promise<void> {
  for (const side of sides) {
    const paused = context.pauses.told(side);
    if (paused !== null) throw new RunHaltedError(paused);
  }
  await checkSides(context, stopping);
}

const stoppedByPerson = { state: "stopped", reason: "It was told to stop.", cause: "asked" } as const;
const stoppedWhilePlanning = {
  ...stoppedByPerson,
  reason: "It was told to stop before its list was made. Nothing was written.",
} as const;
