import type { Content } from "@ticket-bridge/helpdesk";

import { hasVisibleContent } from "../html/visible-content.ts";
import { readEnum, readText } from "../wire/read-fields.ts";
import type { SuperOfficeMessageWire } from "./wire.ts";

const messageTypes = ["Unknown", "Plain", "Html"] as const;

/**
 * What a TicketMessage says: HtmlBody wins if it shows anything, else Body, whose format Type tells (POST TicketMessage
 * page). A mail importer may leave an empty HTML shell in HtmlBody beside a Body with the text.
 */
export function superofficeContentFromWire(wire: Pick<SuperOfficeMessageWire, "Type" | "Body" | "HtmlBody">): Content {
  const body = readText(wire.Body);
  const htmlBody = readText(wire.HtmlBody);
  if (htmlBody.trim() !== "" && (body.trim() === "" || hasVisibleContent(htmlBody))) {
    return { format: "html", text: htmlBody };
  }
  return { format: readEnum(wire.Type, messageTypes) === "Html" ? "html" : "plain", text: body };
}
