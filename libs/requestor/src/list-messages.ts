import type { ReadOptions, TicketId, TicketListing } from "@ticket-bridge/helpdesk";

import type { RequestorContext } from "./context.ts";
import { getTicketById } from "./get-ticket.ts";
import { versionOf } from "./version-of.ts";

/**
 * The ticket with all its messages (GET Tickets/GetTicket page). The one call gives the messages whole, so every stub
 * carries its message; the order is Requestor's, which promises none. Null when there is no such ticket.
 * Rejects with DeliveryError as getTicketById does.
 */
export async function listMessages(
  context: RequestorContext,
  ticketId: TicketId,
  options?: ReadOptions,
): Promise<TicketListing | null> {
  const whole = await getTicketById(context, ticketId, options);
  if (whole === null) return null;
  return {
    ticket: whole.ticket,
    messages: whole.messages.map((message) => ({
      id: message.id,
      createdAt: message.createdAt,
      changedAt: message.changedAt,
      version: versionOf(message),
      message,
    })),
  };
}
