import type {
  Account,
  Content,
  CreatedMessage,
  CreatedTicket,
  FeedItem,
  Helpdesk,
  MarkedMessage,
  Marker,
  Message,
  MessageId,
  OutgoingMessage,
  OutgoingTicket,
  ParsedMarker,
  Side,
  Ticket,
  TicketCreation,
  TicketFacts,
  TicketId,
  TicketListing,
} from "@ticket-bridge/helpdesk";
import { DeliveryError } from "@ticket-bridge/helpdesk";

import type { Clock } from "../../ports/clock.ts";
import { versionOf } from "../version-of.ts";
import type { HeldTicket } from "./opened-tickets.ts";
import { Shelf, type HeldFile } from "./shelf.ts";
import type { SeenTicket } from "./ticket-calls.ts";
import type { Told } from "./told-visibility.ts";
import type { WireReading } from "./wire-reading.ts";

/** What a person writes. */
export interface Draft {
  readonly text: string;
  readonly html: boolean;
  readonly told: Told;
  /** Whose account: an agent's, one that serves several purposes or is not told, or the bridge's own. */
  readonly account: "person" | "unknown" | "bridge";
  /** SuperOffice only: the Message-Id that came with an e-mail. */
  readonly mailId?: string;
  readonly bounce?: boolean;
  readonly files?: readonly HeldFile[];
}

/** A message as the helpdesk holds it: what its API would answer, and what only its own database knows. */
export interface HeldMessage {
  readonly id: MessageId;
  readonly ticketId: TicketId;
  wire: Readonly<Record<string, unknown>>;
  /** When the API begins to show it: an id may be given long before its transaction ends. */
  readonly visibleAt: number;
  /** Gone from every answer. */
  removed: boolean;
  readonly posted: PostedMirror | null;
}

/** The bridge's own POST: what it asked for, and what came of it here, whatever happens to the message later. */
export interface PostedMirror {
  /** Null of what a ticket came with: that call has a body of its own. */
  readonly body: Readonly<Record<string, unknown>> | null;
  readonly marker: ParsedMarker | null;
  readonly public: boolean;
  readonly content: Content;
}

export interface DeskParts {
  readonly clock: Clock;
  readonly reading: WireReading;
  /** The helpdesk's own clock runs ahead or behind by so much. */
  readonly skewMs: number;
  /** Whether the bridge's messages can be told from others by their account. */
  readonly ownAccountKnown: boolean;
}

/**
 * A helpdesk in memory on a simulated clock, with the adapter's mapping in front: it holds wire messages, the checks
 * read these, and the engine reads what the real mapping makes of them.
 */
export abstract class SimulatedHelpdesk implements Helpdesk, TicketCreation {
  abstract readonly side: Side;
  abstract readonly newTicketNeedsMessage: boolean;
  readonly longestTitle = 255;
  /** What people opened and the bridge made; of older tickets only the number is known. */
  readonly tickets = new Map<TicketId, HeldTicket>();
  abstract readonly everyTicketHoldsInternal: boolean;
  readonly held: HeldMessage[] = [];
  readonly shelf = new Shelf();
  /** Tickets that cannot hold an internal message: what is sent there as internal becomes public (P3). */
  readonly publicOnly = new Set<string>();
  /** Tickets that nobody sees now: deleted, or taken from the account for a while. */
  readonly missing = new Set<string>();
  protected readonly parts: DeskParts;
  #lastId = 1_000;
  #lastTicketId = 400;

  constructor(parts: DeskParts) {
    this.parts = parts;
  }

  get ownAccountKnown(): boolean {
    return this.parts.ownAccountKnown;
  }

