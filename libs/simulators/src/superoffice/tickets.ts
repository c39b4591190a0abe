import type { Answer } from "../exchange.ts";
import type { Call } from "./call.ts";
import type { SuperOfficeDesk } from "./desk.ts";
import { ticketEntity } from "./entities.ts";
import { readEnum } from "./enums.ts";
import type { EnumName } from "./enums.ts";
import { json, notFound, SuperOfficeRefusal } from "./errors.ts";
import type { SuperOfficePerson, SuperOfficeTicket } from "./model.ts";
import { recordNotification } from "./notification.ts";
import { selected } from "./selection.ts";
import type { Carrier } from "./request-body.ts";
import { carrierOf, unreadable } from "./request-body.ts";

/** GET Ticket/{id}: TicketEntity with Messages[] stubs. */
export function getTicket(call: Call, id: number): Answer {
  const { desk, style } = call;
  return json(200, selected(call, ticketEntity(desk, desk.ticket(id), style)));
}

/** POST Ticket: creates with id 0 or none, updates otherwise. */
export function postTicket(call: Call): Answer {
  const { desk, by, style } = call;
  const carrier = carrierOf(call.body);
  const id = carrier.integer("TicketId");
  const fields = ticketFields(call, carrier);
  const ticket = id === 0 ? desk.createTicket(fields, by) : desk.changeTicket(id, fields, by);
  recordNotification(call, ticket.id, null);
  const body = ticketEntity(desk, ticket, { ...style, fraction: true });
  return { ...json(200, body), write: { id: ticket.id, ticketId: ticket.id } };
}

/** A person who is named by id is who stands in the table, whatever else the carrier says of him. */
function personField(desk: SuperOfficeDesk, person: Carrier | null): SuperOfficePerson | null {
  if (person === null) return null;
  const personId = person.integer("PersonId");
  const known = desk.state.person(personId);
  if (personId !== 0 && known === undefined) throw notFound("Person", personId);
  return known ?? { personId, fullName: person.text("FullName"), email: person.text("Email") };
}

function ticketFields({ desk }: Call, carrier: Carrier): Partial<SuperOfficeTicket> {
  const title = carrier.text("Title");
  if (title.length > 255) {
    throw new SuperOfficeRefusal(500, "SoDatabaseException", "String or binary data would be truncated: Title");
  }
  const person = carrier.object("Person");
  const author = carrier.text("Author");
  return {
    title,
    ...(author === "" ? {} : { author }),
    slevel: enumOr(carrier, "Slevel", "slevel", desk.settings.defaultSlevel),
    baseStatus: enumOr(carrier, "BaseStatus", "baseStatus", "Active"),
    origin: enumOr(carrier, "Origin", "origin", "API"),
    ownedBy: carrier.object("OwnedBy")?.integer("AssociateId") ?? 0,
    category: carrier.object("Category")?.integer("TicketCategoryId") ?? 2,
    priority: carrier.object("Priority")?.integer("TicketPriorityId") ?? 2,
    fromAddress: carrier.text("FromAddress"),
    person: personField(desk, person),
  };
}

function enumOr(carrier: Carrier, name: string, kind: EnumName, fallback: string): string {
  const value = carrier.get(name);
  if (value === undefined || value === null || value === "") return fallback;
  const read = readEnum(kind, value);
  if (read === undefined) throw unreadable(name);
  return read;
}
