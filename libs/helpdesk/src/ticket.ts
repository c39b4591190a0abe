import type { MessageId, TicketId } from "./ids.ts";
import type { Message, Visibility, WrittenBy } from "./message.ts";
import type { ParsedMarker } from "./marker.ts";
import type { Side } from "./side.ts";

export interface Ticket {
  readonly side: Side;
  readonly id: TicketId;
  /** Requestor's TicketREF ("INC-000047"), for display only; null in SuperOffice. */
  readonly ref: string | null;
  readonly title: string;
  /** SuperOffice: `public` only when the ticket's own Slevel is External. Requestor: always public. */
  readonly visibility: Visibility;
  /** Whether an internal message written now would stay internal (Requestor: IsPrivateMessageSupported and an operator account). */
  readonly canHoldInternal: boolean;
  readonly state: "open" | "closed" | "deleted" | "merged";
  readonly mergedInto: TicketId | null;
  /** Milliseconds since 1970 UTC; null when not told. */
  readonly lastChanged: number | null;
}

/** What a list of a ticket's messages tells of each; `message` where the same call gave the whole message. */
export interface MessageStub {
  readonly id: MessageId;
  /** Both in milliseconds since 1970 UTC; null when not told, `changedAt` also when never. */
  readonly createdAt: number | null;
  readonly changedAt: number | null;
  /**
   * A text that is another one whenever the message may be another: letters, digits and `.:-` only. Null where this
   * list does not tell.
   */
  readonly version: string | null;
  readonly message: Message | null;
}

export interface TicketListing {
  readonly ticket: Ticket;
  /** In no promised order. */
  readonly messages: readonly MessageStub[];
}

/** A message on a target that carries something shaped like a marker. */
export interface MarkedMessage {
  readonly id: MessageId;
  readonly marker: ParsedMarker;
  readonly writtenBy: WrittenBy;
}

/** A page of such messages over all tickets. */
export interface MarkedPage {
  readonly messages: readonly {
    readonly ticketId: TicketId;
    readonly messageId: MessageId;
    readonly marker: ParsedMarker;
  }[];
  /** After which message the next page begins; null at the end. */
  readonly next: MessageId | null;
}

/** Which tickets of a helpdesk are listed. */
export interface TicketQuery {
  /** Only those with an id above this one. */
  readonly after: TicketId | null;
  readonly limit: number;
  /** Milliseconds since 1970 UTC: those with a change since then, and those made before then; null: whenever. */
  readonly changedSince: number | null;
  readonly madeBefore: number | null;
}
