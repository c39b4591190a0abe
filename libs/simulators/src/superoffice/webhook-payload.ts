import { createHmac } from "node:crypto";

import { showDate } from "./dates.ts";
import type { SuperOfficeDesk, TicketEvent } from "./desk.ts";
import { enumNumber } from "./enums.ts";
import type { SuperOfficeWebhook } from "./model.ts";

/** X-SuperOffice-Signature: Base64, no prefix, no time. */
export function sign(secret: string, body: string): string {
  return createHmac("sha256", Buffer.from(secret, "utf8")).update(body, "utf8").digest("base64");
}

/** The event as posted: enums as numbers, dates of FieldValues naive in the base zone, Timestamp in UTC. */
export function payload(desk: SuperOfficeDesk, hook: SuperOfficeWebhook, event: TicketEvent, eventId: string): object {
  const ticket = desk.state.tickets.get(event.ticketId);
  const naive = { zone: desk.settings.baseTimeZone, includeOffset: false, fraction: false };
  return {
    EventId: eventId,
    Timestamp: showDate(desk.now().toISOString(), { zone: "UTC", includeOffset: true, fraction: true }),
    Changes: event.changes,
    Event: event.event,
    PrimaryKey: event.ticketId,
    Entity: "ticket",
    ContextIdentifier: desk.settings.tenant,
    ChangedByAssociateId: event.byAssociateId,
    WebhookName: hook.name,
    ...hook.properties,
    ...(ticket
      ? {
          FieldValues: {
            category: ticket.category,
            connect_id: ticket.connectId,
            contact_id: 2,
            created_at: showDate(ticket.createdAt, naive),
            cust_id: ticket.person?.personId ?? -1,
            has_attachment: 0,
            last_changed: showDate(ticket.lastChanged, naive),
            owned_by: ticket.ownedBy,
            priority: ticket.priority,
            project_id: 0,
            sale_id: 0,
            slevel: enumNumber("slevel", ticket.slevel),
            status: enumNumber("baseStatus", ticket.baseStatus),
            ticket_status: 1,
            ticket_type: 1,
          },
        }
      : {}),
  };
}
