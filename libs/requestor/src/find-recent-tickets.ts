import {
  compareIds,
  DeliveryError,
  type ReadOptions,
  type Ticket,
  type TicketId,
  type TicketWalk,
} from "@ticket-bridge/helpdesk";
import { requestorTicketFactsFromWire } from "@ticket-bridge/mapping";

import type { RequestorContext } from "./context.ts";
import { getTicketById } from "./get-ticket.ts";
import { walkTickets, type AtNumber } from "./walk-tickets.ts";

type IsWanted = Parameters<TicketWalk["findRecentTickets"]>[0];

/**
 * The wanted ones of the tickets made since that time, without the search, which lags: they are read one by one (GET
 * Tickets/GetTicket page) by their TicketIds, which a working client walks too. Null where the walk cannot tell.
 * Rejects with DeliveryError for what concerns the side; a ticket that may not be read is passed over.
 * @param since milliseconds since 1970, UTC
 */
export async function findRecentTickets(
  context: RequestorContext,
  isWanted: IsWanted,
  since: number,
  options?: ReadOptions,
): Promise<readonly Ticket[] | null> {
  const at = (number: number) => ticketAt(context, number, isWanted, options);
  return await walkTickets(at, context.newest.number, since);
}

async function ticketAt(
  context: RequestorContext,
  number: number,
  isWanted: IsWanted,
  options?: ReadOptions,
): Promise<AtNumber<Ticket>> {
  try {
    const whole = await getTicketById(context, String(number) as TicketId, options);
    if (whole === null) return null;
    const { wire, ticket, messages } = whole;
    const { createdAt } = requestorTicketFactsFromWire(wire, ticket, messages);
    const [first = null] = [...messages].sort((a, b) => compareIds(a.id, b.id));
    return { createdAt, found: isWanted(ticket, first) ? ticket : null };
  } catch (error) {
    // One that the account may not read is there, and is none of ours.
    if (error instanceof DeliveryError && error.decision === "permanent") return { createdAt: null, found: null };
    throw error;
  }
}