  protected abstract wireOf(id: MessageId, ticketId: TicketId, draft: Draft): Record<string, unknown>;
  protected abstract store(id: MessageId, message: OutgoingMessage): { wire: object; posted: PostedMirror };
  protected abstract read(held: HeldMessage): Message | null;
  protected abstract markedBy(held: HeldMessage): Omit<MarkedMessage, "id"> | null;
  protected abstract ticketOf(ticketId: TicketId): Ticket;
  protected abstract factsOf(ticketId: TicketId, ticket: HeldTicket, messages: readonly Message[]): TicketFacts;
  /** The body of the call, and the message with which the ticket begins. */
  protected abstract newTicket(
    ticketId: TicketId,
    asked: OutgoingTicket,
  ): { body: object; first: { wire: object; posted: PostedMirror } | null };

  /** A person writes. */
  write(ticketId: TicketId, draft: Draft, visibleAfterMs = 0): HeldMessage {
    const id = this.#nextId();
    const isPublic = draft.told.kind === "public";
    for (const file of draft.files ?? [])
      this.shelf.hang(id, { file, sentAt: this.parts.clock.now(), public: isPublic });
    return this.#hold({ id, ticketId, wire: this.wireOf(id, ticketId, draft), posted: null }, visibleAfterMs);
  }

  /** The server carries out a write of the bridge. */
  commit(message: OutgoingMessage, visibleAfterMs = 0): HeldMessage {
    const id = this.#nextId();
    const { wire, posted } = this.store(id, message);
    return this.#hold({ id, ticketId: message.ticketId, wire: { ...wire }, posted }, visibleAfterMs);
  }

  /** A person opens a ticket. */
  open(ticket: Pick<HeldTicket, "title" | "email" | "isSpam">): TicketId {
    const ticketId = this.#nextTicketId();
    this.tickets.set(ticketId, { ...ticket, createdAt: this.now(), foundFrom: 0, byBridge: false });
    return ticketId;
  }

