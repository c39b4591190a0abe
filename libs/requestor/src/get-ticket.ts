import {
  DeliveryError,
  type Account,
  type Message,
  type ReadOptions,
  type Ticket,
  type TicketId,
} from "@ticket-bridge/helpdesk";
import { unreadableAnswer } from "@ticket-bridge/http";
import { requestorTicketFromWire } from "@ticket-bridge/mapping";

import { readAnswerBody } from "./answer-body.ts";
import type { RequestorAnswer } from "./client.ts";
import type { RequestorContext } from "./context.ts";
import { refusalOf, saysNotFound } from "./refusals.ts";
import { readUserMessage } from "./user-message.ts";
import { ticketSchema, type TicketWire } from "./wire.ts";
import { withSecondLook } from "./with-second-look.ts";

/** What one GetTicket call tells: the ticket and all its messages, whole, in no order, deleted ones too. */
export interface WholeTicket {
  readonly ticket: Ticket;
  readonly messages: readonly Message[];
}

/**
 * Reads a ticket by its TicketId or TicketREF (GET Tickets/GetTicket page). Null when Requestor itself says that there is
 * none, or answers with something that has no UserMessages. Rejects with DeliveryError: `retryable` for the side's
 * faults, web pages and unreadable answers; `permanent` for what this ticket is refused.
 */
export async function getTicket(
  context: RequestorContext,
  key: string,
  options?: ReadOptions,
): Promise<WholeTicket | null> {
  const account = await context.account.known(options);
  const call = await withSecondLook(context, () => context.client.get("Tickets/GetTicket", key, options), options);
  const wire = readTicketWire(call);
  if (wire === null) return null;
  const ticket = requestorTicketFromWire(wire, account);
  if (ticket === null) throw unreadableAnswer({ ...call, expected: "a ticket with its TicketId" });
  const customerKey = customerKeyOf(wire);
  context.customers.set(ticket.id, customerKey);
  return { ticket, messages: readMessages(wire, ticket.id, account, customerKey) };
}

/** As {@link getTicket} by id, and sure that the answer is about that ticket. */
export async function getTicketById(
  context: RequestorContext,
  ticketId: TicketId,
  options?: ReadOptions,
): Promise<WholeTicket | null> {
  const whole = await getTicket(context, ticketId, options);
  if (whole !== null && whole.ticket.id !== ticketId) {
    throw new DeliveryError(`Requestor answered with ticket ${whole.ticket.id} when asked for ticket ${ticketId}`, {
      decision: "permanent",
      fault: "ticket",
    });
  }
  return whole;
}

function readTicketWire(call: RequestorAnswer): TicketWire | null {
  const { status } = call.answer;
  if (saysNotFound(call) || status === 204) return null;
  if (status < 200 || status > 299) throw refusalOf(call);
  const body = readAnswerBody(call.answer);
  const value = body.kind === "value" ? body.value : undefined;
  if (value === null) return null;
  const parsed = ticketSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  if (typeof value === "object" && !Array.isArray(value) && !hasUserMessages(value)) return null;
  throw unreadableAnswer({ ...call, expected: "a ticket" });
}

function hasUserMessages(value: object): boolean {
  return Object.keys(value).some((name) => name.toLowerCase() === "usermessages");
}

/** The page: IsPrivateMessageSupported is false when the submitter is an operator, so true means he is a customer. */
function customerKeyOf(wire: TicketWire): string | null {
  const supported = wire.IsPrivateMessageSupported;
  const isCustomer = supported === true || (typeof supported === "string" && /^\s*true\s*$/i.test(supported));
  return isCustomer && typeof wire.SubmitterKey === "string" && wire.SubmitterKey !== "" ? wire.SubmitterKey : null;
}

function readMessages(
  wire: TicketWire,
  ticketId: TicketId,
  account: Account,
  customerKey: string | null,
): readonly Message[] {
  const origin = { ticketId, ownUserProviderKey: account.id, customerKey };
  return (wire.UserMessages ?? []).map((item) => {
    const message = readUserMessage(item, origin);
    // Leaving it out would lose it in silence (P1).
    if (message === null) {
      throw new DeliveryError(`Requestor's ticket ${ticketId} holds a message without an Id`, {
        decision: "permanent",
        fault: "ticket",
      });
    }
    return message;
  });
}
