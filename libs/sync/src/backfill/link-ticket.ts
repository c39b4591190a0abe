import { sideName, sides, type Side, type TicketListing } from "@ticket-bridge/helpdesk";

import type { BackfillLease, BackfillTicket, LinkedPair } from "../ports/backfill-store.ts";
import { linkTickets, type LinkRequest } from "../steer/link-tickets.ts";
import { RunLostError, TicketSetAsideError } from "./set-aside-error.ts";
import type { Session } from "./session.ts";
import { pausedReason } from "./tickets-of-run.ts";

/** How often it is looked whether a counterpart stands. */
const lookAgainMs = 500;

/** Both tickets as they were listed to be linked, and when by the monotonic clock that was asked for. */
export interface ListedPair {
  readonly listings: Readonly<Record<Side, TicketListing>>;
  readonly readAt: number;
}

export interface LinkedTicket extends LinkedPair {
  /** Null where the link stood already. */
  readonly listed: ListedPair | null;
}

/**
 * The link of a ticket of the list, made where there is none yet. Rejects with TicketSetAsideError where that cannot be,
 * with DeliveryError when a helpdesk does not answer, and with the stopping's reason.
 */
export async function linkTicket(
  session: Session,
  lease: BackfillLease,
  ticket: BackfillTicket,
): Promise<LinkedTicket> {
  const { superofficeTicketId: superoffice, requestorTicketId: requestor } = ticket;
  const link =
    superoffice === null || requestor === null
      ? { ...(await createCounterpart(session, lease, ticket)), listed: null }
      : await linkPair(session, { superoffice, requestor }, seenOf(lease, ticket));
  if (link.paused) throw new TicketSetAsideError(pausedReason);
  return link;
}

async function linkPair(
  { context, options }: Session,
  tickets: Readonly<Record<Side, NonNullable<BackfillTicket["superofficeTicketId"]>>>,
  ofBackfill: LinkRequest["ofBackfill"],
): Promise<LinkedTicket> {
  const find = () => context.store.linkOfTicket("superoffice", tickets.superoffice);
  const isOurs = (link: LinkedPair | null): link is LinkedPair => link?.requestorTicketId === tickets.requestor;
  const known = await find();
  if (isOurs(known)) return { ...known, listed: null };
  // Somebody unlinked it since the list was made, and must have had a reason.
  if (options.tickets.kind !== "pairs") throw new TicketSetAsideError("The two tickets are not linked any more.");
  const readAt = context.clock.monotonic();
  const made = await linkTickets(context, {
    superofficeTicketId: tickets.superoffice,
    requestorTicketId: tickets.requestor,
    from: "now",
    ...(ofBackfill !== undefined && { ofBackfill }),
  });
  if (made.outcome === "no-such-ticket") {
    const reason = `Ticket ${tickets[made.side]} does not exist in ${sideName(made.side)}, or the bridge's account may not see it.`;
    throw new TicketSetAsideError(reason);
  }
  const linked = made.outcome === "linked" ? { ...made.link, linkId: made.link.id } : await find();
  if (isOurs(linked)) return { ...linked, listed: made.outcome === "linked" ? { ...made, readAt } : null };
  const taken = made.outcome === "taken" && made.side !== "both" ? [made.side] : sides;
  const names = taken.map((side) => `ticket ${tickets[side]} in ${sideName(side)}`).join(" and ");
  throw new TicketSetAsideError(`The two cannot be linked: ${names} is linked with another ticket already.`);
}

/** Undefined where the list does not say: a list of an earlier version, or tickets that were linked then. */
function seenOf({ id }: BackfillLease, { ids, paired, left }: BackfillTicket): LinkRequest["ofBackfill"] {
  if (left === null) return undefined;
  const seen = (side: Side) => new Set([...ids[side], ...paired[side], ...left[side]]);
  return { id, seen: { superoffice: seen("superoffice"), requestor: seen("requestor") } };
}

async function createCounterpart(
  { context, stopping, progress }: Session,
  lease: BackfillLease,
  { superofficeTicketId, requestorTicketId }: BackfillTicket,
): Promise<LinkedPair> {
  const side = superofficeTicketId === null ? "requestor" : "superoffice";
  const ticketId = superofficeTicketId ?? requestorTicketId;
  if (ticketId === null) throw new TicketSetAsideError("The list names no ticket here.");
  const find = () => context.store.linkOfTicket(side, ticketId);
  const known = await find();
  if (known !== null) return known;
  if ((await context.store.wantCreation(lease, side, ticketId)) === "lost") throw new RunLostError();
  for (;;) {
    const link = await find();
    if (link !== null) return link;
    const creation = await context.store.creationOf(side, ticketId);
    if (creation === null) {
      const reason = `No counterpart is made for ticket ${ticketId} in ${sideName(side)}: it was linked before, and a person unlinked it.`;
      throw new TicketSetAsideError(reason);
    }
    const { state, reason } = creation;
    if (state === "held" || state === "skipped") {
      throw new TicketSetAsideError(reason ?? "Its counterpart was not made.");
    }
    progress.waiting = reason;
    await context.clock.sleep(lookAgainMs, stopping);
    stopping.throwIfAborted();
  }
}
