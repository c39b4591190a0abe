import type { ReadOptions, Ticket, TicketId } from "@ticket-bridge/helpdesk";

import type { RequestorContext } from "./context.ts";
import { getTicket, getTicketById } from "./get-ticket.ts";
import { readTicketReference } from "./references.ts";

/** The ticket itself (GET Tickets/GetTicket page); null when there is none. Rejects as getTicketById does. */
export async function readTicket(
  context: RequestorContext,
  ticketId: TicketId,
  options?: ReadOptions,
): Promise<Ticket | null> {
  return (await getTicketById(context, ticketId, options))?.ticket ?? null;
}

/**
 * The ticket that has this TicketREF now (GET Tickets/GetTicket page: `id` is a TicketId or a TicketREF). Null when there
 * is none, or when the text is no reference: nothing is asked then, because a number would be taken for a TicketId.
 * Rejects as getTicket does.
 */
export async function findTicketByReference(
  context: RequestorContext,
  reference: string,
  prefixes: readonly string[],
  options?: ReadOptions,
): Promise<Ticket | null> {
  const key = readTicketReference(reference, prefixes);
  if (key === null) return null;
  return (await getTicket(context, key, options))?.ticket ?? null;
}
