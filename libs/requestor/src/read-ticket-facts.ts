import type { ReadOptions, TicketFacts, TicketId } from "@ticket-bridge/helpdesk";
import { requestorTicketFactsFromWire } from "@ticket-bridge/mapping";

import type { RequestorContext } from "./context.ts";
import { getTicketById } from "./get-ticket.ts";

/** What a counterpart of the ticket is made of (GET Tickets/GetTicket page); null when there is none. Rejects as getTicketById does. */
export async function readTicketFacts(
  context: RequestorContext,
  ticketId: TicketId,
  options?: ReadOptions,
): Promise<TicketFacts | null> {
  const whole = await getTicketById(context, ticketId, options);
  return whole === null ? null : requestorTicketFactsFromWire(whole.wire, whole.ticket, whole.messages);
}
