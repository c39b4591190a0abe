import { AscendingIds } from "../ascending-ids.ts";
import type {
  SuperOfficeAttachment,
  SuperOfficeDump,
  SuperOfficeMessage,
  SuperOfficePerson,
  SuperOfficeTicket,
  SuperOfficeWebhook,
} from "./model.ts";

/** The tables of one tenant with the indexes that the API searches by. */
export class SuperOfficeState {
  readonly tickets = new Map<number, SuperOfficeTicket>();
  readonly messages = new Map<number, SuperOfficeMessage>();
  readonly webhooks = new Map<number, SuperOfficeWebhook>();
  readonly attachments = new Map<number, SuperOfficeAttachment>();
  readonly #byTicket = new Map<number, Set<number>>();
  readonly #byMessageId = new Map<string, Set<number>>();
  readonly #persons = new Map<number, SuperOfficePerson>();
  readonly #personsByEmail = new Map<string, SuperOfficePerson>();
  readonly #order = new AscendingIds();
  #nextTicketId = 734;
  #nextMessageId = 8801;
  #nextWebhookId = 1;
  #nextPersonId = 5001;
  #nextAttachmentId = 701;

  takeTicketId(): number {
    return this.#nextTicketId++;
  }

  takeMessageId(): number {
    return this.#nextMessageId++;
  }

  takeWebhookId(): number {
    return this.#nextWebhookId++;
  }

  insertAttachment(facts: Omit<SuperOfficeAttachment, "id">): SuperOfficeAttachment {
    const attachment = { ...facts, id: this.#nextAttachmentId++ };
    this.attachments.set(attachment.id, attachment);
    return attachment;
  }

  attachmentsOf(message: SuperOfficeMessage): SuperOfficeAttachment[] {
    return message.attachmentIds.map((id) => this.attachments.get(id)).filter((found) => found !== undefined);
  }

  takePersonId(): number {
    return this.#nextPersonId++;
  }

  /** A ticket with an id chosen by a seed also moves the sequence. */
  insertTicket(ticket: SuperOfficeTicket): void {
    this.tickets.set(ticket.id, ticket);
    this.rememberPerson(ticket.person);
    this.#nextTicketId = Math.max(this.#nextTicketId, ticket.id + 1);
  }

  /** The first one of an id or an address stays. */
  rememberPerson(person: SuperOfficePerson | null): void {
    if (!person) return;
    if (!this.#persons.has(person.personId)) this.#persons.set(person.personId, person);
    if (!this.#personsByEmail.has(person.email)) this.#personsByEmail.set(person.email, person);
  }

  /** By id. */
  persons(): SuperOfficePerson[] {
    return [...this.#persons.values()].sort((a, b) => a.personId - b.personId);
  }

  person(id: number): SuperOfficePerson | undefined {
    return this.#persons.get(id);
  }

  personByEmail(email: string): SuperOfficePerson | undefined {
    return this.#personsByEmail.get(email);
  }

  /** Inserts or replaces a message. */
  putMessage(message: SuperOfficeMessage): void {
    this.removeMessage(message.id);
    this.messages.set(message.id, message);
    this.#order.add(message.id);
    addTo(this.#byTicket, message.ticketId, message.id);
    if (message.messageId !== "") addTo(this.#byMessageId, message.messageId.toLowerCase(), message.id);
    this.#nextMessageId = Math.max(this.#nextMessageId, message.id + 1);
  }

  removeMessage(id: number): void {
    const old = this.messages.get(id);
    if (!old) return;
    this.messages.delete(id);
    this.#order.delete(id);
    this.#byTicket.get(old.ticketId)?.delete(id);
    this.#byMessageId.get(old.messageId.toLowerCase())?.delete(id);
  }

  removeTicket(id: number): void {
    for (const message of this.messagesOf(id)) this.removeMessage(message.id);
    this.tickets.delete(id);
  }

  /** The messages of a ticket by id. */
  messagesOf(ticketId: number): SuperOfficeMessage[] {
    return this.#rows(this.#byTicket.get(ticketId));
  }

  countOf(ticketId: number): number {
    return this.#byTicket.get(ticketId)?.size ?? 0;
  }

  withMessageId(messageId: string): SuperOfficeMessage[] {
    return this.#rows(this.#byMessageId.get(messageId.toLowerCase()));
  }

  /** The messages whose ids are greater than `after`, by id, one by one. */
  *messagesAfter(after: number, descending: boolean): Iterable<SuperOfficeMessage> {
    for (const id of this.#order.past(after, descending)) {
      const message = this.messages.get(id);
      if (message) yield message;
    }
  }

  dump(): SuperOfficeDump {
    return {
      version: 1,
      nextTicketId: this.#nextTicketId,
      nextMessageId: this.#nextMessageId,
      nextWebhookId: this.#nextWebhookId,
      nextPersonId: this.#nextPersonId,
      tickets: [...this.tickets.values()],
      messages: [...this.messages.values()],
      webhooks: [...this.webhooks.values()],
      attachments: [...this.attachments.values()],
    };
  }

  restore(dump: SuperOfficeDump): void {
    for (const ticket of dump.tickets) this.insertTicket(ticket);
    for (const attachment of dump.attachments ?? []) this.attachments.set(attachment.id, attachment);
    this.#nextAttachmentId = Math.max(this.#nextAttachmentId, ...[...this.attachments.keys()].map((id) => id + 1));
    for (const message of dump.messages) {
      this.putMessage({ ...message, attachmentIds: (message as Partial<SuperOfficeMessage>).attachmentIds ?? [] });
    }
    for (const webhook of dump.webhooks) this.webhooks.set(webhook.id, webhook);
    this.#nextTicketId = dump.nextTicketId;
    this.#nextMessageId = dump.nextMessageId;
    this.#nextWebhookId = dump.nextWebhookId;
    this.#nextPersonId = dump.nextPersonId;
  }

  #rows(ids: Set<number> | undefined): SuperOfficeMessage[] {
    const rows = [...(ids ?? [])].map((id) => this.messages.get(id)).filter((row) => row !== undefined);
    return rows.sort((a, b) => a.id - b.id);
  }
}

function addTo<K>(index: Map<K, Set<number>>, key: K, id: number): void {
  const ids = index.get(key);
  if (ids) ids.add(id);
  else index.set(key, new Set([id]));
}
