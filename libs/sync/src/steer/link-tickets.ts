import {
  sides,
  type Helpdesk,
  type MessageId,
  type Side,
  type TicketId,
  type TicketListing,
} from "@ticket-bridge/helpdesk";

import type { HeldBack, Link, LinkStore, NewLink } from "../ports/link-store.ts";

export interface LinkRequest {
  readonly superofficeTicketId: TicketId;
  readonly requestorTicketId: TicketId;
  /** `now`: the messages present at linking do not cross. `start`: all do. */
  readonly from: "now" | "start";
  /** A run links them: what stood there when its list was made. What came later crosses behind the run's history. */
  readonly ofBackfill?: {
    readonly id: string;
    readonly seen: Readonly<Record<Side, ReadonlySet<MessageId>>>;
  };
}

export type LinkOutcome =
  | { readonly outcome: "linked"; readonly link: Link; readonly listings: Readonly<Record<Side, TicketListing>> }
  | { readonly outcome: "no-such-ticket"; readonly side: Side }
  | { readonly outcome: "taken"; readonly side: "superoffice" | "requestor" | "both" };

/**
 * Links two tickets. Both are read first: that they exist, and for `from: now` which messages are there already.
 * Rejects with DeliveryError when a helpdesk cannot be read.
 */
export async function linkTickets(
  parts: { store: LinkStore; helpdesks: Readonly<Record<Side, Helpdesk>> },
  request: LinkRequest,
): Promise<LinkOutcome> {
  const ids = { superoffice: request.superofficeTicketId, requestor: request.requestorTicketId };
  const [superoffice, requestor] = await Promise.all(
    sides.map((side) => parts.helpdesks[side].listMessages(ids[side])),
  );
  if (!superoffice) return { outcome: "no-such-ticket", side: "superoffice" };
  if (!requestor) return { outcome: "no-such-ticket", side: "requestor" };
  const { from, ofBackfill } = request;
  const idsOf = (listing: TicketListing) => (from === "now" ? listing.messages.map(({ id }) => id) : []);
  const present = { superoffice: idsOf(superoffice), requestor: idsOf(requestor) };
  const created = await parts.store.createLink({
    superofficeTicketId: superoffice.ticket.id,
    requestorTicketId: requestor.ticket.id,
    superofficeTitle: superoffice.ticket.title,
    requestorTitle: requestor.ticket.title,
    requestorRef: requestor.ticket.ref,
    present,
    ...(ofBackfill !== undefined && { heldBack: heldBackOf(present, ofBackfill) }),
  });
  if ("taken" in created) return { outcome: "taken", side: created.taken };
  return { outcome: "linked", link: created.link, listings: { superoffice, requestor } };
}

function heldBackOf(present: NewLink["present"], { id, seen }: NonNullable<LinkRequest["ofBackfill"]>): HeldBack {
  const unseen = (side: Side) => present[side].filter((message) => !seen[side].has(message));
  return { backfillId: id, messages: { superoffice: unseen("superoffice"), requestor: unseen("requestor") } };
}
