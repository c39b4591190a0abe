import type { Marker, Message, MessageDetails, MessageId, Side, TicketId } from "@ticket-bridge/helpdesk";

export const ticket = (id: number): TicketId => String(id) as TicketId;
export const messageId = (id: number): MessageId => String(id) as MessageId;

/** The bridge of all tests. */
export const bridge = { bridgeId: "bridge.example", secret: "a secret of the tests" };

/** Of a message that says nothing beside its text. */
export const noDetails: MessageDetails = {
  important: false,
  language: "",
  minutesSpent: 0,
  fromMobileDevice: false,
  recipients: null,
};

/** An ordinary public message of an agent, with what a test wants different. */
export function messageFrom(side: Side, different: Partial<Message> = {}): Message {
  return {
    side,
    ticketId: ticket(734),
    id: messageId(8812),
    createdAt: Date.UTC(2026, 0, 2, 3, 4, 5),
    changedAt: null,
    visibility: "public",
    content: { format: "plain", text: "The printer is dead" },
    author: { name: "Jane Doe", email: null, role: "agent" },
    writtenBy: "other",
    kind: "message",
    marker: null,
    deleted: false,
    attachments: [],
    ...different,
  };
}

export function markerOf(message: Message, revision = 1): Marker {
  return { side: message.side, ticketId: message.ticketId, messageId: message.id, revision };
}
