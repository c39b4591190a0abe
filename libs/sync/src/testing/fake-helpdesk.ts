import type {
  DeliveryError,
  Account,
  CreatedMessage,
  CreatedTicket,
  Helpdesk,
  MarkedMessage,
  Marker,
  Message,
  MessageEdit,
  MessageId,
  OutgoingMessage,
  OutgoingTicket,
  Side,
  Ticket,
  TicketCreation,
  TicketFacts,
  TicketId,
  TicketListing,
  WriteOptions,
} from "@ticket-bridge/helpdesk";
import { parseAttribution, parseSuperofficeMessageId } from "@ticket-bridge/mapping";

import type { Clock } from "../ports/clock.ts";
import { carryOut, type FakeWrite, type WriteFault } from "./fake-write.ts";
import { versionOf } from "./version-of.ts";

export interface Stored {
  message: Message;
  readonly byBridge: boolean;
  /** When the API begins to show it: an id may be given long before its transaction ends. */
  readonly visibleAt: number;
}

export interface FakeTicket extends Partial<Pick<TicketFacts, "isSpam" | "contact" | "category">> {
  readonly title: string;
  readonly createdAt: number;
  readonly byBridge: boolean;
  /** As the API tells it, where it is not the usual. */
  readonly shown?: Partial<Ticket>;
  /** What the bridge asked for. */
  readonly asked?: OutgoingTicket;
}

/** A helpdesk in memory on a simulated clock: what the engine needs of one, with the faults that matter to it. */
export class FakeHelpdesk implements Helpdesk, TicketCreation {
  readonly side: Side;
  readonly everyTicketHoldsInternal: boolean;
  readonly stored: Stored[] = [];
  readonly faults: WriteFault[] = [];
  /** A failure for every read while set. */
  readFault: DeliveryError | null = null;
  /** A failure for every listing of a ticket while set. */
  listingFault: DeliveryError | null = null;
  calls = { reads: 0, writes: 0 };
  /** Edits of the bridge that were carried out. */
  readonly edits: MessageEdit[] = [];
  /** Judges each write before it is carried out: what it returns is thrown. */
  refusal: (message: OutgoingMessage) => DeliveryError | null = () => null;
  /** Called between a commit and its answer: a webhook that overtakes. */
  afterCommit: (message: Message) => Promise<void> = () => Promise.resolve();
  canHoldInternal = true;
  /** Tickets that cannot hold an internal message although the others can. */
  readonly publicOnly = new Set<string>();
  readonly missing = new Set<string>();
  /** Tickets that somebody opened, and those the bridge made; any other is an old one. */
  readonly tickets = new Map<string, FakeTicket>();
  /** As which requests tickets were to be made. */
  readonly ticketRequests: string[] = [];
  readonly newTicketNeedsMessage: boolean;
  readonly longestTitle = 255;
  /** How long a new ticket is not found by a search. */
  searchLagMs = 3_000;
  /** Judges each ticket before it is made: what it returns is thrown. */
  ticketRefusal: (ticket: OutgoingTicket) => DeliveryError | null = () => null;
  protected readonly clock: Clock;
  #lastId = 1_000;
  #lastTicketId = 9_000;

  constructor(side: Side, clock: Clock) {
    this.side = side;
    this.everyTicketHoldsInternal = side === "superoffice";
    this.newTicketNeedsMessage = side === "requestor";
    this.clock = clock;
  }

