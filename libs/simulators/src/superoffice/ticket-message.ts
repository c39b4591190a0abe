import type { Answer } from "../exchange.ts";
import { knownAttachment, refuseTooLarge } from "./attachment-api.ts";
import type { Call } from "./call.ts";
import { readDate } from "./dates.ts";
import { messageEntity } from "./entities.ts";
import { readEnum } from "./enums.ts";
import type { EnumName } from "./enums.ts";
import type { SuperOfficeDesk } from "./desk.ts";
import { json, notFound, SuperOfficeRefusal } from "./errors.ts";
import type { SuperOfficeMessage, SuperOfficePerson } from "./model.ts";
import { recordNotification } from "./notification.ts";
import { carrierOf, unreadable } from "./request-body.ts";
import type { Carrier } from "./request-body.ts";
import { selected } from "./selection.ts";

const MAX_MESSAGE_ID = 850;
const MAX_AUTHOR = 255;

/** GET TicketMessage/default. */
export function defaultMessage({ desk, style }: Call): Answer {
  return json(200, messageEntity(desk, desk.blankMessage(), style));
}

/** GET TicketMessage/{id}. */
export function getMessage({ desk, style, query }: Call, id: number): Answer {
  const pictures = query["embedImages"]?.toLowerCase() === "inline" ? "inline" : "link";
  return json(200, messageEntity(desk, desk.message(id), { ...style, pictures }));
}

/** POST TicketMessage: creates with id 0 or none, updates otherwise; answers 200 both times. */
export function postMessage(call: Call): Answer {
  return saveEntity(call, carrierOf(call.body));
}

/** POST Agents/Ticket/SaveTicketMessageEntityWithOptions: the message and the links to its attachments in one commit. */
export function saveWithOptions(call: Call): Answer {
  const carrier = carrierOf(call.body);
  const entity = carrier.object("Entity");
  if (entity === null) throw new SuperOfficeRefusal(400, "SoException", "No entity in the request body");
  const attachmentIds = carrier.list("AttachmentIds").map((id) => knownAttachment(call, id));
  refuseTooLarge(call, attachmentIds);
  return saveEntity({ ...call, query: { ...call.query, notify: carrier.text("Notify") } }, entity, attachmentIds);
}

function saveEntity(call: Call, carrier: Carrier, attachmentIds: readonly number[] = []): Answer {
  const { desk, by } = call;
  const id = carrier.integer("EjMessageId");
  if (id !== 0) return saveExisting(call, id, carrier, attachmentIds);
  const ticketId = carrier.object("Ticket")?.integer("TicketId") ?? 0;
  if (ticketId === 0) throw new SuperOfficeRefusal(500, "SoException", "A ticket message must belong to a ticket");
  desk.ticket(ticketId);
  const fields = messageFields(call, carrier);
  const moment = createdAt(call, carrier);
  const message = desk.addMessage(
    {
      ...fields,
      ticketId,
      attachmentIds: [...attachmentIds],
      author: fields.author || desk.agent(by).fullName,
      ...(moment ? { createdAt: moment } : {}),
    },
    by,
    "api",
  );
  return saved(call, message);
}

/** PUT TicketMessage/{id}: replaces the whole entity; what is not in the body is emptied. */
export function putMessage(call: Call, id: number): Answer {
  return saveExisting(call, id, carrierOf(call.body));
}

/** POST Agents/Ticket/GetTicketMessageEntities: ids of other tickets and unknown ids are left out. */
export function getMessageEntities({ desk, style, body }: Call): Answer {
  const carrier = carrierOf(body);
  const ticketId = carrier.integer("TicketId");
  const wanted = new Set(carrier.list("MessageIds").map(Number));
  const found = desk.state.messagesOf(ticketId).filter(({ id }) => wanted.has(id));
  return json(
    200,
    found.map((message) => messageEntity(desk, message, { ...style, batch: true })),
  );
}

export function deleteMessage({ desk, by }: Call, id: number): Answer {
  const { ticketId } = desk.message(id);
  desk.deleteMessage(id, by);
  return { status: 204, body: null, write: { id, ticketId } };
}

