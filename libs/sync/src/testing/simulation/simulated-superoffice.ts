import type {
  ChangedMessage,
  ChangeFeed,
  ChangePage,
  FeedItem,
  MarkedMessage,
  Message,
  MessageEdit,
  MessageEditing,
  MessageFeed,
  MessageId,
  OutgoingMessage,
  OutgoingTicket,
  Ticket,
  TicketFacts,
  TicketId,
  Written,
} from "@ticket-bridge/helpdesk";
import {
  parseSuperofficeMessageId,
  superofficeEditToWire,
  superofficeMessageToWire,
  superofficeNewTicketToWire,
  superofficeTicketFactsFromWire,
  superofficeTicketFromWire,
} from "@ticket-bridge/mapping";

import type { HeldTicket } from "./opened-tickets.ts";
import { SimulatedHelpdesk, type Draft, type HeldMessage, type PostedMirror } from "./simulated-helpdesk.ts";

const bridgeAssociate = { AssociateId: 7, EjUserId: 70, FullName: "Bridge", Type: "EmployeeAssociate" };
const person = { AssociateId: 21, EjUserId: 210, FullName: "Jane Doe", Type: "EmployeeAssociate" };
/** ejuser 1 files all incoming mail, and everything that a system user writes. */
const system = { AssociateId: 1, EjUserId: 1, FullName: "System", Type: "SystemAssociate" };

const changesPage = 20;

/** As an archive tells a moment. */
function wholeSeconds(time: unknown): number {
  return Math.floor(Date.parse(String(time)) / 1_000) * 1_000;
}

/** SuperOffice Service in memory: ids of listings and a feed first, whole messages by calls of their own. */
export class SimulatedSuperOffice extends SimulatedHelpdesk implements MessageFeed, ChangeFeed, MessageEditing {
  readonly side = "superoffice";
  readonly everyTicketHoldsInternal = true;
  readonly refusalConcerns = "ticket";
  readonly newTicketNeedsMessage = false;
  /** Each ticket's own Slevel; a ticket that is not named here is External. */
  readonly ticketSlevels = new Map<TicketId, unknown>();
  /** One call saves a message with its files. */
  savesTogether = true;

  readFeed(after: MessageId | null, limit: number): Promise<readonly FeedItem[]> {
    const items = this.feedItems().sort((a, b) => Number(a.messageId) - Number(b.messageId));
    return Promise.resolve(items.filter(({ messageId }) => Number(messageId) > Number(after ?? 0)).slice(0, limit));
  }

  async newestMessageId(): Promise<MessageId | null> {
    return (await this.readFeed(null, Number.MAX_SAFE_INTEGER)).at(-1)?.messageId ?? null;
  }

  /** Small pages, so that there are several. */
  changedMessages(from: number): Promise<ChangePage> {
    const all = this.visible()
      .map(({ id, ticketId, wire }): ChangedMessage => {
        const [createdAt, changedAt] = [wire["CreatedAt"], wire["ChangedAt"] ?? wire["CreatedAt"]].map(wholeSeconds);
        const marker = parseSuperofficeMessageId(wire["MessageId"]);
        return { ticketId, messageId: id, createdAt: createdAt ?? null, changedAt: changedAt ?? 0, marker };
      })
      .sort((a, b) => b.changedAt - a.changedAt);
    const to = from + changesPage;
    return Promise.resolve({ kind: "told", changes: all.slice(from, to), next: to < all.length ? to : null });
  }

  /** The network in front carries it out: see {@link replace}. */
  updateMessage(): Promise<Written> {
    return Promise.reject(new Error("Edits reach the simulated SuperOffice by its network only."));
  }

  /** As the call reads it first; null when it is gone. */
  readForEdit({ messageId }: MessageEdit): Message | null {
    const held = this.held.find(({ id, removed }) => id === messageId && !removed);
    return held === undefined ? null : this.read(held);
  }

  /** The server carries out a PUT of the bridge: everything else of the message stays. Null when it is gone. */
  replace(edit: MessageEdit): HeldMessage | null {
    const held = this.held.find(({ id, removed }) => id === edit.messageId && !removed);
    if (held === undefined) return null;
    held.wire = superofficeEditToWire(held.wire, edit);
    return held;
  }

