import type { CallPriority } from "./call-budget.ts";
import type { MessageId, TicketId } from "./ids.ts";
import type { Marker, ParsedMarker } from "./marker.ts";
import type { Content, Message, OutgoingMessage } from "./message.ts";
import type { Side } from "./side.ts";
import type { MarkedMessage, MarkedPage, Ticket, TicketListing, TicketQuery } from "./ticket.ts";

/** The account the calls run as. */
export interface Account {
  readonly id: string;
  readonly name: string;
  /** Whether it may write internal messages at all. */
  readonly canWriteInternal: boolean;
}

/** What a helpdesk answered to a write that it carried out. */
export interface Written {
  /** The HTTP status of its answer. */
  readonly status: number;
}

export interface CreatedMessage extends Written {
  readonly id: MessageId;
  /** What the target wrote down as time, in milliseconds since 1970, UTC; null when it does not say. */
  readonly createdAt: number | null;
}

export interface ReadOptions {
  readonly signal?: AbortSignal;
  /**
   * Goes into the outgoing X-Request-Id and our logs, so that one message can be followed from capture to target. Each
   * attempt to write has one of its own, which begins with its message's.
   */
  readonly correlationId?: string;
  /** Live traffic goes ahead of backfill (P8); live when missing. */
  readonly priority?: CallPriority;
}

export interface WriteOptions extends ReadOptions {
  /**
   * Called in the same tick in which the bytes are handed to the socket, after every wait (budget, credentials). It
   * throws when the worker no longer holds its lane; then nothing was written and the error passes through unchanged.
   */
  readonly beforeBytes: () => void;
  /**
   * Called before each further piece of a body that goes out in pieces. What it throws stops the call in the middle,
   * which no helpdesk can carry out, and passes through unchanged.
   */
  readonly whileSending?: () => void;
}

/**
 * What the engine needs of a helpdesk. Both adapters implement it; neither knows the other, the store or the engine.
 * Every method rejects with DeliveryError and nothing else, except `beforeBytes` errors and the signal's reason.
 */
export interface Helpdesk {
  readonly side: Side;

  /** True where any ticket can hold an internal message, so that it need not be asked before one is written (P3). */
  readonly everyTicketHoldsInternal: boolean;

  /** The health check: called at start, by status and after credentials failed. Writes nothing. */
  describeAccount(options?: ReadOptions): Promise<Account>;

  /** Null when the ticket does not exist or the account may not see it. */
  readTicket(ticketId: TicketId, options?: ReadOptions): Promise<Ticket | null>;

  /** The ticket with the ids of all its messages, for capture. Null when the ticket does not exist. */
  listMessages(ticketId: TicketId, options?: ReadOptions): Promise<TicketListing | null>;

  /** Fresh copies of the asked messages of one ticket; those that are gone are left out. Any number of ids. */
  readMessages(ticketId: TicketId, ids: readonly MessageId[], options?: ReadOptions): Promise<readonly Message[]>;

  /**
   * Writes one message, never repeats the write by itself, never asks for e-mail or notifications (P6). Rejects with
   * `uncertain` whenever the bytes may have reached the helpdesk and no clear answer came back.
   */
  createMessage(message: OutgoingMessage, options: WriteOptions): Promise<CreatedMessage>;

  /** Every message of the ticket that carries something shaped like a marker, authentic or not. */
  listMarked(ticketId: TicketId, options?: ReadOptions): Promise<readonly MarkedMessage[]>;

  /**
   * Reads back an uncertain write: the messages that carry exactly this marker with this code. An empty answer proves
   * nothing until the settle time has passed.
   */
  findMarked(
    ticketId: TicketId,
    marker: Marker,
    code: string,
    options?: ReadOptions,
  ): Promise<readonly MarkedMessage[]>;
}

export interface FeedItem {
  readonly ticketId: TicketId;
  readonly messageId: MessageId;
  /** Milliseconds since 1970, UTC; null when the feed does not say. */
  readonly createdAt: number | null;
}

/** Optional ability: a list of new messages over all tickets (SuperOffice has one, Requestor has none). */
export interface MessageFeed {
  /** Messages with an id above `after`, ascending, at most `limit`; fewer means the end was reached. */
  readFeed(after: MessageId | null, limit: number, options?: ReadOptions): Promise<readonly FeedItem[]>;
  /** The newest message id, null on an empty helpdesk: where a feed that must not replay history starts. */
  newestMessageId(options?: ReadOptions): Promise<MessageId | null>;
}

export function hasMessageFeed(helpdesk: Helpdesk): helpdesk is Helpdesk & MessageFeed {
  return "readFeed" in helpdesk && "newestMessageId" in helpdesk;
}