  /** A person writes. */
  write(ticketId: TicketId, text: string, overrides: Partial<Message> = {}, visibleAfterMs = 0): Message {
    return this.#store(
      {
        ticketId,
        visibility: "public",
        content: { format: "plain", text },
        author: { name: "Jane Doe", email: null, role: "customer" },
        createdAt: this.clock.now(),
        externalId: null,
      },
      false,
      overrides,
      visibleAfterMs,
    );
  }

  /** The server carries out a write of the bridge. */
  commit(message: OutgoingMessage): Message {
    return this.#store(message, true);
  }

  /** The mirrors on a ticket in their order, as words and visibility. */
  mirrorsOn(ticketId: TicketId): Message[] {
    return this.stored
      .filter(({ message, byBridge }) => byBridge && message.ticketId === ticketId)
      .map((s) => s.message);
  }

  replace(id: MessageId, change: Partial<Message>): void {
    for (const stored of this.stored) {
      if (stored.message.id === id) stored.message = { ...stored.message, ...change };
    }
  }

  describeAccount(): Promise<Account> {
    return Promise.resolve({ id: "1", name: "bridge", canWriteInternal: true });
  }

  readTicket(ticketId: TicketId): Promise<Ticket | null> {
    return this.read(() => this.#ticket(ticketId));
  }

  listMessages(ticketId: TicketId): Promise<TicketListing | null> {
    return this.read(() => {
      if (this.listingFault !== null) throw this.listingFault;
      const ticket = this.#ticket(ticketId);
      if (ticket === null) return null;
      const messages = this.#on(ticketId).map((message) => ({
        id: message.id,
        createdAt: message.createdAt,
        changedAt: message.changedAt,
        version: versionOf(message),
        message: this.side === "requestor" ? message : null,
      }));
      return { ticket, messages: messages.reverse() };
    });
  }

  readMessages(ticketId: TicketId, ids: readonly MessageId[]): Promise<readonly Message[]> {
    return this.read(() => this.#on(ticketId).filter(({ id }) => ids.includes(id)));
  }

  /** A person opens a ticket. */
  open(ticketId: TicketId, ticket: Partial<FakeTicket> = {}): void {
    const usual = { title: `Ticket ${ticketId}`, createdAt: this.clock.now(), byBridge: false };
    this.tickets.set(ticketId, { ...usual, ...ticket });
  }

  readTicketFacts(ticketId: TicketId): Promise<TicketFacts | null> {
    return this.read(() => {
      const ticket = this.#ticket(ticketId);
      const opened = this.tickets.get(ticketId);
      if (ticket === null) return null;
      return {
        ticket,
        createdAt: opened?.createdAt ?? 0,
        isSpam: opened?.isSpam ?? false,
        contact: opened?.contact ?? null,
        category: opened?.category ?? null,
        priority: null,
        messageIds: this.#on(ticketId).map(({ id }) => id),
      };
    });
  }

  createTicket(ticket: OutgoingTicket, { beforeBytes, correlationId }: WriteOptions): Promise<CreatedTicket> {
    if (correlationId !== undefined) this.ticketRequests.push(correlationId);
    return this.takeWrite("ticket", {
      beforeBytes,
      refusal: () => this.ticketRefusal(ticket),
      commit: () => this.commitTicket(ticket),
    });
  }

  /** The server carries out the making of a ticket. */
  commitTicket(asked: OutgoingTicket): CreatedTicket {
    this.#lastTicketId += 1;
    const id = String(this.#lastTicketId) as TicketId;
    this.tickets.set(id, { title: asked.title, createdAt: this.clock.now(), byBridge: true, asked });
    if (asked.firstMessage !== null) {
      const author = { name: "Ticket Bridge", email: null, role: "agent" } as const;
      const said = { content: asked.firstMessage, visibility: "public", createdAt: this.clock.now() } as const;
      this.#store({ ticketId: id, author, externalId: null, ...said }, true, { writtenBy: "other" });
    }
    return { id, ref: null, status: 200 };
  }

  findTicketsByCode(code: string): Promise<readonly Ticket[]> {
    const before = this.clock.now() - this.searchLagMs;
    return this.read(() =>
      [...this.tickets]
        .filter(([, { title, createdAt }]) => title.includes(code) && createdAt <= before)
        .flatMap(([id]) => this.#ticket(id as TicketId) ?? []),
    );
  }

  /** The tickets the bridge made, in their order. */
  made(): [string, FakeTicket][] {
    return [...this.tickets].filter(([, { byBridge }]) => byBridge);
  }

  async createMessage(message: OutgoingMessage, { beforeBytes }: WriteOptions): Promise<CreatedMessage> {
    const { id, createdAt } = await this.takeWrite("message", {
      beforeBytes,
      refusal: () => this.refusal(message),
      commit: () => this.commit(message),
      answered: (created) => this.afterCommit(created),
    });
    return { id, createdAt, status: 200 };
  }

  listMarked(ticketId: TicketId): Promise<readonly MarkedMessage[]> {
    return this.read(() =>
      this.#on(ticketId).flatMap(({ id, marker, writtenBy }) => (marker === null ? [] : [{ id, marker, writtenBy }])),
    );
  }

  async findMarked(ticketId: TicketId, marker: Marker, code: string): Promise<readonly MarkedMessage[]> {
    const marked = await this.listMarked(ticketId);
    return marked.filter(
      (found) =>
        found.marker.messageId === marker.messageId &&
        found.marker.revision === marker.revision &&
        found.marker.code === code,
    );
  }

  #store(message: OutgoingMessage, byBridge: boolean, overrides: Partial<Message> = {}, visibleAfterMs = 0): Message {
    this.#lastId += 1;
    const stored: Message = {
      side: this.side,
      ticketId: message.ticketId,
      id: String(this.#lastId) as MessageId,
      createdAt: message.createdAt,
      // SuperOffice sets it as it stores a message, whatever time that says it was written at.
      changedAt: byBridge && this.side === "superoffice" ? this.clock.now() : null,
      visibility: message.visibility,
      content: message.content,
      author: message.author,
      writtenBy: byBridge ? "bridge" : "other",
      kind: "message",
      marker:
        message.externalId !== null ? parseSuperofficeMessageId(message.externalId) : parseAttribution(message.content),
      deleted: false,
      attachments: [],
      ...overrides,
    };
    this.stored.push({ message: stored, byBridge, visibleAt: this.clock.now() + visibleAfterMs });
    return stored;
  }

  #on(ticketId: TicketId): Message[] {
    return this.visible().filter((message) => message.ticketId === ticketId);
  }

  protected visible(): Message[] {
    const now = this.clock.now();
    return this.stored.filter(({ visibleAt }) => visibleAt <= now).map(({ message }) => message);
  }

  #ticket(ticketId: TicketId): Ticket | null {
    if (this.missing.has(ticketId)) return null;
    return {
      side: this.side,
      id: ticketId,
      ref: null,
      title: this.tickets.get(ticketId)?.title ?? `Ticket ${ticketId}`,
      visibility: "public",
      canHoldInternal: this.canHoldInternal && !this.publicOnly.has(ticketId),
      state: "open",
      mergedInto: null,
      lastChanged: null,
      ...this.tickets.get(ticketId)?.shown,
    };
  }

  protected async read<Answer>(answer: () => Answer): Promise<Answer> {
    this.calls.reads += 1;
    await Promise.resolve();
    if (this.readFault !== null) throw this.readFault;
    return answer();
  }

  /** A write of the bridge meets the next fault, if one waits. */
  protected async takeWrite<Done>(about: "ticket" | "message", write: FakeWrite<Done>): Promise<Done> {
    const counted = {
      ...write,
      beforeBytes: () => {
        write.beforeBytes();
        this.calls.writes += 1;
      },
    };
    return await carryOut(this.side, about, counted, this.faults.shift(), this.clock);
  }
}
