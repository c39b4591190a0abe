import { compareIds, DeliveryError, readTicketId } from "@ticket-bridge/helpdesk";
import type { ReadOptions, Ticket, TicketId } from "@ticket-bridge/helpdesk";
import type { z } from "zod";

import type { SuperOfficeContext } from "./context.ts";
import { isRefusedQuery } from "./find-marked.ts";
import { cell, quoted } from "./odata.ts";
import { readTicket } from "./read-ticket.ts";
import { archivePageWire } from "./wire.ts";

/** As many as a code could ever stand on, and a few that quote it. */
const most = 20;

/**
 * The tickets whose title holds the code (GET Ticket, archive provider Ticket, `title contains`), each read whole, in
 * ascending order. Rejects with DeliveryError; a tenant that refuses the search is no fault of the side, which may well do
 * everything else, but without it nothing is known of a creation whose answer was lost: `retryable`, fault `ticket`.
 */
export async function findTicketsByCode(
  context: SuperOfficeContext,
  code: string,
  options?: ReadOptions,
): Promise<readonly Ticket[]> {
  const query = new URLSearchParams({
    $select: "ticketId,title",
    $filter: `title contains ${quoted(code)}`,
    $orderBy: "ticketId asc",
    $top: String(most),
  });
  const path = `Ticket?${query.toString().replaceAll("+", "%20")}`;
  const call = { method: "GET", path, safeToRepeat: true, about: "side" } as const;
  const ids = (await rows(() => context.client.get(call, archivePageWire, options)))
    .map((row) => readTicketId(cell(row, "ticketId")) ?? readTicketId(row["PrimaryKey"]))
    .filter((id): id is TicketId => id !== null)
    .sort(compareIds);
  const tickets = await Promise.all([...new Set(ids)].map((id) => readTicket(context, id, options)));
  return tickets.filter((ticket) => ticket !== null).filter(({ title }) => title.includes(code));
}

async function rows(ask: () => Promise<z.infer<typeof archivePageWire>>) {
  try {
    return (await ask()).value;
  } catch (error) {
    if (!(error instanceof DeliveryError) || !isRefusedQuery(error)) throw error;
    const { status, ownErrorBody } = error;
    const details = { decision: "retryable", fault: "ticket", status, ownErrorBody, cause: error } as const;
    throw new DeliveryError(error.message, details);
  }
}
