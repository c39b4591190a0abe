import type { Content, Message, ParsedMarker } from "@ticket-bridge/helpdesk";
import { parseAttribution, requestorMessageFromWire } from "@ticket-bridge/mapping";

import type { AttachmentAddress } from "./read-attachment.ts";
import { userMessageSchema, type UserMessageWire } from "./wire.ts";

type Origin = Parameters<typeof requestorMessageFromWire>[1] & {
  /** Where attachments are downloaded; null when that is not known. */
  readonly address: AttachmentAddress | null;
};

/**
 * Reads one TicketUserMessage (GET Tickets/GetTicketUserMessage page). Null when it is no object with a usable Id. A
 * mirror whose head line was edited away is still known by the text it had before (BodyOriginal, BodyHtmlOriginal).
 */
export function readUserMessage(item: unknown, origin: Origin): Message | null {
  const parsed = userMessageSchema.safeParse(item);
  const message = parsed.success ? withAddresses(requestorMessageFromWire(parsed.data, origin), origin.address) : null;
  if (message === null || message.marker !== null || !parsed.success) return message;
  return { ...message, marker: originalMarker(parsed.data) };
}

function withAddresses(message: Message | null, address: AttachmentAddress | null): Message | null {
  if (message === null || address === null || message.attachments.length === 0) return message;
  const attachments = message.attachments.map((one) => (one.id === null ? one : { ...one, address: address(one.id) }));
  return { ...message, attachments };
}

function originalMarker(wire: UserMessageWire): ParsedMarker | null {
  return markerIn("html", wire.BodyHtmlOriginal) ?? markerIn("plain", wire.BodyOriginal);
}

function markerIn(format: Content["format"], text: unknown): ParsedMarker | null {
  return typeof text === "string" && text !== "" ? parseAttribution({ format, text }) : null;
}
