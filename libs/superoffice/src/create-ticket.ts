import { DeliveryError, readTicketId } from "@ticket-bridge/helpdesk";
import type { CreatedTicket, OutgoingTicket, WriteOptions } from "@ticket-bridge/helpdesk";
import { superofficeNewTicketToWire } from "@ticket-bridge/mapping";

import type { SuperOfficeContext } from "./context.ts";
import { newTicketWire, ticketWire } from "./wire.ts";

/** ticket.title is String(255). */
export const longestTitle = 255;

/**
 * Makes one ticket without messages (POST Ticket?notify=false page). Notifications are refused explicitly. The customer
 * is looked up by e-mail first; a person who is not found, or a tenant that refuses the search, leaves the ticket without
 * one. Rejects with DeliveryError: `uncertain` whenever the ticket may have been stored and no answer with its id came.
 */
export async function createTicket(
  context: SuperOfficeContext,
  ticket: OutgoingTicket,
  options: WriteOptions,
): Promise<CreatedTicket> {
  const { beforeBytes: _beforeBytes, ...read } = options;
  const email = ticket.contact?.email ?? null;
  const personId = email === null ? null : await context.people.personId(email, read);
  const body = newTicketWire.safeParse(superofficeNewTicketToWire(ticket, personId));
  if (!body.success) {
    const fields = body.error.issues.map((issue) => issue.path.join(".") || "the ticket").join(", ");
    throw new DeliveryError(`the ticket does not fit SuperOffice's POST Ticket: ${fields}`, {
      decision: "permanent",
      fault: "ticket",
    });
  }
  const call = {
    method: "POST",
    path: `Ticket?notify=${context.notify && ticket.quiet !== true}`,
    body: body.data,
    confidential: [ticket.title, ticket.contact?.name ?? "", email ?? ""],
    safeToRepeat: false,
    about: "ticket",
  } as const;
  const answer = await context.client.send(call, options);
  const saved = await context.client.read(call, answer, ticketWire, options);
  const id = readTicketId(saved.TicketId);
  if (id === null) throw new TypeError("an answer with a checked id always has one");
  return { id, ref: null, status: answer.status };
}
