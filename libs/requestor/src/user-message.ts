import type { Content, Message, ParsedMarker } from "@ticket-bridge/helpdesk";
import { parseAttribution, requestorMessageFromWire } from "@ticket-bridge/mapping";

import { userMessageSchema, type UserMessageWire } from "./wire.ts";

type Origin = Parameters<typeof requestorMessageFromWire>[1];

/**
 * Reads one TicketUserMessage (GET Tickets/GetTicketUserMessage page). Null when it is no object with a usable Id. A
 * mirror whose head line was edited away is still known by the text it had before (BodyOriginal, BodyHtmlOriginal).
 */
export function readUserMessage(item: unknown, origin: Origin): Message | null {
  const parsed = userMessageSchema.safeParse(item);
  const message = parsed.success ? requestorMessageFromWire(parsed.data, origin) : null;
  if (message === null || message.marker !== null || !parsed.success) return message;
  return { ...message, marker: originalMarker(parsed.data) };
}

function originalMarker(wire: UserMessageWire): ParsedMarker | null {
  return markerIn("html", wire.BodyHtmlOriginal) ?? markerIn("plain", wire.BodyOriginal);
}

function markerIn(format: Content["format"], text: unknown): ParsedMarker | null {
  return typeof text === "string" && text !== "" ? parseAttribution({ format, text }) : null;
}
