import { alterHtml, alterPlain } from "../body-alteration.ts";
import type { BodyAlteration } from "../body-alteration.ts";
import type { ChangeSignal } from "../change-signal.ts";
import type { Ledger, Maker } from "../ledger.ts";
import type {
  RequestorAttachment,
  RequestorDump,
  RequestorHook,
  RequestorMessage,
  RequestorTicket,
  RequestorUser,
} from "./model.ts";
import { ticketRef } from "./model.ts";
import type { RequestorSettings } from "./options.ts";

export type NewMessageFacts = Partial<RequestorMessage> & { ticketId: number; body: string };

/** The helpdesk itself: its tables and what a change does to them. API and people go through here. */
export class RequestorDesk {
  readonly settings: RequestorSettings;
  readonly tickets = new Map<number, RequestorTicket>();
  readonly messages = new Map<number, RequestorMessage>();
  alteration: BodyAlteration;
  clockSkewMs: number;
  hook: RequestorHook | null = null;
  readonly #byTicket = new Map<number, number[]>();
  readonly #ledger: Ledger;
  readonly #signal: ChangeSignal;
  readonly #announce: (ticket: RequestorTicket) => void;
  #nextTicketId = 47;
  #nextMessageId = 991;
  #nextAttachmentId = 301;

  constructor(
    settings: RequestorSettings,
    ledger: Ledger,
    signal: ChangeSignal,
    announce: (ticket: RequestorTicket) => void,
  ) {
    this.settings = settings;
    this.#ledger = ledger;
    this.alteration = settings.alterBodies;
    this.clockSkewMs = settings.clockSkewMs;
    this.#signal = signal;
    this.#announce = announce;
  }

  now(): Date {
    return new Date(Date.now() + this.clockSkewMs);
  }

  user(key: string | null): RequestorUser | undefined {
    return this.settings.users.find(({ userProviderKey }) => userProviderKey === key);
  }

  takeMessageId(): number {
    return this.#nextMessageId++;
  }

  takeAttachmentId(): number {
    return this.#nextAttachmentId++;
  }

  /** An attachment as a person adds it. */
  attachment(
    facts: Pick<RequestorAttachment, "fileName" | "data"> & Partial<RequestorAttachment>,
  ): RequestorAttachment {
    return {
      id: this.takeAttachmentId(),
      contentType: "application/octet-stream",
      contentLength: Buffer.byteLength(facts.data, "base64"),
      ...facts,
    };
  }

  /** An attachment that can be downloaded, with its message. */
  findAttachment(id: number): { attachment: RequestorAttachment; message: RequestorMessage } | undefined {
    for (const message of this.messages.values()) {
      const attachment = message.attachments.find((one) => one.id === id);
      if (attachment) return { attachment, message };
    }
    return undefined;
  }

  createTicket(fields: Partial<RequestorTicket> & { submitterKey: string }): RequestorTicket {
    const ticket: RequestorTicket = {
      type: "Incident",
      subject: "",
      createdUtc: this.now().toISOString(),
      closed: false,
      closedUtc: null,
      solverKey: null,
      serviceId: null,
      isPrivateMessageSupported: !this.user(fields.submitterKey)?.operator,
      ...fields,
      id: fields.id ?? this.#nextTicketId++,
    };
    this.#insertTicket(ticket);
    this.#changed(ticket);
    return ticket;
  }

  changeTicket(ticket: RequestorTicket, fields: Partial<RequestorTicket>): void {
    Object.assign(ticket, fields);
    this.#changed(ticket);
  }

  removeTicket(ticket: RequestorTicket): void {
    for (const { id } of this.messagesOf(ticket.id)) {
      this.messages.delete(id);
      this.#ledger.gone(id);
    }
    this.#byTicket.delete(ticket.id);
    this.tickets.delete(ticket.id);
    this.#signal.changed();
  }

  addMessage(fields: NewMessageFacts, by: RequestorUser, maker: Maker): RequestorMessage {
    const message = this.draftMessage(fields, by);
    this.commitMessage(message, maker);
    return message;
  }

