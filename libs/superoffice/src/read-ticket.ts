import { readTicketId } from "@ticket-bridge/helpdesk";
import type { ReadOptions, Ticket, TicketId } from "@ticket-bridge/helpdesk";
import { superofficeTicketFromWire } from "@ticket-bridge/mapping";
import type { z } from "zod";

import type { SuperOfficeContext } from "./context.ts";
import { ticketWire } from "./wire.ts";

/** The ticket and its entity (GET Ticket/{id} page); null when it does not exist. Rejects with DeliveryError. */
export async function readTicketEntity(
  context: SuperOfficeContext,
  ticketId: TicketId,
  options?: ReadOptions,
): Promise<{ readonly ticket: Ticket; readonly entity: z.infer<typeof ticketWire> } | null> {
  const call = { method: "GET", path: `Ticket/${ticketId}`, safeToRepeat: true, about: "ticket" } as const;
  const asked = ticketWire.refine((ticket) => readTicketId(ticket.TicketId) === ticketId);
  const entity = await context.client.find(call, asked, options);
  if (entity === undefined) return null;
  const ticket = superofficeTicketFromWire(entity);
  if (ticket === null) throw new TypeError("an answer with a checked id always maps");
  return { ticket, entity };
}

/** GET Ticket/{id}; null when it does not exist. Rejects with DeliveryError. */
export async function readTicket(
  context: SuperOfficeContext,
  ticketId: TicketId,
  options?: ReadOptions,
): Promise<Ticket | null> {
  return (await readTicketEntity(context, ticketId, options))?.ticket ?? null;
}
