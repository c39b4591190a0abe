import { sideName } from "@ticket-bridge/helpdesk";
import type { Content, Marker, Message, OutboundMail, OutgoingMessage, Side, TicketId } from "@ticket-bridge/helpdesk";

import type { AttachmentOutcome } from "../attachments/attachment-outcome.ts";
import { attributionLine } from "../attribution/attribution-line.ts";
import { withAttribution } from "../attribution/with-attribution.ts";
import { escapeHtml } from "../html/escape-html.ts";
import { hasVisibleContent } from "../html/visible-content.ts";
import { markerCode } from "../marker/marker-code.ts";
import { superofficeMessageIdOf } from "../marker/superoffice-message-id.ts";
import { namedAuthor, type AuthorNames } from "./author-names.ts";
import { hashCarried } from "./carried-hash.ts";
import { withCarriedPictures } from "./carried-pictures.ts";
import { characterLosses } from "./character-losses.ts";
import { cleanContent } from "./clean-content.ts";
import { lossesOf } from "./loss.ts";
import type { Loss } from "./loss.ts";
import { oneLine } from "./one-line.ts";

export interface ComposeOptions {
  readonly bridgeId: string;
  readonly secret: string;
  /** The ticket at the target. */
  readonly ticketId: TicketId;
  /** Nobody is renamed without it. */
  readonly authors?: AuthorNames;
  /** The mailbox from which public mirrors of agents leave as e-mail too (REQUESTOR_OUTBOUND_EMAIL); without it none does. */
  readonly outboundMailbox?: string | null;
  /** What became of each of the message's attachments; without it none is carried. */
  readonly attachments?: readonly AttachmentOutcome[];
  /** The names of attachments that stand at the target and are its message's no more. */
  readonly removed?: readonly string[];
}

export interface ComposedMirror {
  readonly outgoing: OutgoingMessage;
  readonly losses: readonly Loss[];
  /** As of `carriedHash`. */
  readonly carriedHash: string;
}

/**
 * Decides all of what is written for a source message. Visibility is the source's exactly. In SuperOffice the body stays
 * clean, because author, time and marker have fields; in Requestor they stand in the line at the head.
 */
export function composeMirror(given: Message, target: Side, marker: Marker, options: ComposeOptions): ComposedMirror {
  const { source, mail, body, losses, attachments, carriedHash } = composeBody(given, target, options);
  const addressed = addressedTo(target, source, body, marker, options);
  const more = { ...(mail !== null && { mail }), ...(attachments.length > 0 && { attachments }) };
  return { outgoing: { ...addressed, ...more }, losses, carriedHash };
}

export interface ComposedBody {
  /** The source with its author as he is called on the other side. */
  readonly source: Message;
  readonly mail: OutboundMail | null;
  readonly body: Content;
  readonly attachments: NonNullable<OutgoingMessage["attachments"]>;
  readonly losses: readonly Loss[];
  readonly carriedHash: string;
}

/** What the mirror of a message says, without the line at its head. */
export function composeBody(given: Message, target: Side, options: ComposeOptions): ComposedBody {
  const source = { ...given, author: namedAuthor(given.author, options.authors ?? new Map()) };
  const mail = outboundMail(source, target, options.outboundMailbox ?? null);
  const outcomes = options.attachments ?? [];
  const cleaned = cleanContent(source.content);
  const losses = [
    ...lossesOf(source, target, mail, outcomes),
    ...removedFiles(source, options),
    ...characterLosses(cleaned),
  ];
  const body = writable(withLosses(withCarriedPictures(source, outcomes) ?? cleaned, losses));
  const attachments = outcomes.flatMap((outcome) => (outcome.kind === "carried" ? [outcome.attachment] : []));
  return { source, mail, body, attachments, losses, carriedHash: hashCarried(source, cleaned) };
}

/** The bridge takes nothing away from where people may have read it, so they are told. */
function removedFiles({ side }: Message, { removed = [] }: ComposeOptions): readonly Loss[] {
  return removed.map((name) => ({
    what: `No longer attached in ${sideName(side)}: ${oneLine(name)}`,
    why: "The bridge deletes no attachment: it still stands where it was carried to.",
  }));
}

/** The message that carries a body and its marker to the target. */
export function addressedTo(
  target: Side,
  source: Pick<Message, "author" | "createdAt" | "visibility">,
  body: Content,
  marker: Marker,
  options: ComposeOptions,
): OutgoingMessage {
  const { author, createdAt, visibility } = source;
  const code = markerCode(marker, options.bridgeId, options.secret);
  const line = attributionLine({ author, createdAt, visibility, marker, code });
  return {
    ticketId: options.ticketId,
    visibility,
    content: target === "requestor" ? withAttribution(body, line) : body,
    author,
    createdAt,
    externalId: target === "superoffice" ? superofficeMessageIdOf(marker, code, options.bridgeId) : null,
  };
}

/** Only what an agent says to the customer: nobody wants his own words by mail, and a note never leaves (P3). */
function outboundMail(source: Message, target: Side, mailbox: string | null): OutboundMail | null {
  if (mailbox === null || target !== "requestor") return null;
  if (source.visibility !== "public" || source.author.role !== "agent") return null;
  const { ccAddresses = [], bccAddresses = [] } = source.details?.recipients ?? {};
  return { from: mailbox, cc: ccAddresses, bcc: bccAddresses };
}

function withLosses(content: Content, losses: readonly Loss[]): Content {
  const lines = losses.filter(({ inRecordOnly }) => inRecordOnly !== true).map((loss) => `[${loss.what}]`);
  if (lines.length === 0) return content;
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