  protected wireOf(id: MessageId, ticketId: TicketId, draft: Draft): Record<string, unknown> {
    const { text, html, told, account, mailId, bounce } = draft;
    return {
      EjMessageId: Number(id),
      Ticket: { TicketId: Number(ticketId) },
      CreatedAt: this.#wireNow(),
      CreatedBy: account === "person" ? person : account === "bridge" ? this.#ownAccount() : system,
      Author: "Jane Doe",
      Slevel: told.wire,
      Type: html ? "Html" : "Plain",
      Body: html ? "" : text,
      HtmlBody: html ? text : "",
      MessageId: mailId ?? "",
      MessageCategory: bounce === true ? "Bounce" : "Message",
    };
  }

  protected store(id: MessageId, message: OutgoingMessage): { wire: object; posted: PostedMirror } {
    const body = superofficeMessageToWire(message);
    const wire = { ...body, EjMessageId: Number(id), CreatedAt: this.#wireNow(), CreatedBy: this.#ownAccount() };
    const posted: PostedMirror = {
      body: { ...body },
      marker: parseSuperofficeMessageId(body.MessageId),
      public: body.Slevel === "External",
      content: message.content,
    };
    return { wire, posted };
  }

  protected read(held: HeldMessage): Message | null {
    // The answer's Ticket says what the ticket's Slevel is by now.
    const ticket = { TicketId: Number(held.ticketId), Slevel: this.#slevelOf(held.ticketId) };
    return this.parts.reading.superoffice(
      { ...held.wire, ...this.#filesOf(held), Ticket: ticket },
      {
        ticketId: held.ticketId,
        ticketVisibility: null,
        ownAssociateId: this.parts.ownAccountKnown ? String(bridgeAssociate.AssociateId) : null,
      },
    );
  }

  /** The archive tells no author. */
  protected markedBy(held: HeldMessage): Omit<MarkedMessage, "id"> | null {
    const marker = parseSuperofficeMessageId(held.wire["MessageId"]);
    return marker === null ? null : { marker, writtenBy: "unknown" };
  }

  protected ticketOf(ticketId: TicketId): Ticket {
    const ticket = superofficeTicketFromWire({
      TicketId: Number(ticketId),
      Title: this.tickets.get(ticketId)?.title ?? `Ticket ${ticketId}`,
      Slevel: this.#slevelOf(ticketId),
      BaseStatus: "Active",
    });
    if (ticket === null) throw new Error(`Ticket ${ticketId} cannot be read.`);
    return ticket;
  }

  protected factsOf(ticketId: TicketId, ticket: HeldTicket, messages: readonly Message[]): TicketFacts {
    const { createdAt, isSpam, email } = ticket;
    return superofficeTicketFactsFromWire(
      {
        CreatedAt: new Date(createdAt).toISOString(),
        BaseStatus: isSpam ? "Spam" : "Active",
        Person: email === null ? null : { FullName: "Jane Doe", Email: email },
      },
      this.ticketOf(ticketId),
      messages.map(({ id }) => id),
    );
  }

  protected newTicket(ticketId: TicketId, asked: OutgoingTicket) {
    const body = superofficeNewTicketToWire(asked, null);
    this.ticketSlevels.set(ticketId, body.Slevel);
    return { body, first: null };
  }

  #filesOf({ id }: HeldMessage): { AttachmentsInfo?: readonly unknown[] } {
    const hung = this.shelf.on(id);
    if (hung.length === 0) return {};
    const AttachmentsInfo = hung.map(({ file }) => ({
      AttachmentId: Number(file.id),
      Name: file.name,
      ContentType: file.contentType,
      AttSize: file.size,
      InlineImage: file.contentId !== null,
      ContentId: file.contentId ?? "",
    }));
    return { AttachmentsInfo };
  }

  #slevelOf(ticketId: TicketId): unknown {
    return this.ticketSlevels.has(ticketId) ? this.ticketSlevels.get(ticketId) : "External";
  }

  #ownAccount() {
    return this.parts.ownAccountKnown ? bridgeAssociate : system;
  }

  #wireNow(): string {
    return new Date(this.now()).toISOString();
  }
}
