import type { BackfillLease, BackfillTicket, HistoryStanding } from "../ports/backfill-store.ts";
import { captureTicket } from "./capture-ticket.ts";
import type { HistoryWatch } from "./history-watch.ts";
import { linkTicket } from "./link-ticket.ts";
import { mustBeOurs } from "./must-be-ours.ts";
import { reasonToSetAside } from "./reason-to-set-aside.ts";
import { reportTicket, type TicketReport } from "./report-ticket.ts";
import type { Session } from "./session.ts";
import { RunLostError, TicketSetAsideError } from "./set-aside-error.ts";
import { pausedReason } from "./tickets-of-run.ts";
import { withPatience } from "./with-patience.ts";

/** How a ticket came to its end. */
export type TicketOutcome =
  | { readonly kind: "done"; readonly standing: HistoryStanding; readonly report: TicketReport }
  | { readonly kind: "failed"; readonly standing: HistoryStanding | null; readonly reason: string };

export interface Carrying {
  readonly session: Session;
  readonly lease: BackfillLease;
  readonly watch: HistoryWatch;
}

/**
 * Carries one ticket out: links it, captures its history, waits until that came to its end, and compares. Null when the
 * run stops before: it is gone on with the next time. Rejects with RunLostError and RunStoppedError.
 */
export async function carryTicket(carrying: Carrying, ticket: BackfillTicket): Promise<TicketOutcome | null> {
  try {
    return await carryOrSetAside(carrying, ticket);
  } catch (error) {
    if (carrying.session.stopping.aborted && !(error instanceof RunLostError)) return null;
    throw error;
  }
}

async function carryOrSetAside(carrying: Carrying, ticket: BackfillTicket): Promise<TicketOutcome | null> {
  const { session, lease } = carrying;
  let { linkId } = ticket;
  try {
    const link = await withPatience(session, () => linkTicket(session, lease, ticket));
    ({ linkId } = link);
    await mustBeOurs(session.context, lease, (store) => store.beginBackfillTicket(lease, ticket.place, link.linkId));
    // Read once for both; after a failure it is read again, as old as it is by then.
    let { listed } = link;
    await withPatience(session, async () => {
      const given = listed;
      listed = null;
      await captureTicket(session, { lease, link, listed: given }, ticket);
    });
    const standing = await delivered(carrying, link.linkId);
    if (standing === null) return null;
    return { kind: "done", standing, report: await withPatience(session, () => reportTicket(session, link)) };
  } catch (error) {
    const reason = reasonToSetAside(session, error);
    if (reason === null) throw error;
    // Also what was written before a stop, after which it could not be gone on with, was written.
    const standings = await withPatience(session, () => session.context.store.historyStandings(lease.id));
    return { kind: "failed", standing: standings.find((one) => one.linkId === linkId) ?? null, reason };
  }
}

/** The standing once nothing of it waits any more; null when the run stops before. */
async function delivered({ session, watch }: Carrying, linkId: string): Promise<HistoryStanding | null> {
  for (;;) {
    const standing = await watch.next(linkId);
    if (standing === null || session.stopping.aborted) return null;
    if (standing.undelivered === 0) return standing;
    if (standing.paused) throw new TicketSetAsideError(pausedReason);
    if (standing.stopped) throw new TicketSetAsideError(standing.waiting ?? "Its delivery was stopped.");
  }
}
