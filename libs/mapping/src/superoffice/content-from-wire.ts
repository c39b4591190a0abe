import type { Content } from "@ticket-bridge/helpdesk";

import { bare } from "../content/bare-text.ts";
import { normalisedText } from "../content/normalised-text.ts";
import { escapeHtml } from "../html/escape-html.ts";
import { htmlToText } from "../html/html-to-text.ts";
import { hasVisiblePicture, hasVisibleWords } from "../html/visible-content.ts";
import { readBody } from "../wire/read-body.ts";
import { readEnum } from "../wire/read-fields.ts";
import type { SuperOfficeMessageWire } from "./wire.ts";

const messageTypes = ["Unknown", "Plain", "Html"] as const;

/**
 * What a TicketMessage says: HtmlBody wins if it shows a word, else Body, whose format Type tells (POST TicketMessage
 * page). A mail importer may leave an empty HTML shell or a picture in HtmlBody beside a Body with the text; a picture
 * that is more than a reader's counter is kept above that text.
 */
export function superofficeContentFromWire(wire: Pick<SuperOfficeMessageWire, "Type" | "Body" | "HtmlBody">): Content {
  const htmlBody = readBody(wire.HtmlBody);
  const body: Content = {
    format: readEnum(wire.Type, messageTypes) === "Html" ? "html" : "plain",
    text: readBody(wire.Body),
  };
  if (htmlBody.trim() === "") return body;
  const html: Content = { format: "html", text: htmlBody };
  if (hasVisibleWords(htmlBody) || !saysMore(body, htmlBody)) return html;
  return hasVisiblePicture(htmlBody) ? { format: "html", text: `${htmlBody}\n${asMarkup(body)}` } : body;
}

/** Whether Body has words, and others than those that stand in it for the pictures of HtmlBody. */
function saysMore(body: Content, htmlBody: string): boolean {
  const words = bare(normalisedText(body));
  return words !== "" && words !== bare(htmlToText(htmlBody));
}

function asMarkup(body: Content): string {
  if (body.format === "html") return body.text;
  return `<p>${body.text
    .split(/\r\n|\r|\n/)
    .map(escapeHtml)
    .join("<br />")}</p>`;
}
