import { sideName, type Side, type TicketId } from "@ticket-bridge/helpdesk";

/** A helpdesk does not tell a ticket that was removed from one that the account may not see. */
export function ticketGone(side: Side, ticketId: TicketId): string {
  return `Ticket ${ticketId} does not exist in ${sideName(side)} any more, or the bridge's account may not see it.`;
}