/** A message as a list of changes tells of it: one that is new stands there too. */
export interface ChangedMessage {
  readonly ticketId: TicketId;
  readonly messageId: MessageId;
  /** Milliseconds since 1970, UTC; null when the list does not say. */
  readonly createdAt: number | null;
  /** Milliseconds since 1970, UTC. */
  readonly changedAt: number;
  /** What looks like a marker, authentic or not; null also where the list tells none. */
  readonly marker: ParsedMarker | null;
}

/** One page of the list of changes, or that this helpdesk does not give it, in a sentence. */
export type ChangePage =
  /** `next`: where the next page begins, null at the end. */
  | { readonly kind: "told"; readonly changes: readonly ChangedMessage[]; readonly next: number | null }
  /** `mayPass`: the answer is also given to what just went wrong, so it is worth asking again soon. */
  | { readonly kind: "refused"; readonly reason: string; readonly mayPass?: boolean };

/** Optional ability: a list of changed messages over all tickets (SuperOffice may have one, Requestor has none). */
export interface ChangeFeed {
  /**
   * Messages that were changed within the last day at least, the latest change first, from the place `from` on, 0 being
   * the first. Rejects with DeliveryError where nothing was answered to the question itself.
   */
  changedMessages(from: number, options?: ReadOptions): Promise<ChangePage>;
}

export function hasChangeFeed(helpdesk: Helpdesk): helpdesk is Helpdesk & ChangeFeed {
  return "changedMessages" in helpdesk;
}

/** Optional ability: a message can be deleted (SuperOffice; Requestor has no such call). */
export interface MessageDeletion {
  /**
   * Deletes a message that the bridge itself wrote; done also when it is gone already. Called only for a second copy of a
   * mirror whose first copy is the stored one, never for anything else. Never repeats by itself.
   */
  deleteMessage(messageId: MessageId, options: WriteOptions): Promise<void>;
}

export function canDeleteMessages<Desk extends Helpdesk>(helpdesk: Desk): helpdesk is Desk & MessageDeletion {
  return "deleteMessage" in helpdesk;
}

/** What is to be changed of a message that the bridge itself wrote. */
export interface MessageEdit {
  readonly ticketId: TicketId;
  readonly messageId: MessageId;
  readonly content: Content;
  /** Also hides it from customers. An edit never shows what was hidden (P3). */
  readonly makeInternal: boolean;
}

export interface EditOptions extends WriteOptions {
  /**
   * Called with the message as it was just read. It throws when that must not be replaced; then nothing was written and
   * the error passes through unchanged.
   */
  readonly beforeReplace: (current: Message) => void;
}

/** Optional ability: a message can be changed in its place (SuperOffice; Requestor has no such call). */
export interface MessageEditing {
  /**
   * Reads the message and writes it back with only this changed: what the helpdesk keeps beside it survives, known to us
   * or not. Never repeats the write by itself and never notifies anybody. Rejects with DeliveryError: `permanent`, fault
   * `message`, when there is no such message; `uncertain` whenever it may have been written. The same edit twice does no
   * harm.
   */
  updateMessage(edit: MessageEdit, options: EditOptions): Promise<Written>;
}

export function canEditMessages<Desk extends Helpdesk>(helpdesk: Desk): helpdesk is Desk & MessageEditing {
  return "updateMessage" in helpdesk;
}

/** Optional ability: a list of all tickets (SuperOffice has one; Requestor documents none). */
export interface TicketList {
  /** Their ids, ascending; fewer than asked for means that the end was reached. */
  listTickets(query: TicketQuery, options?: ReadOptions): Promise<readonly TicketId[]>;
}

export function listsTickets<Desk extends Helpdesk>(helpdesk: Desk): helpdesk is Desk & TicketList {
  return "listTickets" in helpdesk;
}

/** Optional ability: the messages of all tickets that carry a marker of this bridge (SuperOffice; Requestor has no such list). */
export interface MarkedMessageList {
  /**
   * One page of the messages above `after`, ascending, whose marker names this bridge, authentic or not. Rejects with
   * DeliveryError, also where the helpdesk refuses to look for markers.
   */
  markedMessages(after: MessageId | null, options?: ReadOptions): Promise<MarkedPage>;
}

export function listsMarkedMessages<Desk extends Helpdesk>(helpdesk: Desk): helpdesk is Desk & MarkedMessageList {
  return "markedMessages" in helpdesk;
}

/** Optional ability: a ticket can be named by something other than its id (Requestor's TicketREF). */
export interface TicketReferences {
  findTicketByReference(reference: string, options?: ReadOptions): Promise<Ticket | null>;
}

export function hasTicketReferences(helpdesk: Helpdesk): helpdesk is Helpdesk & TicketReferences {
  return "findTicketByReference" in helpdesk;
}
