import type { MarkedMessage, Marker, ParsedMarker, ReadOptions, TicketId } from "@ticket-bridge/helpdesk";

import type { RequestorContext } from "./context.ts";
import { getExistingTicket } from "./get-ticket.ts";

/**
 * Every message of the ticket whose head looks like an attribution line, authentic or not, deleted ones too: a mirror
 * that somebody deleted was still written. Requestor cannot search, so this is GET Tickets/GetTicket. Rejects as
 * getExistingTicket does: an empty answer always comes from a ticket that was really read.
 */
export async function listMarked(
  context: RequestorContext,
  ticketId: TicketId,
  options?: ReadOptions,
): Promise<readonly MarkedMessage[]> {
  const { messages } = await getExistingTicket(context, ticketId, options);
  return messages.flatMap(({ id, marker, writtenBy }) => (marker === null ? [] : [{ id, marker, writtenBy }]));
}

/**
 * The messages that carry exactly this marker with this code (GET Tickets/GetTicket page). An empty answer proves nothing
 * before the settle time. Rejects as {@link listMarked} does.
 */
export async function findMarked(
  context: RequestorContext,
  ticketId: TicketId,
  marker: Marker,
  code: string,
  options?: ReadOptions,
): Promise<readonly MarkedMessage[]> {
  const marked = await listMarked(context, ticketId, options);
  return marked.filter((found) => found.marker.code === code && names(found.marker, marker));
}

/** The attribution line has no room for the source ticket; the code, which was made with it, tells. */
function names(found: ParsedMarker, marker: Marker): boolean {
  return (
    found.side === marker.side &&
    (found.ticketId === null || found.ticketId === marker.ticketId) &&
    found.messageId === marker.messageId &&
    found.revision === marker.revision
  );
}
