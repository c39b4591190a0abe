import type { MessageId, TicketId } from "./ids.ts";
import type { Side } from "./side.ts";

/** Names the source of a mirror so that the mirror can be found on the target without our database. */
export interface Marker {
  /** The side, ticket and message that were mirrored. */
  readonly side: Side;
  readonly ticketId: TicketId;
  readonly messageId: MessageId;
  /** 1 is the mirror, 2 and on its corrections. */
  readonly revision: number;
}

/**
 * Text shaped like a marker, as read from a helpdesk: a claim, not a proof. Customers can type any line and put any
 * Message-Id on an e-mail, so nothing counts before the code was checked against the secret.
 */
export interface ParsedMarker {
  readonly side: Side;
  /** Null where the place has no room for it (Requestor's attribution line): the link tells it. */
  readonly ticketId: TicketId | null;
  readonly messageId: MessageId;
  readonly revision: number;
  readonly code: string;
}
