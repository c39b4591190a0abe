import { readMessageId } from "@ticket-bridge/helpdesk";
import type { AttachmentInfo, Content, Message, TicketId, Visibility, WrittenBy } from "@ticket-bridge/helpdesk";

import { parseAttribution } from "../attribution/parse-attribution.ts";
import { readWireDate } from "../wire/dates.ts";
import {
  readCount,
  readFirstText,
  readFlag,
  readList,
  readRecord,
  readSpellings,
  readText,
} from "../wire/read-fields.ts";
import { requestorAuthorFromWire, sameKey } from "./author-from-wire.ts";
import type { RequestorMessageWire } from "./wire.ts";

export interface RequestorMessageContext {
  readonly ticketId: TicketId;
  /** UserProviderKey of the bridge's account; null when it is not known. */
  readonly ownUserProviderKey: string | null;
  /** UserProviderKey of the ticket's submitter where he is known to be a customer; else null or left out. */
  readonly customerKey?: string | null;
}

/**
 * Reads a TicketUserMessage (GET GetTicketUserMessage page, UserMessages of GetTicket). Never throws; null only when
 * there is no usable Id.
 */
export function requestorMessageFromWire(wire: RequestorMessageWire, context: RequestorMessageContext): Message | null {
  if (readRecord(wire) === null) return null;
  const id = readMessageId(wire.Id);
  if (id === null) return null;
  const visibility = visibilityOf(wire);
  const content: Content = { format: readFlag(wire.Html) === true ? "html" : "plain", text: readText(wire.Body) };
  const written = requestorAuthorFromWire(wire, visibility === "internal", context.customerKey ?? null);
  return {
    side: "requestor",
    ticketId: context.ticketId,
    id,
    createdAt: readWireDate(wire.CreatedUTC),
    changedAt: readFlag(wire.Edited) === false ? null : readWireDate(wire.EditedTimeUTC),
    visibility,
    content,
    author: written.author,
    writtenBy: writtenBy(written.userKey, context.ownUserProviderKey),
    kind: "message",
    marker: parseAttribution(content),
    deleted: readFlag(wire.Deleted) ?? false,
    attachments: readList(wire.Attachments).flatMap(readAttachment),
  };
}

/**
 * Public only where Private is false; missing, null and everything that is no truth value is internal. Where an answer
 * holds it in several spellings, or beside IsPrivate, the most private counts (P3).
 */
function visibilityOf(wire: RequestorMessageWire): Visibility {
  const told = [wire.Private, ...readSpellings(wire, "Private", "IsPrivate")];
  return told.every((isPrivate) => readFlag(isPrivate) === false) ? "public" : "internal";
}

function writtenBy(userKey: string | null, own: string | null): WrittenBy {
  if (userKey === null || own === null) return "unknown";
  return sameKey(userKey, own) ? "bridge" : "other";
}

/** The members of Attachment are not documented where they could be read: the names of NewAttachment and usual ones. */
function readAttachment(entry: unknown): AttachmentInfo[] {
  const fields = readRecord(entry);
  if (fields === null) return [];
  return [
    {
      id: readFirstText(fields["Id"], fields["AttachmentId"]) || null,
      name: readFirstText(fields["FileName"], fields["Name"]),
      contentType: readFirstText(fields["ContentType"], fields["MimeType"]) || null,
      size: readCount(fields["ContentLength"]) ?? readCount(fields["Size"]),
      inline: readFlag(fields["Inline"]) ?? readFlag(fields["IsInline"]) ?? false,
    },
  ];
}
