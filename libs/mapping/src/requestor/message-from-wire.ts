import { readMessageId } from "@ticket-bridge/helpdesk";
import type { Content, Message, TicketId, Visibility, WrittenBy } from "@ticket-bridge/helpdesk";

import { parseAttribution } from "../attribution/parse-attribution.ts";
import { readWireDate } from "../wire/dates.ts";
import { readBody } from "../wire/read-body.ts";
import { readFlag, readRecord, readSpellings } from "../wire/read-fields.ts";
import { readAttachments } from "./attachments-from-wire.ts";
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
  const content: Content = { format: readFlag(wire.Html) === true ? "html" : "plain", text: readBody(wire.Body) };
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
    attachments: readAttachments(wire.Attachments),
    details: {
      important: false,
      language: "",
      minutesSpent: 0,
      fromMobileDevice: readFlag(wire.IsMobileDevice) ?? false,
      recipients: null,
    },
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
