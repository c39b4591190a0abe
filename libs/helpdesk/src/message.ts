import type { OutgoingAttachment } from "./attachments.ts";
import type { MessageId, TicketId } from "./ids.ts";
import type { ParsedMarker } from "./marker.ts";
import type { Side } from "./side.ts";

/** Who may read: `internal` is for the helpdesk's agents only. Everything doubtful is internal (P3). */
export type Visibility = "public" | "internal";

/** What a message says. `text` is source text of that format: for `html` it is markup as the helpdesk gave it. */
export interface Content {
  readonly format: "plain" | "html";
  readonly text: string;
}

export interface Author {
  /** The name to show; empty when the helpdesk gave none. */
  readonly name: string;
  readonly email: string | null;
  readonly role: "agent" | "customer" | "unknown";
}

/** Whom a mail was addressed to, as its headers have it. */
export interface Recipients {
  /** The texts of the headers, readable; empty where there is none. */
  readonly to: string;
  readonly cc: string;
  readonly bcc: string;
  /** The addresses in Cc and Bcc. */
  readonly ccAddresses: readonly string[];
  readonly bccAddresses: readonly string[];
}

/** What a helpdesk keeps beside a message's text. Few of these have a place on the other side. */
export interface MessageDetails {
  readonly important: boolean;
  /** As the helpdesk names it ("en"); empty when it does not tell. */
  readonly language: string;
  /** Minutes an agent booked on it; 0 when none. */
  readonly minutesSpent: number;
  readonly fromMobileDevice: boolean;
  /** Null for a message that was no mail. */
  readonly recipients: Recipients | null;
}

/**
 * What kind of message it is. Only `message` crosses: a bounce, a failed outbox entry or an automatic reply that
 * crossed would make the other helpdesk answer a machine.
 */
export type MessageKind = "message" | "bounce" | "outbox-failed" | "automatic-reply";

/** An attachment as the source names it. Its bytes are read by its own calls. */
export interface AttachmentInfo {
  readonly id: string | null;
  readonly name: string;
  readonly contentType: string | null;
  /** Bytes, null when the helpdesk does not tell. */
  readonly size: number | null;
  readonly inline: boolean;
  /** How the message's HTML names it (`cid:`); null or missing when it is not shown there. */
  readonly contentId?: string | null;
  /** Where it can be downloaded, should the message's HTML show it from there; null or missing when not known. */
  readonly address?: string | null;
}

/**
 * Whose account wrote it, as the helpdesk tells. `bridge`: the bridge's own personal account. `other`: certainly a
 * different account. `unknown`: not told, or a system account that serves several purposes (SuperOffice files all
 * incoming mail under one). Never enough to call a message an echo: only an id or a marker is (P5).
 */
export type WrittenBy = "bridge" | "other" | "unknown";

/** One message of one ticket, in our words. */
export interface Message {
  readonly side: Side;
  readonly ticketId: TicketId;
  readonly id: MessageId;
  /** When it was posted, milliseconds since 1970 UTC; null when the helpdesk does not tell. */
  readonly createdAt: number | null;
  /** When it was last edited, milliseconds since 1970 UTC; null when never or not told. */
  readonly changedAt: number | null;
  /** Effective: a public message of a SuperOffice ticket that is not External itself stands here as internal. */
  readonly visibility: Visibility;
  readonly content: Content;
  readonly author: Author;
  readonly writtenBy: WrittenBy;
  readonly kind: MessageKind;
  /** What looks like a bridge's marker on it; only its code tells whether it is ours. */
  readonly marker: ParsedMarker | null;
  readonly deleted: boolean;
  readonly attachments: readonly AttachmentInfo[];
  /** Missing in copies that were stored by earlier versions. */
  readonly details?: MessageDetails;
}

/** The e-mail that a mirror leaves as besides: from which mailbox, and who gets a copy. */
export interface OutboundMail {
  readonly from: string;
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
}

/** A message to be written: everything decided, nothing left to the adapter's judgement. */
export interface OutgoingMessage {
  readonly ticketId: TicketId;
  readonly visibility: Visibility;
  readonly content: Content;
  readonly author: Author;
  /** Only where the policy lets mirrors leave as e-mail too, and then never for an internal one (P3, P6). */
  readonly mail?: OutboundMail;
  /** When the source's message was posted, milliseconds since 1970 UTC; null when that is not told. */
  readonly createdAt: number | null;
  /** The SuperOffice MessageId that carries the marker; null where the marker stands in the body (Requestor). */
  readonly externalId: string | null;
  /** In the order in which they are shown; none when missing. */
  readonly attachments?: readonly OutgoingAttachment[];
  /** Nobody is notified of it, also where the policy has people notified: it is history (P6). */
  readonly quiet?: boolean;
}
