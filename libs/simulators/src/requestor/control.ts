import type { BodyAlteration } from "../body-alteration.ts";
import type { ChangeSignal, Truthy, WaitOptions } from "../change-signal.ts";
import type { FaultPlan } from "../faults.ts";
import type { CallObserver, Records, RequestCounts, WriteRecord } from "../records.ts";
import type { Automation, HintRecord } from "./automation.ts";
import type { RequestorDesk } from "./desk.ts";
import type { RequestorHook, RequestorMessage, RequestorTicket, RequestorUser } from "./model.ts";
import { ticketRef } from "./model.ts";

export type RequestorTicketView = RequestorTicket & { ref: string; messages: RequestorMessage[] };

export type NewRequestorTicket = Partial<RequestorTicket> & {
  /** User name of who submits it; default the first customer. */
  from?: string;
};

export type NewRequestorMessage = Partial<Omit<RequestorMessage, "ticketId" | "body">> & {
  /** User name of who writes; default the ticket's submitter. */
  from?: string;
  /** The body, plain unless `html` is true. */
  text?: string;
};

export type RequestorTicketChange = Partial<Omit<RequestorTicket, "id">>;

/** What a person or a test does to the helpdesk itself, past its API. */
export class RequestorControl {
  readonly faults: FaultPlan;
  readonly #desk: RequestorDesk;
  readonly #records: Records;
  readonly #signal: ChangeSignal;
  readonly #automation: Automation;

  constructor(parts: {
    desk: RequestorDesk;
    faults: FaultPlan;
    records: Records;
    signal: ChangeSignal;
    automation: Automation;
  }) {
    this.faults = parts.faults;
    this.#desk = parts.desk;
    this.#records = parts.records;
    this.#signal = parts.signal;
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

  addMessage(ticketId: number, fields: NewRequestorMessage = {}): RequestorMessage {
    const { from, text = "", ...rest } = fields;
    const ticket = this.#ticket(ticketId);
    const author = from === undefined ? this.#desk.user(ticket.submitterKey) : this.#user(from);
    if (!author) throw new RangeError(`Ticket ${ticketId} has no known submitter.`);
    return { ...this.#desk.addMessage({ ...rest, ticketId, body: text }, author) };
  }

  editMessage(id: number, fields: { text?: string; html?: boolean; private?: boolean }): RequestorMessage {
    const message = this.#message(id);
    const { text, ...rest } = fields;
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

  tickets(): RequestorTicketView[] {
    return [...this.#desk.tickets.keys()].map((id) => this.ticket(id));
  }

  ticket(id: number): RequestorTicketView {
    const ticket = this.#ticket(id);
    return { ...ticket, ref: ticketRef(ticket), messages: this.messages(id) };
  }

  /** The messages of a ticket as stored, by id. */
  messages(ticketId: number): RequestorMessage[] {
    return this.#desk.messagesOf(ticketId).map((message) => ({ ...message }));
  }

  users(): RequestorUser[] {
    return this.#desk.settings.users.map((user) => ({ ...user }));
  }

  writes(): WriteRecord[] {
    return this.#records.writes();
  }

  requests(): RequestCounts {
    return this.#records.requests();
  }

  /** Tells the observer of every call and write from now on; the returned function ends that. */
  observe(observer: CallObserver): () => void {
    return this.#records.observe(observer);
  }

  clearRecords(): void {
    this.#records.clear();
    this.#automation.clear();
  }

  alterBodies(alteration: BodyAlteration): void {
    this.#desk.alteration = alteration;
  }

  setClockSkew(ms: number): void {
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

  get version(): number {
    return this.#signal.version;
  }

  /** Calls `listener` after every change of state or record; the returned function ends that. */
  onChange(listener: () => void): () => void {
    return this.#signal.subscribe(listener);
  }

  /** Resolves with the first truthy answer of `predicate`, looked at now and after every change. */
  waitFor<T>(predicate: (control: this) => T, options?: WaitOptions): Promise<Truthy<T>> {
    return this.#signal.waitFor(() => predicate(this), options);
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
