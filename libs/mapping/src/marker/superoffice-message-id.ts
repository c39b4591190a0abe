import { readMessageId, readTicketId } from "@ticket-bridge/helpdesk";
import type { Marker, ParsedMarker } from "@ticket-bridge/helpdesk";

import { codePattern } from "./marker-code.ts";

const shape = new RegExp(
  `^<?\\s*requestor\\.([1-9][0-9]{0,18})\\.([1-9][0-9]{0,18})\\.([1-9][0-9]{0,8})\\.(${codePattern})@[^\\s<>@]{1,255}\\s*>?$`,
  "i",
);

/** The SuperOffice MessageId of a mirror: `<requestor.{ticketId}.{messageId}.{revision}.{code}@{bridge id}>`. */
export function superofficeMessageIdOf(marker: Marker, code: string, bridgeId: string): string {
  return `<${marker.side}.${marker.ticketId}.${marker.messageId}.${marker.revision}.${code}@${bridgeId}>`;
}

/**
 * Reads a MessageId that has the shape of a marker; null for every other. The host part is not compared: the code
 * decides whose it is.
 */
export function parseSuperofficeMessageId(text: unknown): ParsedMarker | null {
  if (typeof text !== "string" || text.length > 850) return null;
  const found = shape.exec(text.trim());
  if (found === null) return null;
  const ticketId = readTicketId(found[1]);
  const messageId = readMessageId(found[2]);
  const code = found[4]?.toLowerCase();
  if (ticketId === null || messageId === null || code === undefined) return null;
  return { side: "requestor", ticketId, messageId, revision: Number(found[3]), code };
}