function saveExisting(call: Call, id: number, carrier: Carrier, more: readonly number[] = []): Answer {
  const { desk, by } = call;
  const old = desk.state.messages.get(id);
  if (!old) throw notFound("TicketMessage", id);
  const attachmentIds = [...old.attachmentIds, ...more];
  const moment = createdAt(call, carrier);
  const fields = messageFields(call, carrier);
  return saved(
    call,
    desk.changeMessage(id, { ...fields, attachmentIds, ...(moment ? { createdAt: moment } : {}) }, by),
  );
}

/** The answer of a save shows seven digits of a second; a later read shows what the database kept of them. */
function saved(call: Call, message: SuperOfficeMessage): Answer {
  const { desk, style } = call;
  recordNotification(call, message.ticketId, message.id);
  const entity = messageEntity(desk, message, { ...style, fraction: true });
  // Only the older contract documents $select on a save.
  const body = desk.settings.contract === "old" ? selected(call, entity) : entity;
  return { ...json(200, body), write: { id: message.id, ticketId: message.ticketId } };
}

function messageFields({ desk }: Call, carrier: Carrier): Partial<SuperOfficeMessage> & { author: string } {
  const fields = {
    author: limited(carrier.text("Author"), "Author", MAX_AUTHOR),
    slevel: enumField(carrier, "Slevel", "slevel", desk.settings.defaultSlevel),
    type: enumField(carrier, "Type", "type", "Plain"),
    messageId: limited(carrier.text("MessageId"), "MessageId", MAX_MESSAGE_ID),
    timeSpent: carrier.integer("TimeSpent"),
    body: carrier.text("Body"),
    htmlBody: carrier.text("HtmlBody"),
    emailHeader: carrier.text("EmailHeader"),
    debugInfo: carrier.text("DebugInfo"),
    mailSorter: carrier.text("MailSorter"),
    messageCategory: enumField(carrier, "MessageCategory", "messageCategory", "Message"),
    person: personField(desk, carrier.object("Person")),
    messageHeaders: carrier.list("MessageHeaders").map(headerField),
    important: carrier.flag("Important"),
    extraFields: carrier.texts("ExtraFields"),
    customFields: carrier.texts("CustomFields"),
  };
  if (desk.settings.contract === "old") return fields;
  return {
    ...fields,
    language: carrier.text("Language"),
    sentiment: carrier.integer("Sentiment"),
    sentimentConfidence: carrier.integer("SentimentConfidence"),
    badge: enumField(carrier, "Badge", "badge", "Unknown"),
  };
}

function createdAt({ desk, style }: Call, carrier: Carrier): string | undefined {
  const text = carrier.text("CreatedAt");
  if (text === "") return undefined;
  const moment = readDate(text, style.zone);
  if (moment === undefined) throw unreadable("CreatedAt");
  return desk.settings.honourCreatedAt ? (moment ?? undefined) : undefined;
}

function enumField(carrier: Carrier, name: string, kind: EnumName, fallback: string): string {
  const value = carrier.get(name);
  if (value === undefined || value === null || value === "") return fallback;
  const read = readEnum(kind, value);
  if (read === undefined) throw unreadable(name);
  return read;
}

function personField(desk: SuperOfficeDesk, carrier: Carrier | null): SuperOfficePerson | null {
  if (!carrier) return null;
  const personId = carrier.integer("PersonId");
  return desk.state.person(personId) ?? { personId, fullName: carrier.text("FullName"), email: carrier.text("Email") };
}

function headerField(value: unknown, index: number): SuperOfficeMessage["messageHeaders"][number] {
  const carrier = carrierOf(value);
  return {
    id: index + 1,
    name: carrier.text("Name"),
    value: carrier.text("Value"),
    stdItem: enumField(carrier, "StdItem", "stdItem", "None"),
    stdItemCol: enumField(carrier, "StdItemCol", "stdItemCol", "None"),
  };
}

function limited(text: string, name: string, max: number): string {
  if (text.length > max) {
    throw new SuperOfficeRefusal(500, "SoDatabaseException", `String or binary data would be truncated: ${name}`);
  }
  return text;
}
