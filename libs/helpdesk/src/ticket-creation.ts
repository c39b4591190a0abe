import type { Helpdesk, ReadOptions, WriteOptions, Written } from "./helpdesk.ts";
import type { MessageId, TicketId } from "./ids.ts";
import type { Author, Content, Message } from "./message.ts";
import type { Ticket } from "./ticket.ts";

/** A ticket as it is read to decide whether it gets a counterpart, and to make one. */
export interface TicketFacts {
  readonly ticket: Ticket;
  /** Milliseconds since 1970 UTC; null when the helpdesk does not tell. */
  readonly createdAt: number | null;
  readonly isSpam: boolean;
  /** The customer it is about; null where the helpdesk does not tell an e-mail address. */
  readonly contact: Author | null;
  /** The source's own numbers, for the operator's mapping; null where it tells none. */
  readonly category: number | null;
  readonly priority: number | null;
  /** In no promised order. */
  readonly messageIds: readonly MessageId[];
}

/** A ticket to be made: everything decided, nothing left to the adapter's judgement. */
export interface OutgoingTicket {
  /** With the marker at its end, by which the ticket is found again without our database. */
  readonly title: string;
  readonly contact: Author | null;
  /** The target's own numbers; null: what the target takes by itself. */
  readonly category: number | null;
  readonly priority: number | null;
  /** Public, since a new ticket's first message has no other visibility; null where tickets begin empty. */
  readonly firstMessage: Content | null;
  /** As of a message. */
  readonly quiet?: boolean;
}

export interface CreatedTicket extends Written {
  readonly id: TicketId;
  readonly ref: string | null;
}

/** Optional ability: a ticket can be made. */
export interface TicketCreation {
  /** Whether a new ticket needs a first message (Requestor) or begins empty (SuperOffice). */
  readonly newTicketNeedsMessage: boolean;

  /** The longest title it stores, in UTF-16 units. */
  readonly longestTitle: number;

  /** Null when the ticket does not exist or the account may not see it. */
  readTicketFacts(ticketId: TicketId, options?: ReadOptions): Promise<TicketFacts | null>;

  /**
   * Makes one ticket, never repeats the write by itself, never asks for e-mail or notifications (P6). Rejects with
   * `uncertain` whenever the bytes may have reached the helpdesk and no clear answer came back.
   */
  createTicket(ticket: OutgoingTicket, options: WriteOptions): Promise<CreatedTicket>;

  /**
   * Reads back an uncertain creation: the tickets whose title holds this code, in ascending order. An empty answer
   * proves nothing until the settle time has passed: a search may lag behind.
   */
  findTicketsByCode(code: string, options?: ReadOptions): Promise<readonly Ticket[]>;
}

/** Optional ability: new tickets are found without a search (Requestor, whose search lags). */
export interface TicketWalk {
  /**
   * Of the tickets made since then (milliseconds since 1970 UTC by the helpdesk's clock) those that are wanted, judged by
   * the ticket and the oldest message that is seen on it, null where there is none. Each is read by its number, and
   * nothing is kept of the others. It costs a hundred reads and more, so it is asked only where a second ticket might be
   * made. Null where it cannot tell that it met all of them.
   */
  findRecentTickets(
    isWanted: (ticket: Ticket, first: Message | null) => boolean,
    since: number,
    options?: ReadOptions,
  ): Promise<readonly Ticket[] | null>;
}

export function walksTickets<Desk extends Helpdesk>(helpdesk: Desk): helpdesk is Desk & TicketWalk {
  return "findRecentTickets" in helpdesk;
}

export function canCreateTickets<Desk extends Helpdesk>(helpdesk: Desk): helpdesk is Desk & TicketCreation {
  return "createTicket" in helpdesk && "findTicketsByCode" in helpdesk;
}
