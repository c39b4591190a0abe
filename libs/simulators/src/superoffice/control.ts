import type { BodyAlteration } from "../body-alteration.ts";
import { idsOf } from "../page.ts";
import type { PageOptions } from "../page.ts";
import { SimulatorControl } from "../simulator-control.ts";
import type { ControlParts } from "../simulator-control.ts";
import type { SuperOfficeAuthority } from "./auth.ts";
import type { NewMessageFacts, SuperOfficeDesk } from "./desk.ts";
import type { SuperOfficeAttachment, SuperOfficeMessage, SuperOfficeTicket, SuperOfficeWebhook } from "./model.ts";
import { SYSTEM_ASSOCIATE } from "./options.ts";
import { saveWebhook } from "./webhook-api.ts";
import type { WebhookFields } from "./webhook-api.ts";
import type { WebhookDelivery, WebhookTry } from "./webhooks.ts";

export type SuperOfficeTicketView = SuperOfficeTicket & { numMessages: number; messages: SuperOfficeMessage[] };

export type NewSuperOfficeTicket = Partial<Omit<SuperOfficeTicket, "person">> & {
  /** The customer; one with the same address is the same person. */
  customer?: { name: string; email: string };
};

export type NewSuperOfficeAttachment = Pick<SuperOfficeAttachment, "name"> &
  Partial<Omit<SuperOfficeAttachment, "id" | "content">> & {
    /** Base64. */
    content: string;
  };

export type NewSuperOfficeMessage = Partial<Omit<SuperOfficeMessage, "ticketId" | "attachmentIds">> & {
  attachments?: NewSuperOfficeAttachment[];
  /** `customer` (default): incoming mail, which the system user stores. A number: the associate who writes. */
  from?: "customer" | number;
  /** Short for the body: plain text, or HTML when `html` is true. */
  text?: string;
  html?: boolean;
  /** The id is taken now, the message is visible only so much later; without it the fault mix decides. */
  visibleAfterMs?: number;
};

export type SuperOfficeTicketChange = Partial<Omit<SuperOfficeTicket, "id">> & {
  closed?: boolean;
  mergedInto?: number;
  /** Associate id of who does it; default 5, Kim. */
  by?: number;
};

const KIM = 5;

/** What a person or a test does to the helpdesk itself, past its API. */
export class SuperOfficeControl extends SimulatorControl {
  readonly #desk: SuperOfficeDesk;
  readonly #delivery: WebhookDelivery;
  readonly #authority: SuperOfficeAuthority;
  readonly #move: () => Promise<string>;

  constructor(
    parts: ControlParts & {
      desk: SuperOfficeDesk;
      delivery: WebhookDelivery;
      authority: SuperOfficeAuthority;
      move: () => Promise<string>;
    },
  ) {
    super(parts);
    this.#desk = parts.desk;
    this.#delivery = parts.delivery;
    this.#authority = parts.authority;
    this.#move = parts.move;
  }

