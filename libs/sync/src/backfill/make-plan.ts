import type { ListedTicket } from "../ports/backfill-store.ts";
import { planOne, type PlannedTicket } from "./plan-one.ts";
import { PlanSums } from "./plan-sums.ts";
import type { Session } from "./session.ts";
import { ticketName } from "./ticket-name.ts";
import { ticketsOfRun } from "./tickets-of-run.ts";

/** What is collected of a list before it is stored. */
const pageSize = 50;

/**
 * Plans all tickets of a run, as many at once as the options say, and hands the list over a page at a time, in its order.
 * Rejects with RunStoppedError, or the stopping's reason.
 */
export async function makePlan(
  session: Session,
  store: (tickets: readonly ListedTicket[], after: number) => Promise<void>,
): Promise<PlanSums> {
  const { context, options, progress, stopping } = session;
  const sums = new PlanSums(context.settings, options);
  const underWay: Promise<PlannedTicket>[] = [];
  let page: ListedTicket[] = [];
  let stored = 0;
  const takeFirst = async () => {
    const first = await underWay.shift();
    if (first === undefined) return;
    addUp(sums, first);
    if (first.listed !== null) page.push(first.listed);
    progress.ticketsDone += 1;
    progress.messagesDone = sums.messages;
    progress.failed = sums.failedCount;
    if (page.length < pageSize) return;
    await store(page, stored);
    stored += page.length;
    page = [];
  };
  try {
    for await (const found of ticketsOfRun(session)) {
      stopping.throwIfAborted();
      if (found.kind !== "to-create" && found.kind !== "failed") progress.current = ticketName(found.tickets);
      const planning = planOne(session, found);
      // It may fail before its turn to be looked at has come.
      planning.catch(() => undefined);
      underWay.push(planning);
      if (underWay.length >= options.concurrency) await takeFirst();
    }
    while (underWay.length > 0) await takeFirst();
  } catch (error) {
    await Promise.allSettled(underWay);
    throw error;
  }
  if (page.length > 0) await store(page, stored);
  return sums;
}

function addUp(sums: PlanSums, { listed, planned }: PlannedTicket): void {
  if (listed === null) return planned === null ? undefined : sums.leaveOut(planned.facts, planned.plan);
  const { superofficeTicketId, requestorTicketId, failure } = listed;
  if (failure !== null) sums.fail({ superofficeTicketId, requestorTicketId, reason: failure });
  else if (planned !== null) sums.add(planned.kind, planned.facts, planned.plan);
}
