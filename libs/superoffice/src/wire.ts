import type { SuperOfficeMessageWire, SuperOfficeNewMessageWire, SuperOfficeTicketWire } from "@ticket-bridge/mapping";
import { readMessageId, readTicketId } from "@ticket-bridge/helpdesk";
import { z } from "zod";

/*
 * Lenient on read: only what must be there to go on is checked, unknown fields and enum values survive, and the mapping
 * reads each field for itself. Strict on write: nothing leaves that the API page does not name.
 */

/** TicketMessageEntity (GET and POST TicketMessage pages, older and current). */
const messageWire: z.ZodType<SuperOfficeMessageWire> = z.looseObject({});

/** As {@link messageWire}, with an id and at least one of the members that make it a message. */
export const wholeMessageWire: z.ZodType<SuperOfficeMessageWire> = messageWire.refine(
  (message) =>
    readMessageId(message.EjMessageId) !== null &&
    [message.Body, message.HtmlBody, message.Slevel].some((member) => member !== undefined && member !== null),
);

/** As {@link messageWire}, with an id: what a create must give back. */
export const savedMessageWire: z.ZodType<SuperOfficeMessageWire> = messageWire.refine(
  (message) => readMessageId(message.EjMessageId) !== null,
);

/** One item of TicketEntity.Messages: no body, but the only place with ChangedAt. */
export const messageStubWire = z.looseObject({
  TicketMessageId: z.unknown().optional(),
  CreatedAt: z.unknown().optional(),
  ChangedAt: z.unknown().optional(),
});

/** TicketEntity (GET Ticket/{id} page). */
export const ticketWire: z.ZodType<
  SuperOfficeTicketWire & { readonly Messages?: unknown; readonly NumMessages?: unknown }
> = z.looseObject({ TicketId: z.unknown() }).refine((ticket) => readTicketId(ticket.TicketId) !== null);

/** What an archive answers: GET TicketMessage, GET Ticket/{id}/Messages. */
export const archivePageWire = z.looseObject({
  value: z.array(z.record(z.string(), z.unknown())),
  "odata.nextLink": z.unknown().optional(),
});

/** POST Agents/Ticket/GetTicketMessageEntities; an entry of a missing id may be null. */
export const messageEntitiesWire = z.array(messageWire.nullable());

/** GET User/currentPrincipal; where the id stands differs between versions. */
export const principalWire = z.record(z.string(), z.unknown());

/** GET /api/state/{context} of the tenant status API. */
export const tenantStateWire = z.looseObject({
  State: z.string().nullish().catch(null),
  IsRunning: z.boolean().nullish().catch(null),
  Endpoint: z.string().nullish().catch(null),
  Api: z.string().nullish().catch(null),
});

/** POST /Login/api/PartnerSystemUser/Authenticate. */
export const systemUserAnswerWire = z.looseObject({
  IsSuccessful: z.boolean().nullish().catch(null),
  Token: z.string().nullish().catch(null),
  ErrorMessage: z.string().nullish().catch(null),
});

/** The body of POST TicketMessage; field lengths are those of table ej_message. */
export const newMessageWire: z.ZodType<SuperOfficeNewMessageWire> = z.strictObject({
  EjMessageId: z.literal(0),
  Ticket: z.strictObject({ TicketId: z.int().positive() }),
  Slevel: z.enum(["External", "Internal"]),
  Type: z.enum(["Plain", "Html"]),
  Badge: z.enum(["Unknown", "Reply", "Comment", "Incoming"]),
  MessageCategory: z.literal("Message"),
  Author: z.string().max(255),
  Body: z.string(),
  HtmlBody: z.string(),
  MessageId: z.string().max(850),
  CreatedAt: z.iso.datetime({ offset: true }).optional(),
  Important: z.literal(false),
  MessageHeaders: z.array(z.strictObject({ Name: z.string(), Value: z.string() })),
});
