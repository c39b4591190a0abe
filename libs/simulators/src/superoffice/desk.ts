import { alterHtml, alterPlain } from "../body-alteration.ts";
import type { BodyAlteration } from "../body-alteration.ts";
import type { ChangeSignal } from "../change-signal.ts";
import type { Ledger, Maker, Shown } from "../ledger.ts";
import { notFound } from "./errors.ts";
import type {
  SuperOfficeAgent,
  SuperOfficeAttachment,
  SuperOfficeMessage,
  SuperOfficePerson,
  SuperOfficeTicket,
} from "./model.ts";
import { SYSTEM_ASSOCIATE } from "./options.ts";
import type { SuperOfficeSettings } from "./options.ts";
import type { SuperOfficeState } from "./state.ts";

export type TicketEvent = {
  event: "ticket.created" | "ticket.changed";
  ticketId: number;
  /** Database columns. */
  changes: string[];
  byAssociateId: number;
};

export type NewMessageFacts = Partial<SuperOfficeMessage> & { ticketId: number };

/** The helpdesk's own rules: what a change does to a ticket and whom it tells. API and people go through here. */
export class SuperOfficeDesk {
  readonly state: SuperOfficeState;
  readonly settings: SuperOfficeSettings;
  alteration: BodyAlteration;
  clockSkewMs: number;
  readonly #ledger: Ledger;
  readonly #signal: ChangeSignal;
  readonly #announce: (event: TicketEvent) => void;

  constructor(
    settings: SuperOfficeSettings,
    { state, ledger }: { state: SuperOfficeState; ledger: Ledger },
    signal: ChangeSignal,
    announce: (event: TicketEvent) => void,
  ) {
    this.settings = settings;
    this.state = state;
    this.#ledger = ledger;
    this.alteration = settings.alterBodies;
    this.clockSkewMs = settings.clockSkewMs;
    this.#signal = signal;
    this.#announce = announce;
  }

  /** Says that the tables changed, for what is not changed through the desk. */
  changed(): void {
    this.#signal.changed();
  }

  now(): Date {
    return new Date(Date.now() + this.clockSkewMs);
  }

  agent(associateId: number): SuperOfficeAgent {
    return this.settings.agents.find((agent) => agent.associateId === associateId) ?? SYSTEM_ASSOCIATE;
  }

  ticket(id: number): SuperOfficeTicket {
    const ticket = this.state.tickets.get(id);
    if (!ticket) throw notFound("Ticket", id);
    return ticket;
  }

  message(id: number): SuperOfficeMessage {
    const message = this.state.messages.get(id);
    if (!message) throw notFound("TicketMessage", id);
    return message;
  }

  createTicket(fields: Partial<SuperOfficeTicket>, by: number): SuperOfficeTicket {
    const now = this.now().toISOString();
    const ticket: SuperOfficeTicket = {
      title: "",
      createdAt: now,
      lastChanged: now,
      readByOwner: null,
      closedAt: null,
      repliedAt: null,
      createdBy: by,
      ownedBy: 0,
      author: fields.person?.email ?? this.agent(by).fullName,
      slevel: "External",
      baseStatus: "Active",
      origin: "Internal",
      person: null,
      connectId: -1,
      readStatus: "Red",
      numReplies: 0,
      fromAddress: "",
      category: 2,
      priority: 2,
      ...fields,
      id: fields.id ?? this.state.takeTicketId(),
    };
    this.state.insertTicket(ticket);
    this.#announce({ event: "ticket.created", ticketId: ticket.id, changes: ["id"], byAssociateId: by });
    this.#signal.changed();
    return ticket;
  }

  changeTicket(id: number, fields: Partial<SuperOfficeTicket>, by: number): SuperOfficeTicket {
    const ticket = this.ticket(id);
    Object.assign(ticket, fields, { id });
    this.state.rememberPerson(ticket.person);
    if (fields.slevel !== undefined) {
      for (const message of this.state.messagesOf(id)) this.#ledger.shown(message.id, this.#shown(message));
    }
    this.#touch(ticket, Object.keys(fields).map(columnOf), by);
    return ticket;
  }

  /** A person opened the ticket: it counts as a change, although nothing of interest changed. */
  readTicket(id: number, by: number): void {
    const ticket = this.ticket(id);
    ticket.readByOwner = this.now().toISOString();
    ticket.readStatus = "Green";
    this.#announce({ event: "ticket.changed", ticketId: id, changes: ["id", "read_by_owner"], byAssociateId: by });
    this.#signal.changed();
  }

  addMessage(fields: NewMessageFacts, by: number, via: Maker["via"]): SuperOfficeMessage {
    const message = this.draftMessage(fields, by);
    this.commitMessage(message, by, via);
    return message;
  }

  /** An attachment with its bytes that is of no message yet. */
  attach(
    facts: Pick<SuperOfficeAttachment, "name"> & Partial<SuperOfficeAttachment> & { content: string },
  ): SuperOfficeAttachment {
    return this.state.insertAttachment({
      contentType: "application/octet-stream",
      attSize: Buffer.byteLength(facts.content, "base64"),
      inlineImage: false,
      contentId: "",
      authKey: "key",
      ...facts,
    });
  }