  /** A message with its id and its time that nobody can see yet. */
  draftMessage(fields: NewMessageFacts, by: RequestorUser): RequestorMessage {
    return {
      createdUtc: this.now().toISOString(),
      firstMessage: (this.#byTicket.get(fields.ticketId) ?? []).length === 0,
      userProviderKey: by.userProviderKey,
      userFullName: by.fullName,
      html: false,
      private: false,
      isMobileDevice: false,
      edited: false,
      editedTimeUtc: null,
      bodyOriginal: null,
      bodyHtmlOriginal: null,
      deleted: false,
      attachments: [],
      outboundEmail: null,
      ...fields,
      body: this.#altered(fields.body, fields.html ?? false),
      id: fields.id ?? this.takeMessageId(),
    };
  }

  /** Does nothing when the ticket is gone. */
  commitMessage(message: RequestorMessage, maker: Maker): void {
    if (!this.tickets.has(message.ticketId)) return;
    this.#insertMessage(message);
    this.#ledger.stored(message.id, message.ticketId, maker, message.private ? "internal" : "public");
    this.#messageChanged(message);
  }

  /** @param fields `unmarked`: the message shows no sign that it was edited */
  editMessage(
    message: RequestorMessage,
    fields: { body?: string; html?: boolean; private?: boolean; unmarked?: boolean },
  ): void {
    const html = fields.html ?? message.html;
    if (fields.unmarked !== true) {
      if (fields.body !== undefined) {
        message.bodyOriginal ??= message.html ? null : message.body;
        message.bodyHtmlOriginal ??= message.html ? message.body : null;
      }
      message.edited = true;
      message.editedTimeUtc = this.now().toISOString();
    }
    if (fields.body !== undefined) message.body = this.#altered(fields.body, html);
    message.html = html;
    message.private = fields.private ?? message.private;
    if (fields.body !== undefined) this.#ledger.edited(message.id);
    this.#ledger.shown(message.id, message.private ? "internal" : "public");
    this.#messageChanged(message);
  }

  deleteMessage(message: RequestorMessage): void {
    message.deleted = true;
    this.#ledger.gone(message.id);
    this.#messageChanged(message);
  }

  /** The messages of a ticket by id. */
  messagesOf(ticketId: number): RequestorMessage[] {
    return (this.#byTicket.get(ticketId) ?? [])
      .map((id) => this.messages.get(id))
      .filter((message) => message !== undefined);
  }

  byRef(ref: string): RequestorTicket | undefined {
    const wanted = ref.trim().toUpperCase();
    const id = Number(/\d+$/.exec(wanted)?.[0] ?? 0);
    const ticket = this.tickets.get(id);
    return ticket && ticketRef(ticket) === wanted ? ticket : undefined;
  }

  setHook(hook: RequestorHook | null): void {
    this.hook = hook;
    this.#signal.changed();
  }

  dump(): RequestorDump {
    return {
      version: 1,
      nextTicketId: this.#nextTicketId,
      nextMessageId: this.#nextMessageId,
      nextAttachmentId: this.#nextAttachmentId,
      tickets: [...this.tickets.values()],
      messages: [...this.messages.values()],
      hook: this.hook,
    };
  }

  restore(dump: RequestorDump): void {
    for (const ticket of dump.tickets) this.#insertTicket(ticket);
    for (const message of dump.messages) this.#insertMessage(message);
    this.#nextTicketId = dump.nextTicketId;
    this.#nextMessageId = dump.nextMessageId;
    this.#nextAttachmentId = dump.nextAttachmentId;
    this.hook = dump.hook;
  }

  #insertTicket(ticket: RequestorTicket): void {
    this.tickets.set(ticket.id, ticket);
    this.#nextTicketId = Math.max(this.#nextTicketId, ticket.id + 1);
  }

  #insertMessage(message: RequestorMessage): void {
    this.messages.set(message.id, message);
    const ids = this.#byTicket.get(message.ticketId) ?? [];
    const after = ids.findLastIndex((id) => id < message.id);
    ids.splice(after + 1, 0, message.id);
    this.#byTicket.set(message.ticketId, ids);
    this.#nextMessageId = Math.max(this.#nextMessageId, message.id + 1);
  }

  #altered(body: string, html: boolean): string {
    return html ? alterHtml(body, this.alteration) : alterPlain(body, this.alteration);
  }

  #messageChanged(message: RequestorMessage): void {
    const ticket = this.tickets.get(message.ticketId);
    if (ticket) this.#changed(ticket);
  }

  #changed(ticket: RequestorTicket): void {
    this.#announce(ticket);
    this.#signal.changed();
  }
}
