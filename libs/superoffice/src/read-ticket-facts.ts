import type { ReadOptions, TicketFacts, TicketId } from "@ticket-bridge/helpdesk";
import { superofficeTicketFactsFromWire } from "@ticket-bridge/mapping";

import type { SuperOfficeContext } from "./context.ts";
import { listingOf } from "./list-messages.ts";
import { readTicketEntity } from "./read-ticket.ts";

/**
 * What a counterpart of the ticket is made of (GET Ticket/{id} page), with the ids of its messages; null when it does not
 * exist. Rejects with DeliveryError.
 */
export async function readTicketFacts(
  context: SuperOfficeContext,
  ticketId: TicketId,
  options?: ReadOptions,
): Promise<TicketFacts | null> {
  const found = await readTicketEntity(context, ticketId, options);
  if (found === null) return null;
  const { messages } = await listingOf(context, found, options);
  return superofficeTicketFactsFromWire(
    found.entity,
    found.ticket,
    messages.map(({ id }) => id),
  );
}
