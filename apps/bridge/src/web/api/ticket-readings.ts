import {
  sideName,
  type Helpdesk,
  type Message,
  type MessageId,
  type MessageStub,
  type Side,
  type TicketId,
} from "@ticket-bridge/helpdesk";

import { orReason } from "./or-reason.ts";

/** So many calls' worth of a helpdesk's rate lie between two lists of one ticket (P8): four seconds at five a second. */
const callsApart = 20;
/** What a message showed is remembered for as long as somebody looks at its ticket, and this much longer. */
const rememberedMs = 60_000;

/** What people see of a message before they ask for its text. */
export interface ShownMessage extends Pick<Message, "author" | "createdAt" | "changedAt" | "visibility" | "deleted"> {
  readonly attachments: readonly string[];
}

/** A ticket as it was when it was last read. */
export interface TicketReading {
  /** Null where it could not be read. */
  readonly listing: readonly MessageStub[] | null;
  /** Why it could not. */
  readonly reason: string | null;
  /** The messages that the bridge knew of before it read: one of them that is not listed is gone. */
  readonly known: ReadonlySet<MessageId>;
  /** After so long it would be read anew; null where it was read for this very question. */
  readonly againInMs: number | null;
}

interface WatchedTicket {
  readonly side: Side;
  readonly ticketId: TicketId;
  reading: Promise<Omit<TicketReading, "againInMs">> | null;
  until: number;
  askedAt: number;
  readonly shown: Map<MessageId, { readonly version: string | null; readonly message: ShownMessage }>;
  /** Why messages could not be read, until the ticket is listed again. */
  failure: string | null;
  queue: Promise<unknown>;
}

interface TicketReadingsParts {
  readonly helpdesks: Readonly<Record<Side, Pick<Helpdesk, "listMessages" | "readMessages">>>;
  readonly allowances: Readonly<Record<Side, { readonly perSecond: number }>>;
  readonly monotonic: () => number;
}

/**
 * The tickets that people look at, read once for all of them and not at each change of anything: a page asks again
 * whenever something happens, and would otherwise take the calls that messages on their way need.
 */
export class TicketReadings {
  readonly #parts: TicketReadingsParts;
  readonly #tickets = new Map<string, WatchedTicket>();

  constructor(parts: TicketReadingsParts) {
    this.#parts = parts;
  }

  /** The ticket's list, at most some seconds old. `known`: the messages of it that the bridge knows of by now. */
  async list(side: Side, ticketId: TicketId, known: ReadonlySet<MessageId>): Promise<TicketReading> {
    const now = this.#parts.monotonic();
    for (const [key, { askedAt }] of this.#tickets) if (now - askedAt > rememberedMs) this.#tickets.delete(key);
    const ticket = this.#ticket(side, ticketId);
    ticket.askedAt = now;
    if (ticket.reading !== null && now < ticket.until) {
      return { ...(await ticket.reading), againInMs: Math.max(0, ticket.until - this.#parts.monotonic()) };
    }
    ticket.reading = this.#read(ticket, known);
    ticket.reading.catch(() => this.forget(side, ticketId));
    ticket.until = now + Math.min(rememberedMs, (callsApart * 1_000) / this.#parts.allowances[side].perSecond);
    return { ...(await ticket.reading), againInMs: null };
  }

  /** What these messages of a listed ticket show; left out is what could not be read. */
  async show(side: Side, ticketId: TicketId, ids: readonly MessageId[]) {
    const ticket = this.#ticket(side, ticketId);
    const turn = ticket.queue.then(() => this.#readMissing(ticket, ids));
    ticket.queue = turn.catch(() => undefined);
    await turn;
    const shown = ids.flatMap((id) => {
      const found = ticket.shown.get(id);
      return found === undefined ? [] : ([[id, found.message]] as const);
    });
    return { messages: new Map<MessageId, ShownMessage>(shown), reason: ticket.failure };
  }

  /** Of a helpdesk that is not read meanwhile: it is read anew afterwards. */
  forget(side: Side, ticketId: TicketId): void {
    this.#tickets.delete(`${side} ${ticketId}`);
  }

  #ticket(side: Side, ticketId: TicketId): WatchedTicket {
    const key = `${side} ${ticketId}`;
    const known = this.#tickets.get(key);
    if (known !== undefined) return known;
    const ticket: WatchedTicket = {
      ...{ side, ticketId, reading: null, until: 0, askedAt: this.#parts.monotonic() },
      ...{ shown: new Map(), failure: null, queue: Promise.resolve() },
    };
    this.#tickets.set(key, ticket);
    return ticket;
  }

  async #read(ticket: WatchedTicket, known: ReadonlySet<MessageId>): Promise<Omit<TicketReading, "againInMs">> {
    const { side, ticketId } = ticket;
    const read = await orReason(() => this.#parts.helpdesks[side].listMessages(ticketId));
    if ("reason" in read) return { listing: null, reason: read.reason, known };
    if (read.value === null) {
      const reason = `Ticket ${ticketId} does not exist in ${sideName(side)} any more, or the bridge's account may not see it.`;
      return { listing: null, reason, known };
    }
    const { messages } = read.value;
    const versions = new Map(messages.map(({ id, version }) => [id, version]));
    for (const [id, { version }] of ticket.shown) {
      if (version === null || versions.get(id) !== version) ticket.shown.delete(id);
    }
    for (const { id, version, message } of messages) {
      if (message !== null) ticket.shown.set(id, { version, message: shownOf(message) });
    }
    ticket.failure = null;
    // Their texts are not kept.
    return { listing: messages.map((stub) => ({ ...stub, message: null })), reason: null, known };
  }

  async #readMissing(ticket: WatchedTicket, ids: readonly MessageId[]): Promise<void> {
    const { listing } = (await ticket.reading) ?? { listing: null };
    const versions = new Map(listing?.map(({ id, version }) => [id, version]));
    const missing = ids.filter((id) => versions.has(id) && !ticket.shown.has(id));
    if (missing.length === 0 || ticket.failure !== null) return;
    const read = await orReason(() => this.#parts.helpdesks[ticket.side].readMessages(ticket.ticketId, missing));
    if ("reason" in read) {
      ticket.failure = read.reason;
      return;
    }
    for (const message of read.value) {
      ticket.shown.set(message.id, { version: versions.get(message.id) ?? null, message: shownOf(message) });
    }
  }
}

function shownOf({ author, createdAt, changedAt, visibility, deleted, attachments }: Message): ShownMessage {
  return { author, createdAt, changedAt, visibility, deleted, attachments: attachments.map(({ name }) => name) };
}
