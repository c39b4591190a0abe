import { sideName, type Message, type TicketId } from "@ticket-bridge/helpdesk";

/**
 * Why a message is held that does not stand on the linked ticket any more; null where it does. It was moved, or its ticket
 * merged: what may be read on that ticket is not what may be read on this link's.
 */
export function standsElsewhere({ ticketId, side }: Message, linked: TicketId): string | null {
  if (ticketId === linked) return null;
  return `It stands on ticket ${ticketId} in ${sideName(side)} by now, which is not the linked one (${linked}).`;
}