  createTicket(fields: NewSuperOfficeTicket = {}): SuperOfficeTicketView {
    const { customer, ...rest } = fields;
    const person = customer ? this.#desk.newPerson(customer.name, customer.email) : null;
    const { id } = this.#desk.createTicket(
      { ...rest, person },
      rest.createdBy ?? (person ? SYSTEM_ASSOCIATE.associateId : KIM),
    );
    return this.ticket(id);
  }

  /** Returns the message also when nobody can see it yet. */
  addMessage(ticketId: number, fields: NewSuperOfficeMessage = {}): SuperOfficeMessage {
    const { from = "customer", text, html = false, visibleAfterMs, attachments = [], ...others } = fields;
    const attachmentIds = attachments.map((attachment) => this.#desk.attach(attachment).id);
    const rest = { ...others, attachmentIds };
    const words =
      text === undefined ? {} : html ? { htmlBody: text, body: "", type: "Html" } : { body: text, type: "Plain" };
    const ticket = this.#desk.ticket(ticketId);
    if (from !== "customer") {
      const badge = rest.slevel === "Internal" ? "Comment" : "Reply";
      return this.#store({ slevel: "External", badge, ...words, ...rest, ticketId }, from, visibleAfterMs);
    }
    const person = ticket.person ?? this.#desk.newPerson("Jane Doe", "jane@example.com");
    const mail = { slevel: "External", badge: "Incoming", person, author: person.email };
    return this.#store({ ...mail, ...words, ...rest, ticketId }, SYSTEM_ASSOCIATE.associateId, visibleAfterMs);
  }

  /** `attachments` are added, and those of the names in `detach` taken away. */
  editMessage(
    id: number,
    fields: Omit<NewSuperOfficeMessage, "visibleAfterMs"> & { detach?: string[] },
  ): SuperOfficeMessage {
    const { from = KIM, text, html = false, attachments = [], detach = [], ...others } = fields;
    const kept = this.attachments(id).filter(({ name }) => !detach.includes(name));
    const attachmentIds = [...kept, ...attachments.map((attachment) => this.#desk.attach(attachment))].map(
      (attachment) => attachment.id,
    );
    const rest = { ...others, attachmentIds };
    const words = text === undefined ? {} : html ? { htmlBody: text, type: "Html" } : { body: text };
    return { ...this.#desk.changeMessage(id, { ...words, ...rest }, typeof from === "number" ? from : KIM) };
  }

  /** Takes the next id without a message: one added with it later becomes visible late and out of order. */
  reserveMessageId(): number {
    return this.#desk.state.takeMessageId();
  }

  deleteMessage(id: number, by = KIM): void {
    this.#desk.deleteMessage(id, by);
  }

  setTicket(id: number, change: SuperOfficeTicketChange): SuperOfficeTicketView {
    const { closed, mergedInto, by = KIM, ...fields } = change;
    if (mergedInto !== undefined) this.#desk.mergeTicket(id, mergedInto, by);
    const now = this.#desk.now().toISOString();
    const state =
      closed === undefined
        ? {}
        : closed
          ? { baseStatus: "Closed", closedAt: now }
          : { baseStatus: "Active", closedAt: null };
    const changed = { ...state, ...fields };
    if (Object.keys(changed).length > 0) this.#desk.changeTicket(id, changed, by);
    return this.ticket(id);
  }

  /** A person opens the ticket: a webhook that means nothing. */
  readTicket(id: number, by = KIM): void {
    this.#desk.readTicket(id, by);
  }

  /** The ticket is gone for good: 404 from now on. */
  removeTicket(id: number): void {
    this.#desk.removeTicket(id);
  }

  /** By id; with a page those with a greater id than `after`. */
  tickets(page: PageOptions = {}): SuperOfficeTicketView[] {
    return idsOf(this.#desk.state.tickets, page).map((id) => this.ticket(id));
  }

  ticket(id: number): SuperOfficeTicketView {
    const messages = this.messages(id);
    return { ...this.#desk.ticket(id), numMessages: messages.length, messages };
  }

  /** The messages of a ticket as stored, by id. */
  messages(ticketId: number): SuperOfficeMessage[] {
    return this.#desk.state.messagesOf(ticketId).map((message) => ({ ...message }));
  }

  /** The attachments of a message, as stored. */
  attachments(messageId: number): SuperOfficeAttachment[] {
    return this.#desk.state.attachmentsOf(this.#desk.message(messageId)).map((attachment) => ({ ...attachment }));
  }

  /** Every attachment there is, also those of no message. */
  allAttachments(): SuperOfficeAttachment[] {
    return [...this.#desk.state.attachments.values()].map((attachment) => ({ ...attachment }));
  }

  /** The bytes of an attachment are lost: its content is 404 from now on. */
  loseContent(attachmentId: number): void {
    const attachment = this.#desk.state.attachments.get(attachmentId);
    if (attachment) attachment.content = null;
  }

  /** The messages of all tickets by id, those with a greater id than `after`. */
  messagePage(page: PageOptions): SuperOfficeMessage[] {
    return idsOf(this.#desk.state.messages, page).map((id) => ({ ...this.#desk.message(id) }));
  }

  override clearRecords(): void {
    super.clearRecords();
    this.#delivery.clear();
  }

  alterBodies(alteration: BodyAlteration): void {
    this.#desk.alteration = alteration;
  }

  override setClockSkew(ms: number): void {
    this.#desk.clockSkewMs = ms;
  }

  expireTickets(): void {
    this.#authority.expireTickets();
  }

  /** The tenant moves to another origin: the old one answers 421, the state API names the new one, which is returned. */
  moveTenant(): Promise<string> {
    return this.#move();
  }

  /** Registers a webhook as an administrator would, with the test call and the https rule. */
  async registerWebhook(fields: WebhookFields & { targetUrl: string }): Promise<SuperOfficeWebhook> {
    const complete = { name: "bridge", events: ["ticket.created", "ticket.changed"], ...fields };
    return { ...(await saveWebhook(this.#desk, this.#delivery, complete, undefined)) };
  }

  /** An administrator stops a webhook. */
  async stopWebhook(id: number): Promise<void> {
    await saveWebhook(this.#desk, this.#delivery, { state: "Stopped" }, this.#desk.state.webhooks.get(id));
  }

  webhooks(): SuperOfficeWebhook[] {
    return [...this.#desk.state.webhooks.values()].map((hook) => ({ ...hook }));
  }

  /** Every try to deliver an event so far. */
  webhookTries(): WebhookTry[] {
    return this.#delivery.tries();
  }

  #store(fields: NewMessageFacts, by: number, visibleAfterMs: number | undefined): SuperOfficeMessage {
    const message = this.#desk.draftMessage(fields, by);
    const late = this.troubles.lateVisibleMs(visibleAfterMs);
    if (late === null) this.#desk.commitMessage(message, by, "person");
    else this.troubles.lateMessages.commitAfter(late, () => this.#desk.commitMessage(message, by, "person"));
    return { ...message };
  }
}