  /** The server carries out the making of a ticket. */
  makeTicket(asked: OutgoingTicket, searchLagMs: number): Pick<SeenTicket, "ticketId" | "body" | "first"> {
    const ticketId = this.#nextTicketId();
    const { body, first } = this.newTicket(ticketId, asked);
    const foundFrom = this.parts.clock.now() + searchLagMs;
    const held = { title: asked.title, isSpam: false, email: asked.contact?.email ?? null };
    this.tickets.set(ticketId, { ...held, createdAt: this.now(), foundFrom, byBridge: true });
    return { ticketId, body: { ...body }, first: first === null ? null : this.#begin(ticketId, first) };
  }

  /** What the bridge wrote on a ticket, in its order. */
  mirrorsOn(ticketId: TicketId): HeldMessage[] {
    return this.held.filter((message) => message.posted !== null && message.ticketId === ticketId);
  }

  describeAccount(): Promise<Account> {
    return Promise.resolve({ id: "7", name: "bridge", canWriteInternal: true });
  }

  readTicket(ticketId: TicketId): Promise<Ticket | null> {
    return Promise.resolve(this.missing.has(ticketId) ? null : this.ticketOf(ticketId));
  }

  listMessages(ticketId: TicketId): Promise<TicketListing | null> {
    if (this.missing.has(ticketId)) return Promise.resolve(null);
    const { visibility } = this.ticketOf(ticketId);
    const messages = this.#on(ticketId).flatMap((held) => {
      const message = this.read(held);
      if (message === null) return [];
      const { id, createdAt, changedAt } = message;
      // A ticket that is internal itself changes each of its messages, as both adapters tell it.
      const version = versionOf(visibility === "public" ? held.wire : { ...held.wire, hidden: true });
      return [{ id, createdAt, changedAt, version, message: this.side === "requestor" ? message : null }];
    });
    return Promise.resolve({ ticket: this.ticketOf(ticketId), messages: messages.reverse() });
  }

  readMessages(ticketId: TicketId, ids: readonly MessageId[]): Promise<readonly Message[]> {
    const wanted = this.#on(ticketId).filter(({ id }) => ids.includes(id));
    return Promise.resolve(wanted.flatMap((held) => this.read(held) ?? []));
  }

  readTicketFacts(ticketId: TicketId): Promise<TicketFacts | null> {
    const ticket = this.tickets.get(ticketId);
    if (ticket === undefined || this.missing.has(ticketId)) return Promise.resolve(null);
    const messages = this.#on(ticketId).flatMap((held) => this.read(held) ?? []);
    return Promise.resolve(this.factsOf(ticketId, ticket, messages));
  }

  /** The network in front carries it out: see {@link makeTicket}. */
  createTicket(): Promise<CreatedTicket> {
    return Promise.reject(new Error("Tickets are made in a simulated helpdesk by its network only."));
  }

  findTicketsByCode(code: string): Promise<readonly Ticket[]> {
    const now = this.parts.clock.now();
    const found = [...this.tickets].filter(
      ([id, { title, foundFrom }]) => title.includes(code) && foundFrom <= now && !this.missing.has(id),
    );
    return Promise.resolve(found.map(([id]) => this.ticketOf(id)).sort((a, b) => Number(a.id) - Number(b.id)));
  }

  createMessage(message: OutgoingMessage): Promise<CreatedMessage> {
    if (this.missing.has(message.ticketId)) throw this.#notThere(message.ticketId, this.refusalConcerns);
    const { id } = this.commit(message);
    return Promise.resolve({ id, createdAt: message.createdAt, status: 200 });
  }

  listMarked(ticketId: TicketId): Promise<readonly MarkedMessage[]> {
    if (this.missing.has(ticketId)) return Promise.reject(this.#notThere(ticketId, "ticket"));
    const marked = this.#on(ticketId).flatMap((held) => {
      const found = this.markedBy(held);
      return found === null ? [] : [{ id: held.id, ...found }];
    });
    return Promise.resolve(marked);
  }

  async findMarked(ticketId: TicketId, marker: Marker, code: string): Promise<readonly MarkedMessage[]> {
    const marked = await this.listMarked(ticketId);
    return marked.filter(
      (found) =>
        found.marker.side === marker.side &&
        found.marker.messageId === marker.messageId &&
        found.marker.revision === marker.revision &&
        found.marker.code === code,
    );
  }

  /** What a refused write to a ticket that is not there seems to concern: Requestor answers 400 to everything. */
  abstract readonly refusalConcerns: "ticket" | "message";

  protected now(): number {
    return this.parts.clock.now() + this.parts.skewMs;
  }

  /** The ability of SuperOffice: what it shows over all tickets. */
  protected feedItems(): FeedItem[] {
    return this.visible().map((held) => ({
      ticketId: held.ticketId,
      messageId: held.id,
      createdAt: this.read(held)?.createdAt ?? null,
    }));
  }

  #on(ticketId: TicketId): HeldMessage[] {
    return this.visible().filter((held) => held.ticketId === ticketId);
  }

  /** What the API shows over all tickets. */
  protected visible(): HeldMessage[] {
    const now = this.parts.clock.now();
    return this.held.filter(({ visibleAt, removed }) => visibleAt <= now && !removed);
  }

  /** Each one higher than those before it, and another than any ticket of the other side has. */
  #nextTicketId(): TicketId {
    this.#lastTicketId += 1;
    return String(this.#lastTicketId * 2 + (this.side === "requestor" ? 1 : 0)) as TicketId;
  }

  #nextId(): MessageId {
    this.#lastId += 1;
    return String(this.#lastId) as MessageId;
  }

  /** A ticket and its first message are seen together. */
  #begin(ticketId: TicketId, { wire, posted }: { wire: object; posted: PostedMirror }): HeldMessage {
    const id = this.#nextId();
    return this.#hold({ id, ticketId, wire: { Id: Number(id), ...wire }, posted }, 0);
  }

  #hold(message: Omit<HeldMessage, "visibleAt" | "removed">, visibleAfterMs: number): HeldMessage {
    const held = { ...message, visibleAt: this.parts.clock.now() + visibleAfterMs, removed: false };
    this.held.push(held);
    return held;
  }

  #notThere(ticketId: TicketId, fault: "ticket" | "message"): DeliveryError {
    return new DeliveryError(`${this.side} does not have ticket ${ticketId}.`, { decision: "permanent", fault });
  }
}
