import type { Content, Marker, Message, OutgoingMessage, Side, TicketId } from "@ticket-bridge/helpdesk";

import { attributionLine } from "../attribution/attribution-line.ts";
import { withAttribution } from "../attribution/with-attribution.ts";
import { escapeHtml } from "../html/escape-html.ts";
import { sanitizeHtml } from "../html/sanitize-html.ts";
import { hasVisibleContent } from "../html/visible-content.ts";
import { markerCode } from "../marker/marker-code.ts";
import { superofficeMessageIdOf } from "../marker/superoffice-message-id.ts";
import { lossesOf } from "./loss.ts";
import type { Loss } from "./loss.ts";

export interface ComposeOptions {
  readonly bridgeId: string;
  readonly secret: string;
  /** The ticket at the target. */
  readonly ticketId: TicketId;
}

export interface ComposedMirror {
  readonly outgoing: OutgoingMessage;
  readonly losses: readonly Loss[];
}

/**
 * Decides all of what is written for a source message. Visibility is the source's exactly. In SuperOffice the body stays
 * clean, because author, time and marker have fields; in Requestor they stand in the line at the head.
 */
export function composeMirror(source: Message, target: Side, marker: Marker, options: ComposeOptions): ComposedMirror {
  const code = markerCode(marker, options.bridgeId, options.secret);
  const losses = lossesOf(source, target);
  const body = writable(withLosses(clean(source.content), losses));
  const line = attributionLine({ ...source, marker, code });
  return {
    outgoing: {
      ticketId: options.ticketId,
      visibility: source.visibility,
      content: target === "requestor" ? withAttribution(body, line) : body,
      author: source.author,
      createdAt: source.createdAt,
      externalId: target === "superoffice" ? superofficeMessageIdOf(marker, code, options.bridgeId) : null,
    },
    losses,
  };
}

function clean(content: Content): Content {
  return content.format === "html" ? { format: "html", text: sanitizeHtml(content.text) } : content;
}

function withLosses(content: Content, losses: readonly Loss[]): Content {
  if (losses.length === 0) return content;
  const lines = losses.map((loss) => `[${loss.what}]`);
  const foot =
    content.format === "html"
      ? lines.map((line) => `\n<p>${escapeHtml(line)}</p>`).join("")
      : `\n\n${lines.join("\n")}`;
  return content.text.endsWith(foot) ? content : { format: content.format, text: content.text + foot };
}

/** SuperOffice would show an empty message as a mistake, and Requestor refuses a blank one. */
function writable(content: Content): Content {
  const isBlank = content.format === "html" ? !hasVisibleContent(content.text) : content.text.trim() === "";
  if (!isBlank) return content;
  return content.format === "html"
    ? { format: "html", text: "<p>(no text)</p>" }
    : { format: "plain", text: "(no text)" };
}
