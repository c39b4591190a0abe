import { readMessageId } from "@ticket-bridge/helpdesk";
import type { Content, ParsedMarker } from "@ticket-bridge/helpdesk";

import { codePattern } from "../marker/marker-code.ts";
import { headsOf } from "./heads-of.ts";

/** The line as it stands in the head, which has no white space left. */
const shape = new RegExp(
  `^\\[[^\\[\\]]{0,600},(SuperOffice|Requestor)(?:message|internalnote)([1-9][0-9]{0,18})/([1-9][0-9]{0,8}),(${codePattern})\\]`,
);

/**
 * The marker in the attribution line, found only where the bridge puts it: before everything else a reader sees, and
 * in no quotation. A claim, not a proof: its code has to be checked.
 */
export function parseAttribution(content: Content): ParsedMarker | null {
  for (const head of headsOf(content)) {
    const marker = markerIn(head);
    if (marker !== null) return marker;
  }
  return null;
}

function markerIn(head: string): ParsedMarker | null {
  const found = shape.exec(head);
  const messageId = readMessageId(found?.[2]);
  const code = found?.[4];
  if (found === null || messageId === null || code === undefined) return null;
  return {
    side: found[1] === "SuperOffice" ? "superoffice" : "requestor",
    ticketId: null,
    messageId,
    revision: Number(found[3]),
    code,
  };
}
