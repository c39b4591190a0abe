import type { Message, MessageId, Side, TicketId, Visibility } from "@ticket-bridge/helpdesk";

export interface SeenMessage {
  readonly id: MessageId;
  readonly createdAt: number | null;
  /** What the listing said of its version; null of a feed. */
  readonly version: string | null;
  /** The whole message where the same call gave it. */
  readonly copy: Message | null;
}

export interface SeenTicket {
  readonly ticketId: TicketId;
  readonly messages: readonly SeenMessage[];
  /** Of a listing: what the claim of its poll gave along, so that an outdated one is known; null of a feed. */
  readonly reading: string | null;
  /** Fresh title and reference for the link, when a listing gave them. */
  readonly facts: { readonly title: string; readonly ref: string | null } | null;
}

export interface Capture {
  readonly side: Side;
  readonly tickets: readonly SeenTicket[];
  /** The newest id a feed has shown, to be stored with the rows; null when this came from a ticket's listing. */
  readonly feedNewest: MessageId | null;
  /**
   * Milliseconds since the read that gave the copies was sent: a copy's age counts from there, not from its commit,
   * which may come much later (P3).
   */
  readonly readAgoMs: number;
  /** Makes one correlation id for each captured message. */
  readonly correlationId: () => string;
}

export interface CapturedMessage {
  readonly linkId: string;
  readonly messageId: MessageId;
  readonly correlationId: string;
}

/** A message as a listing shows it, for the question what has become of it. */
export interface ListedMessage {
  readonly id: MessageId;
  /** Null: nobody wants to know whether it changed, or the listing does not tell. */
  readonly version: string | null;
}

export interface TicketLook {
  /** Those of the asked messages that nobody has captured yet; empty for a ticket without an active link. */
  readonly unseen: readonly MessageId[];
  /**
   * Captured messages whose version is another than the one stored, or is not known yet of one that is mirrored; those
   * that are not to cross (skipped) or wait for a person (held) are left out. With them those that were skipped because
   * they were gone and are listed: they may be back, until their version is noted as that of a deleted one.
   */
  readonly changed: readonly MessageId[];
  /**
   * Of those that are left out the ones that were public when they were read and have another version than the one that
   * was stored then: who may read them by now is to be told (`tellUnfollowed`), and their versions stay as they are.
   */
  readonly unfollowed: readonly MessageId[];
  /** The same, but nothing is known of their versions: whether they are what was read is to be found out. */
  readonly unversioned: readonly MessageId[];
  /** Mirrored messages of this ticket that were not asked for, each until that is captured. */
  readonly gone: readonly MessageId[];
  /** Whether the ticket was read whole since it was linked and since the feed began. */
  readonly readWhole: boolean;
}

/** What a captured message was found to be by now. */
export interface SourceChange {
  readonly id: MessageId;
  readonly version: string | null;
  /** `elsewhere`: it was moved to another ticket, which is no deletion. */
  readonly standing: "there" | "deleted" | "elsewhere";
  /** Whether the other side is to learn of it; else it is only noted. */
  readonly follow: boolean;
  /** Who may read it, as just read; null where it was not: what is known stays. */
  readonly visibility: Visibility | null;
  /** The message as just read, where it is to be followed. */
  readonly copy: Message | null;
  /** Of all that crosses of the copy. */
  readonly carriedHash: string | null;
}

/** A source that is not followed and may be public no more. */
export interface SeenUnfollowed {
  readonly id: MessageId;
  /** Null: nobody has read it. */
  readonly visibility: Visibility | null;
  /** What a listing told of it before it was read, for one of which no version is known; else null. */
  readonly version: string | null;
}

export interface ChangeCapture {
  readonly side: Side;
  readonly ticketId: TicketId;
  readonly changes: readonly SourceChange[];
  /** Milliseconds since the read that gave the copies was sent. */
  readonly readAgoMs: number;
  readonly correlationId: () => string;
}

export interface CaptureStore {
  /**
   * Stores the messages nobody has seen yet (UNIQUE side and message id) of linked tickets, sorted by source id under
   * each lane's row lock, together with the lane's next_seq and due time and the feed's position: one transaction.
   * Tickets without an active link, ids stored as the target of a mirror and ids present before linking are left out.
   *
   * Of a feed (`feedNewest` given) only tickets are taken that were read whole since they were linked and since the
   * feed began; the polls of others that it shows something new of become due instead, or new messages would overtake
   * older ones (P4). A listing makes its ticket one that was read whole, unless its poll was claimed before that: then
   * it may lack what the feed skips.
   */
  capture(capture: Capture): Promise<readonly CapturedMessage[]>;

  /** A cheap look before the bodies of a whole ticket are handed over. */
  lookAt(side: Side, ticketId: TicketId, listed: readonly ListedMessage[]): Promise<TicketLook>;

  /**
   * Stores what became of captured messages, under the lane's row lock: their versions, who may read them (on all rows
   * of the source: they tell one truth), and for each that is to be followed what `planChange` says: a row more in the
   * lane, or the new copy for one that waits already. One commit; gives the rows that are new.
   */
  captureChanges(capture: ChangeCapture): Promise<readonly CapturedMessage[]>;

  /**
   * Tells on all rows of sources that are noted as public what they are by now, and notes their versions where none is
   * known; nothing else.
   */
  tellUnfollowed(side: Side, ticketId: TicketId, seen: readonly SeenUnfollowed[]): Promise<void>;

  /**
   * Where the next reading of a feed starts: the newest id that was known ten minutes ago, so that an id that commits
   * late is not missed. Null when the feed was never read. The ten minutes count back from the last capture of the
   * feed, not from now: a downtime must not use up the window.
   */
  feedStart(side: Side): Promise<MessageId | null>;

  /**
   * Sets where a feed begins when it was never read, and makes every linked ticket one that has to be read whole first.
   * Keeps a position that exists.
   */
  beginFeed(side: Side, newest: MessageId): Promise<void>;
}