  /** A message with its id and its time that nobody can see yet. */
  draftMessage(fields: NewMessageFacts, by: number): SuperOfficeMessage {
    const now = this.now().toISOString();
    return {
      ...this.blankMessage(),
      createdAt: now,
      changedAt: now,
      createdBy: by,
      author: this.agent(by).fullName,
      searchTitle: this.ticket(fields.ticketId).title,
      ...fields,
      ...this.#altered(fields),
      id: fields.id ?? this.state.takeMessageId(),
    };
  }

  /** Throws not-found when the ticket is gone. */
  commitMessage(message: SuperOfficeMessage, by: number, via: Maker["via"]): void {
    const ticket = this.ticket(message.ticketId);
    this.state.putMessage(message);
    this.#ledger.stored(message.id, ticket.id, { via, account: this.agent(by).name }, this.#shown(message));
    const columns = ["last_changed", "num_messages"];
    if (message.slevel === "External" && message.person === null) {
      ticket.numReplies += 1;
      ticket.repliedAt ??= this.now().toISOString();
      columns.push("num_replies", "replied_at");
    }
    if (ticket.readStatus === "Green" && ticket.ownedBy !== by) {
      ticket.readStatus = "Yellow";
      columns.push("read_status");
    }
    this.#touch(ticket, columns, by);
  }

  changeMessage(id: number, fields: Partial<SuperOfficeMessage>, by: number): SuperOfficeMessage {
    const old = this.message(id);
    const changed: SuperOfficeMessage = {
      ...old,
      ...fields,
      ...this.#altered(fields),
      id,
      ticketId: old.ticketId,
      changedAt: this.now().toISOString(),
    };
    this.state.putMessage(changed);
    if (fields.body !== undefined || fields.htmlBody !== undefined) this.#ledger.edited(id);
    this.#ledger.shown(id, this.#shown(changed));
    const ticket = this.state.tickets.get(old.ticketId);
    if (ticket && this.settings.editMovesLastChanged) this.#touch(ticket, ["last_changed"], by);
    this.#signal.changed();
    return changed;
  }

  deleteMessage(id: number, by: number): void {
    const { ticketId } = this.message(id);
    this.state.removeMessage(id);
    this.#ledger.gone(id);
    this.#touch(this.ticket(ticketId), ["last_changed", "num_messages"], by);
  }

  /** Messages move to the master; the merged ticket stays as an empty pointer. */
  mergeTicket(id: number, masterId: number, by: number): void {
    this.ticket(masterId);
    for (const old of this.state.messagesOf(id)) {
      const message = { ...old, ticketId: masterId };
      this.state.putMessage(message);
      this.#ledger.moved(message.id, masterId);
      this.#ledger.shown(message.id, this.#shown(message));
    }
    this.changeTicket(id, { baseStatus: "Merged", connectId: masterId }, by);
    this.#touch(this.ticket(masterId), ["last_changed", "num_messages"], by);
  }

  removeTicket(id: number): void {
    this.ticket(id);
    for (const message of this.state.messagesOf(id)) this.#ledger.gone(message.id);
    this.state.removeTicket(id);
    this.#signal.changed();
  }

  newPerson(fullName: string, email: string): SuperOfficePerson {
    return this.state.personByEmail(email) ?? { personId: this.state.takePersonId(), fullName, email };
  }

  /** What a message is that nobody has filled in. */
  blankMessage(): SuperOfficeMessage {
    return {
      id: 0,
      ticketId: 0,
      createdAt: "",
      changedAt: "",
      createdBy: 0,
      author: "",
      slevel: this.settings.defaultSlevel,
      type: "Plain",
      messageId: "",
      timeSpent: 0,
      body: "",
      htmlBody: "",
      emailHeader: "",
      debugInfo: "",
      mailSorter: "",
      messageCategory: "Message",
      person: null,
      searchTitle: "",
      messageHeaders: [],
      important: false,
      language: "",
      sentiment: 0,
      sentimentConfidence: 0,
      badge: "Unknown",
      extraFields: {},
      customFields: {},
      attachmentIds: [],
    };
  }

  /** The customer portal shows what is External in a ticket that is External. */
  #shown(message: SuperOfficeMessage): Shown {
    const open = message.slevel === "External" && this.state.tickets.get(message.ticketId)?.slevel === "External";
    return open ? "public" : "internal";
  }

  #altered(fields: Partial<SuperOfficeMessage>): Partial<SuperOfficeMessage> {
    const { body, htmlBody, type } = fields;
    return {
      ...(body === undefined
        ? {}
        : {
            body:
              type === "Html" && htmlBody === "" ? alterHtml(body, this.alteration) : alterPlain(body, this.alteration),
          }),
      ...(htmlBody === undefined ? {} : { htmlBody: alterHtml(htmlBody, this.alteration) }),
    };
  }

  #touch(ticket: SuperOfficeTicket, columns: string[], by: number): void {
    ticket.lastChanged = this.now().toISOString();
    this.#announce({
      event: "ticket.changed",
      ticketId: ticket.id,
      changes: ["id", ...new Set(["last_changed", ...columns])],
      byAssociateId: by,
    });
    this.#signal.changed();
  }
}

/** The database column of a ticket's field, as webhooks name it. */
function columnOf(field: string): string {
  if (field === "baseStatus") return "status";
  return field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
