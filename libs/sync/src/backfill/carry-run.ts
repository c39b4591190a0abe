import { otherSide, type Side } from "@ticket-bridge/helpdesk";

import { creationParts } from "../create/creation-run.ts";
import { creationWorkers } from "../create/creation-workers.ts";
import { laneWorkers } from "../deliver/lane-workers.ts";
import type { EngineContext } from "../engine-context.ts";
import type { BackfillLease, BackfillTicket } from "../ports/backfill-store.ts";
import { unhurried } from "../unhurried-helpdesks.ts";
import { carryTicket, type Carrying, type TicketOutcome } from "./carry-ticket.ts";
import { HistoryWatch } from "./history-watch.ts";
import { endOf, withTicket } from "./run-totals.ts";
import type { Session } from "./session.ts";
import { mustBeOurs } from "./must-be-ours.ts";
import { ticketName } from "./ticket-name.ts";
import { watchOutage } from "./watch-outage.ts";
import type { Backfill, BackfillOutline, BackfillResult } from "./words.ts";

/** Tickets of the list that are read at once. */
const pageSize = 20;

/**
 * Works through a frozen list, several tickets at once, with lane workers for nothing but its tickets. Resolves to true
 * when the whole list came to its end, to false when it was told to stop. Rejects with RunLostError and RunStoppedError;
 * in any case only once nothing of it is in flight any more.
 */
export async function carryRun(session: Session, lease: BackfillLease, run: Backfill): Promise<boolean> {
  const { context, stopping } = session;
  const failed = new AbortController();
  const ending = AbortSignal.any([stopping, failed.signal]);
  const done = new AbortController();
  const inner: Session = { ...session, stopping: ending };
  const watch = new HistoryWatch(context, run.id, session.progress);
  const lanes = laneWorkers(session.lanes, { id: run.id, onReleased: () => watch.wake() });
  const creations = creationsOf({ ...session.lanes, helpdesks: unhurried(session.lanes.helpdesks) }, run);
  const unsubscribe = context.store.onWake((topic) => {
    if (topic === "lanes") lanes.wake();
    else if (topic === "creations") creations?.wake();
    else if (topic === "sides") void Promise.all([context.pauses.refresh(), context.publicWrites.refresh()]);
  });
  const workersDone = AbortSignal.any([done.signal, ending]);
  const helpers = [lanes, watch, ...(creations === null ? [] : [creations])].map((helper) => helper.run(workersDone));
  const list = new OpenTickets(context, run.id);
  const totals = new Totals({ session: inner, lease, watch }, run.result);
  const work = async () => {
    for (let ticket = await list.next(); ticket !== null && !ending.aborted; ticket = await list.next()) {
      session.progress.current = ticketName({
        superoffice: ticket.superofficeTicketId,
        requestor: ticket.requestorTicketId,
      });
      const outcome = await carryTicket({ session: inner, lease, watch }, ticket);
      if (outcome !== null) await totals.end(ticket, outcome);
    }
  };
  const abortAll = (error: unknown) => {
    failed.abort(error);
    throw error;
  };
  const workers = Array.from({ length: run.options.concurrency }, () => work().catch(abortAll));
  // Looked at from the beginning: a rejection that nobody looks at while the workers end would end the process.
  const outage = Promise.allSettled([watchOutage(inner, workersDone).catch(abortAll)]);
  const results = await Promise.allSettled(workers);
  done.abort();
  results.push(...(await outage));
  await Promise.all(helpers);
  unsubscribe();
  for (const result of results) if (result.status === "rejected") throw result.reason as Error;
  return !stopping.aborted;
}

/** Its own makers of tickets: also where the policy has none made. */
function creationsOf(context: EngineContext, { id, options }: Backfill) {
  if (!options.createTickets) return null;
  const policy = { categories: [], priorities: [], ...context.settings.createTickets, targets: targetsOf(options) };
  const parts = creationParts({ ...context, settings: { ...context.settings, createTickets: policy } });
  return parts === null ? null : creationWorkers(context, parts, id);
}

function targetsOf({ from }: BackfillOutline): readonly Side[] {
  return from === "both" ? ["requestor"] : [otherSide(from)];
}

/** The list's open tickets, one after another, whoever asks; a page of them stands in memory. */
class OpenTickets {
  readonly #context: EngineContext;
  readonly #runId: string;
  #page: BackfillTicket[] = [];
  #after = 0;
  #reading: Promise<void> = Promise.resolve();

  constructor(context: EngineContext, runId: string) {
    this.#context = context;
    this.#runId = runId;
  }

  async next(): Promise<BackfillTicket | null> {
    const reading = this.#reading.then(() => this.#read());
    this.#reading = reading.catch(() => undefined);
    await reading;
    return this.#page.shift() ?? null;
  }

  async #read(): Promise<void> {
    if (this.#page.length > 0) return;
    this.#page = [...(await this.#context.store.openBackfillTickets(this.#runId, this.#after, pageSize))];
    this.#after = this.#page.at(-1)?.place ?? this.#after;
  }
}

/** What the run has come to, stored with each ticket that ends, one after another. */
class Totals {
  readonly #carrying: Carrying;
  #result: BackfillResult;
  #ending: Promise<void> = Promise.resolve();

  constructor(carrying: Carrying, result: BackfillResult) {
    this.#carrying = carrying;
    this.#result = result;
    this.#show();
  }

  async end(ticket: BackfillTicket, outcome: TicketOutcome): Promise<void> {
    const ending = this.#ending.then(() => this.#end(ticket, outcome));
    this.#ending = ending.catch(() => undefined);
    await ending;
  }

  async #end(ticket: BackfillTicket, outcome: TicketOutcome): Promise<void> {
    const { session, lease } = this.#carrying;
    const result = withTicket(this.#result, outcome);
    await mustBeOurs(session.context, lease, (store) => store.endBackfillTicket(lease, endOf(ticket, outcome), result));
    this.#result = result;
    if (outcome.standing !== null) {
      this.#carrying.watch.ended(outcome.standing);
      // Or memory would grow with the length of the history.
      session.context.posts.forget(outcome.standing.linkId);
    }
    this.#show();
  }

  #show(): void {
    const { progress } = this.#carrying.session;
    progress.ticketsDone = this.#result.ticketsDone + this.#result.ticketsFailed;
    progress.failed = this.#result.ticketsFailed;
    progress.held = this.#result.held;
  }
}
