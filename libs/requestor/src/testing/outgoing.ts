import {
  readMessageId,
  readTicketId,
  type MessageId,
  type OutgoingMessage,
  type TicketId,
} from "@ticket-bridge/helpdesk";

export function ticketId(id: number): TicketId {
  const read = readTicketId(id);
  if (read === null) throw new RangeError(`${id} is no ticket id.`);
  return read;
}

export function messageId(id: number): MessageId {
  const read = readMessageId(id);
  if (read === null) throw new RangeError(`${id} is no message id.`);
  return read;
}

/** A public plain message to a ticket, less what the test says. */
export function outgoing(ticket: number, fields: Partial<OutgoingMessage> = {}): OutgoingMessage {
  return {
    ticketId: ticketId(ticket),
    visibility: "public",
    content: { format: "plain", text: "Can I meet you afternoon?" },
    author: { name: "Jane Doe", email: null, role: "customer" },
    createdAt: null,
    externalId: null,
    ...fields,
  };
}

export const free = { beforeBytes: (): void => undefined };
