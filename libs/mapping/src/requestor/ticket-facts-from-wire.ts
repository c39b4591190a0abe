import type { Author, Message, Ticket, TicketFacts } from "@ticket-bridge/helpdesk";

import { readWireDate } from "../wire/dates.ts";
import { readCount, readFirstText } from "../wire/read-fields.ts";
import type { RequestorTicketWire } from "./wire.ts";

/**
 * Reads from a GetTicketResult (GET GetTicket page) what a counterpart is made of. Its page tells the customer's name and
 * not the address; that stands on his messages, where an instance tells it at all. Never throws.
 */
export function requestorTicketFactsFromWire(
  wire: RequestorTicketWire,
  ticket: Ticket,
  messages: readonly Message[],
): TicketFacts {
  const times = messages.flatMap(({ createdAt }) => (createdAt === null ? [] : [createdAt]));
  return {
    ticket,
    createdAt: readWireDate(wire.CreatedUTC) ?? (times.length === 0 ? null : Math.min(...times)),
    isSpam: false,
    contact: readContact(wire, messages),
    category: readCount(wire.ServiceId) || null,
    // On no page that could be read.
    priority: null,
    messageIds: messages.map(({ id }) => id),
  };
}

function readContact(wire: RequestorTicketWire, messages: readonly Message[]): Author | null {
  const customer = messages
    .map(({ author }) => author)
    .find(({ role, email }) => role === "customer" && email !== null);
  const name = readFirstText(wire.SubmitterFullName, customer?.name);
  const email = readFirstText(wire.SubmitterEmail) || customer?.email || null;
  return name === "" && email === null ? null : { name, email, role: "customer" };
}
