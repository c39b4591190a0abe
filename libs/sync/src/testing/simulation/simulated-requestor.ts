import type {
  MarkedMessage,
  Message,
  MessageId,
  OutgoingMessage,
  OutgoingTicket,
  Ticket,
  TicketFacts,
  TicketId,
} from "@ticket-bridge/helpdesk";
import {
  parseAttribution,
  requestorMessageToWire,
  requestorNewTicketToWire,
  requestorTicketFactsFromWire,
  requestorTicketFromWire,
} from "@ticket-bridge/mapping";

import type { HeldTicket } from "./opened-tickets.ts";
import { SimulatedHelpdesk, type Draft, type HeldMessage, type PostedMirror } from "./simulated-helpdesk.ts";

const bridgeKey = "bridge-key";
const personKey = "person-key";

/** Where a file is shown within a text and handed out. */
export function addressOf(id: string): string {
  return `https://requestor.test/files/${id}`;
}

/** Requestor in memory: a ticket is read whole, and the marker stands in the body. */
export class SimulatedRequestor extends SimulatedHelpdesk {
  readonly side = "requestor";
  readonly everyTicketHoldsInternal = false;
  readonly refusalConcerns = "message";
  readonly newTicketNeedsMessage = true;

  protected wireOf(id: MessageId, _ticketId: TicketId, draft: Draft): Record<string, unknown> {
    const { text, html, told, account } = draft;
    return {
      Id: Number(id),
      CreatedUTC: this.#wireNow(),
      UserFullName: "Jane Doe",
      UserProviderKey: account === "person" ? personKey : account === "bridge" ? bridgeKey : null,
      Html: html,
      Body: text,
      Edited: false,
      Deleted: false,
      Private: told.wire,
    };
  }

  protected store(id: MessageId, message: OutgoingMessage): { wire: object; posted: PostedMirror } {
    const body = requestorMessageToWire(message);
    const isPublic = !body.IsPrivate || this.publicOnly.has(message.ticketId);
    const wire = { Id: Number(id), ...this.#ownWire(body), Private: !isPublic };
    const posted: PostedMirror = {
      body: { ...body },
      marker: parseAttribution(message.content),
      public: isPublic,
      content: message.content,
    };
    return { wire, posted };
  }

  protected read(held: HeldMessage): Message | null {
    const message = this.parts.reading.requestor(
      { ...held.wire, ...this.#filesOf(held) },
      { ticketId: held.ticketId, ownUserProviderKey: this.parts.ownAccountKnown ? bridgeKey : null },
    );
    if (message === null || message.attachments.length === 0) return message;
    // As the adapter does it with REQUESTOR_ATTACHMENT_URL.
    const attachments = message.attachments.map((one) => ({ ...one, address: addressOf(one.id ?? "") }));
    return { ...message, attachments };
  }

  protected markedBy(held: HeldMessage): Omit<MarkedMessage, "id"> | null {
    const message = this.read(held);
    return message === null || message.marker === null
      ? null
      : { marker: message.marker, writtenBy: message.writtenBy };
  }

  protected ticketOf(ticketId: TicketId): Ticket {
    const ticket = requestorTicketFromWire(
      {
        TicketId: Number(ticketId),
        TicketREF: `INC-${ticketId.padStart(6, "0")}`,
        Subject: this.tickets.get(ticketId)?.title ?? `Ticket ${ticketId}`,
        Closed: false,
        IsPrivateMessageSupported: !this.publicOnly.has(ticketId),
      },
      { canWriteInternal: true },
    );
    if (ticket === null) throw new Error(`Ticket ${ticketId} cannot be read.`);
    return ticket;
  }

  protected factsOf(ticketId: TicketId, { createdAt, email }: HeldTicket, messages: readonly Message[]): TicketFacts {
    const wire = { CreatedUTC: new Date(createdAt).toISOString(), SubmitterEmail: email };
    return requestorTicketFactsFromWire(wire, this.ticketOf(ticketId), messages);
  }

  protected newTicket(_ticketId: TicketId, asked: OutgoingTicket) {
    const { firstMessage: content } = asked;
    if (content === null) throw new Error("A ticket of Requestor begins with a message.");
    const body = requestorNewTicketToWire(asked, content, { type: "EndUserTicket", serviceId: null });
    const posted = { body: null, marker: parseAttribution(content), public: true, content };
    return { body, first: { wire: { ...this.#ownWire(body), Private: false }, posted } };
  }

  #ownWire({ Html, Message }: { readonly Html: boolean; readonly Message: string }) {
    return {
      CreatedUTC: this.#wireNow(),
      UserFullName: "Bridge",
      UserProviderKey: bridgeKey,
      Html,
      Body: Message,
      Edited: false,
      Deleted: false,
    };
  }

  #filesOf({ id }: HeldMessage): { Attachments?: readonly unknown[] } {
    const hung = this.shelf.on(id);
    if (hung.length === 0) return {};
    const Attachments = hung.map(({ file }) => ({
      Id: Number(file.id),
      FileName: file.name,
      ContentType: file.contentType,
      ContentLength: file.size,
    }));
    return { Attachments };
  }

  #wireNow(): string {
    return new Date(this.now()).toISOString();
  }
}
