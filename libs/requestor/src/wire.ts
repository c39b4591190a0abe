import { requestorTicketTypes } from "@ticket-bridge/mapping";
import type { RequestorNewMessageWire, RequestorNewTicketWire } from "@ticket-bridge/mapping";
import { z } from "zod";

import { mostPrivate } from "./most-private.ts";
import { knownNames, withNames } from "./names.ts";

/** An object whose known members are spelled as on the pages, whatever their case; unknown members survive. */
function lenient<Shape extends z.ZodRawShape>(shape: Shape, before: (value: object) => object = (value) => value) {
  const names = knownNames(Object.keys(shape));
  return z.preprocess(
    (value) =>
      typeof value === "object" && value !== null && !Array.isArray(value) ? withNames(before(value), names) : value,
    z.looseObject(shape),
  );
}

const anything = z.unknown().optional();

const flag = z
  .union([z.boolean(), z.stringbool({ truthy: ["true", "1"], falsy: ["false", "0"] })])
  .nullish()
  .catch(null);

const name = z.string().nullish().catch(null);

/** TicketUserMessage (GET GetTicketUserMessage page): every member may be missing, and XML gives all values as text. */
export const userMessageSchema = lenient(
  {
    Id: anything,
    CreatedUTC: anything,
    FirstMessage: anything,
    UserFullName: anything,
    UserProviderKey: anything,
    User: anything,
    Html: anything,
    Body: anything,
    Edited: anything,
    EditedTimeUTC: anything,
    BodyOriginal: anything,
    BodyHtmlOriginal: anything,
    Deleted: anything,
    Private: anything,
    Attachments: anything,
  },
  mostPrivate,
);

export type UserMessageWire = z.infer<typeof userMessageSchema>;

/**
 * GetTicketResult (GET GetTicket page, its member UserMessages seen in a working client). Without a list of UserMessages
 * an answer is no ticket: a ticket has at least its first message, so null is not taken for an empty list. Its items are
 * read one by one, with userMessageSchema.
 */
export const ticketSchema = lenient({
  TicketId: anything,
  TicketREF: anything,
  Subject: anything,
  Closed: anything,
  SubmitterKey: anything,
  IsPrivateMessageSupported: anything,
  CreatedUTC: anything,
  SubmitterFullName: anything,
  SubmitterEmail: anything,
  ServiceId: anything,
  UserMessages: z.array(z.unknown()),
});

export type TicketWire = z.infer<typeof ticketSchema>;

/** GetRequestorUserResult (GET Account/GetRequestorUser page): the caller's own account when asked without an id. */
export const accountSchema = lenient({
  User: lenient({
    UserProviderKey: z.string().trim().min(1),
    UserName: name,
    FullName: name,
    DisplayName: name,
    IsOperator: flag,
    IsSuperOperator: flag,
    IsAdministrator: flag,
  }),
});

/** NewMessageResult (POST Tickets/NewMessage page). */
export const newMessageResultSchema = lenient({ TicketMessageId: z.union([z.number(), z.string()]) });

/** NewAttachment, as a working client writes it. */
const newAttachmentSchema = z.strictObject({
  FileName: z.string().min(1),
  ContentType: z.string().min(1),
  ContentLength: z.int().nonnegative(),
  Data: z.string(),
});

/**
 * NewMessagePost (POST Tickets/NewMessage page), strict because it is what we write: every field explicit, TicketId and
 * never TicketREF, no e-mail (P6).
 */
export const newMessagePostSchema = z.strictObject({
  TicketREF: z.null(),
  TicketId: z.int().positive(),
  Message: z.string().regex(/\S/),
  Html: z.boolean(),
  IsPrivate: z.boolean(),
  IsMobileDevice: z.literal(false),
  Attachments: z.array(newAttachmentSchema).min(1).nullable(),
  SendViaOutboundEmail: z.literal(false),
  SendViaOutboundEmailFrom: z.null(),
  SendViaOutboundEmailCc: z.null(),
  SendViaOutboundEmailBcc: z.null(),
}) satisfies z.ZodType<RequestorNewMessageWire>;

const addresses = z.array(z.string().min(3)).min(1).nullable();

/** The same where the policy lets public mirrors leave as e-mail too (REQUESTOR_OUTBOUND_EMAIL). */
export const mailedMessagePostSchema = newMessagePostSchema.extend({
  IsPrivate: z.literal(false),
  SendViaOutboundEmail: z.literal(true),
  SendViaOutboundEmailFrom: z.string().regex(/\S/),
  SendViaOutboundEmailCc: addresses,
  SendViaOutboundEmailBcc: addresses,
}) satisfies z.ZodType<RequestorNewMessageWire>;

/** NewTicketResult (POST Tickets/NewTicket page). */
export const newTicketResultSchema = lenient({ TicketId: z.union([z.number(), z.string()]), TicketREF: name });

/** The items of SearchTickets, of which a working client shows only TicketREF. */
export const searchResultSchema = lenient({
  Tickets: lenient({ Items: z.array(lenient({ TicketId: anything, TicketREF: anything })) }),
});

/** NewTicketPost (POST Tickets/NewTicket page), strict because it is what we write: no e-mail (P6). */
export const newTicketPostSchema = z.strictObject({
  Type: z.enum(requestorTicketTypes),
  ServiceId: z.int().positive().nullable(),
  Subject: z.string().regex(/\S/),
  Message: z.string().regex(/\S/),
  Html: z.boolean(),
  IsMobileDevice: z.literal(false),
  SubmitterEmail: z.string().min(3).nullable(),
  CloseImmediately: z.literal(false),
  SendViaOutboundEmail: z.literal(false),
}) satisfies z.ZodType<RequestorNewTicketWire>;
