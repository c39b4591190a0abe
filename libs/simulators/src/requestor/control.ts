import type { BodyAlteration } from "../body-alteration.ts";
import { idsOf } from "../page.ts";
import type { PageOptions } from "../page.ts";
import { SimulatorControl } from "../simulator-control.ts";
import type { ControlParts } from "../simulator-control.ts";
import type { Automation, HintRecord } from "./automation.ts";
import type { RequestorDesk } from "./desk.ts";
import type { RequestorAttachment, RequestorHook, RequestorMessage, RequestorTicket, RequestorUser } from "./model.ts";
import { ticketRef } from "./model.ts";

export type RequestorTicketView = RequestorTicket & { ref: string; messages: RequestorMessage[] };

export type NewRequestorTicket = Partial<RequestorTicket> & {
  /** User name of who submits it; default the first customer. */
  from?: string;
};

/** `data` is base64. */
export type NewRequestorAttachment = Pick<RequestorAttachment, "fileName" | "data"> & Partial<RequestorAttachment>;

export type NewRequestorMessage = Partial<Omit<RequestorMessage, "ticketId" | "body" | "attachments">> & {
  attachments?: NewRequestorAttachment[];
  /** User name of who writes; default the ticket's submitter. */
  from?: string;
  /** The body, plain unless `html` is true. */
  text?: string;
  /** The id is taken now, the message is visible only so much later; without it the fault mix decides. */
  visibleAfterMs?: number;
};

export type RequestorTicketChange = Partial<Omit<RequestorTicket, "id">>;

/** What a person or a test does to the helpdesk itself, past its API. */
export class RequestorControl extends SimulatorControl {
  readonly #desk: RequestorDesk;
  readonly #automation: Automation;

  constructor(parts: ControlParts & { desk: RequestorDesk; automation: Automation }) {
    super(parts);
    this.#desk = parts.desk;
    this.#automation = parts.automation;
  }

  createTicket(fields: NewRequestorTicket = {}): RequestorTicketView {
    const { from, ...rest } = fields;
    const customer = this.#desk.settings.users.find(({ operator }) => !operator) ?? this.#desk.settings.users[0];
    const submitter = from === undefined ? customer : this.#user(from);
    if (!submitter) throw new RangeError("There is no user who could submit a ticket.");
    const { id } = this.#desk.createTicket({ submitterKey: submitter.userProviderKey, ...rest });
    return this.ticket(id);
  }

  /** Returns the message also when nobody can see it yet. */
  addMessage(ticketId: number, fields: NewRequestorMessage = {}): RequestorMessage {
    const { from, text = "", visibleAfterMs, attachments = [], ...rest } = fields;
    const ticket = this.#ticket(ticketId);
    const author = from === undefined ? this.#desk.user(ticket.submitterKey) : this.#user(from);
    if (!author) throw new RangeError(`Ticket ${ticketId} has no known submitter.`);
    const maker = { via: "person", account: author.username } as const;
    const message = this.#desk.draftMessage(
      {
        ...rest,
        ticketId,
        body: text,
        attachments: attachments.map((attachment) => this.#desk.attachment(attachment)),
      },
      author,
    );
    const late = this.troubles.lateVisibleMs(visibleAfterMs);
    if (late === null) this.#desk.commitMessage(message, maker);
    else this.troubles.lateMessages.commitAfter(late, () => this.#desk.commitMessage(message, maker));
    return { ...message };
  }

  /**
   * `attachments` are added, and those of the names in `detach` taken away. `unmarked`: Edited and EditedTimeUTC stay as
   * they are, since how Requestor sets them is not documented.
   */
  editMessage(
    id: number,
    fields: Pick<NewRequestorMessage, "text" | "html" | "private" | "attachments"> & {
      detach?: string[];
      unmarked?: boolean;
    },
  ): RequestorMessage {
    const message = this.#message(id);
    const { text, attachments = [], detach = [], ...rest } = fields;
    message.attachments = [
      ...message.attachments.filter(({ fileName }) => !detach.includes(fileName)),
      ...attachments.map((attachment) => this.#desk.attachment(attachment)),
    ];
    this.#desk.editMessage(message, text === undefined ? rest : { ...rest, body: text });
    return { ...message };
  }

  /** Takes the next id without a message: one added with it later becomes visible late and out of order. */
  reserveMessageId(): number {
    return this.#desk.takeMessageId();
  }

  /** The message stays in the list, marked as deleted. */
  deleteMessage(id: number): void {
    this.#desk.deleteMessage(this.#message(id));
  }

  /** A changed type is a conversion, after which the ticket has another REF. */
  setTicket(id: number, change: RequestorTicketChange): RequestorTicketView {
    const ticket = this.#ticket(id);
    const closing =
      change.closed === undefined ? {} : { closedUtc: change.closed ? this.#desk.now().toISOString() : null };
    this.#desk.changeTicket(ticket, { ...closing, ...change });
    return this.ticket(id);
  }

  /** The ticket is gone for good. */
  removeTicket(id: number): void {
    this.#desk.removeTicket(this.#ticket(id));
  }

  /** By id; with a page those with a greater id than `after`. */
  tickets(page: PageOptions = {}): RequestorTicketView[] {
    return idsOf(this.#desk.tickets, page).map((id) => this.ticket(id));
  }

  ticket(id: number): RequestorTicketView {
    const ticket = this.#ticket(id);
    return { ...ticket, ref: ticketRef(ticket), messages: this.messages(id) };
  }

  /** The messages of a ticket as stored, by id. */
  messages(ticketId: number): RequestorMessage[] {
    return this.#desk.messagesOf(ticketId).map((message) => ({ ...message }));
  }

  /** The messages of all tickets by id, those with a greater id than `after`. */
  messagePage(page: PageOptions): RequestorMessage[] {
    return idsOf(this.#desk.messages, page).map((id) => ({ ...this.#message(id) }));
  }

  users(): RequestorUser[] {
    return this.#desk.settings.users.map((user) => ({ ...user }));
  }

  override clearRecords(): void {
    super.clearRecords();
    this.#automation.clear();
  }

  alterBodies(alteration: BodyAlteration): void {
    this.#desk.alteration = alteration;
  }

  override setClockSkew(ms: number): void {
    this.#desk.clockSkewMs = ms;
  }

  /** Has every change of a ticket hinted at this address; null ends it. */
  webhook(hook: RequestorHook | null): void {
    this.#desk.setHook(hook);
  }

  /** Sends one hint now, to the installed hook or to the given one. Resolves when it was answered or was not. */
  sendHint(ticketId: number, hook: RequestorHook | null = this.#desk.hook): Promise<HintRecord> {
    if (!hook) throw new RangeError("There is no webhook to send to.");
    return this.#automation.send(hook, this.#ticket(ticketId));
  }

  /** Every hint sent so far. */
  hints(): HintRecord[] {
    return this.#automation.hints();
  }

  #ticket(id: number): RequestorTicket {
    const ticket = this.#desk.tickets.get(id);
    if (!ticket) throw new RangeError(`There is no ticket ${id}.`);
    return ticket;
  }

  #message(id: number): RequestorMessage {
    const message = this.#desk.messages.get(id);
    if (!message) throw new RangeError(`There is no message ${id}.`);
    return message;
  }

  #user(username: string): RequestorUser {
    const user = this.#desk.settings.users.find((one) => one.username === username);
    if (!user) throw new RangeError(`There is no user ${username}.`);
    return user;
  }
}
