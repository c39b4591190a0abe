import type { Author, MessageId, Ticket, TicketFacts } from "@ticket-bridge/helpdesk";

import { readWireDate } from "../wire/dates.ts";
import { readCount, readEnum, readFirstText, readRecord } from "../wire/read-fields.ts";
import { baseStatuses } from "./ticket-from-wire.ts";
import type { SuperOfficeTicketWire } from "./wire.ts";

/** Reads from a TicketEntity (GET Ticket/{id} page) what a counterpart is made of. Never throws. */
export function superofficeTicketFactsFromWire(
  wire: SuperOfficeTicketWire,
  ticket: Ticket,
  messageIds: readonly MessageId[],
): TicketFacts {
  return {
    ticket,
    createdAt: readWireDate(wire.CreatedAt),
    isSpam: readEnum(wire.BaseStatus, baseStatuses) === "Spam",
    contact: readContact(wire.Person),
    category: numberOf(wire.Category, "TicketCategoryId"),
    priority: numberOf(wire.Priority, "TicketPriorityId"),
    messageIds,
  };
}

function readContact(person: unknown): Author | null {
  const fields = readRecord(person);
  if (fields === null) return null;
  const name = readFirstText(fields["FullName"], fields["FormalName"]);
  const email = readFirstText(fields["Email"]) || null;
  return name === "" && email === null ? null : { name, email, role: "customer" };
}

function numberOf(entity: unknown, field: string): number | null {
  return readCount(readRecord(entity)?.[field]) || null;
}
