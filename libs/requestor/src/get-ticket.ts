import { DeliveryError, type Message, type ReadOptions, type Ticket, type TicketId } from "@ticket-bridge/helpdesk";
import { unreadableAnswer } from "@ticket-bridge/http";
import { requestorTicketFromWire } from "@ticket-bridge/mapping";

import { readAnswerBody } from "./answer-body.ts";
import type { RequestorAnswer } from "./client.ts";
import type { RequestorContext } from "./context.ts";
import { refusalOf, saysNotFound, ticketNotFound } from "./refusals.ts";
import { readUserMessage } from "./user-message.ts";
import { ticketSchema, type TicketWire } from "./wire.ts";
import { withSecondLook } from "./with-second-look.ts";

/** What one GetTicket call tells: the ticket and all its messages, whole, in no order, deleted ones too. */
export interface WholeTicket {
  readonly ticket: Ticket;
  readonly messages: readonly Message[];
  /** The answer itself, for what the words above leave out. */
  readonly wire: TicketWire;
}

/**
 * Reads a ticket by its TicketId or TicketREF (GET Tickets/GetTicket page). Null when Requestor itself says that there is
 * none: a 400 with its Message, a 404 with its own error or without a body. Rejects with DeliveryError: `retryable` for
 * the side's faults, web pages and every 2xx without a list of UserMessages; `permanent` for what this ticket is refused.
 */
export async function getTicket(
  context: RequestorContext,
  key: string,
  options?: ReadOptions,
): Promise<WholeTicket | null> {
  const asked = await askForTicket(context, key, options);
  return asked.kind === "found" ? asked.whole : null;
}

/**
 * As {@link getTicket} by id, and sure that the answer is about that ticket: rejects with DeliveryError, `permanent`, fault
 * `ticket`, when it is about another one, else as getTicket does.
 */
export async function getTicketById(
  context: RequestorContext,
  ticketId: TicketId,
  options?: ReadOptions,
): Promise<WholeTicket | null> {
  const asked = await askForTicket(context, ticketId, options);
  return asked.kind === "found" ? ofTicket(asked.whole, ticketId) : null;
}

/**
 * As {@link getTicketById} for a caller to whom a ticket that is not there is no answer: what it wants to know of the
 * ticket's messages cannot be told then. Rejects as getTicket does, and `permanent`, fault `ticket`, when there is none.
 */
export async function getExistingTicket(
  context: RequestorContext,
  ticketId: TicketId,
  options?: ReadOptions,
): Promise<WholeTicket> {
  const asked = await askForTicket(context, ticketId, options);
  if (asked.kind === "missing") throw ticketNotFound(asked.call);
  return ofTicket(asked.whole, ticketId);
}

type Asked =
  | { readonly kind: "found"; readonly whole: WholeTicket }
  | { readonly kind: "missing"; readonly call: RequestorAnswer };

async function askForTicket(context: RequestorContext, key: string, options?: ReadOptions): Promise<Asked> {
  const account = await context.account.known(options);
  const call = await withSecondLook(context, () => context.client.get("Tickets/GetTicket", key, options), options);
  if (saysNotFound(call)) return { kind: "missing", call };
  const wire = readTicketWire(call);
  const ticket = requestorTicketFromWire(wire, account);
  if (ticket === null) throw unreadableAnswer({ ...call, expected: "a ticket with its TicketId" });
  const customerKey = customerKeyOf(wire);
  context.customers.set(ticket.id, customerKey);
  context.newest.seen(ticket.id);
  const origin = { ticketId: ticket.id, ownUserProviderKey: account.id, customerKey, address: context.address };
  return { kind: "found", whole: { ticket, messages: readMessages(wire, origin), wire } };
}

function ofTicket(whole: WholeTicket, ticketId: TicketId): WholeTicket {
  if (whole.ticket.id === ticketId) return whole;
  throw new DeliveryError(`Requestor answered with ticket ${whole.ticket.id} when asked for ticket ${ticketId}`, {
    decision: "permanent",
    fault: "ticket",
  });
}

function readTicketWire(call: RequestorAnswer): TicketWire {
  const { status } = call.answer;
  if (status < 200 || status > 299) throw refusalOf(call);
  const body = readAnswerBody(call.answer);
  const parsed = ticketSchema.safeParse(body.kind === "value" ? body.value : null);
  if (parsed.success) return parsed.data;
  throw unreadableAnswer({ ...call, expected: "a ticket with its messages" });
}

/** The page: IsPrivateMessageSupported is false when the submitter is an operator, so true means he is a customer. */
function customerKeyOf(wire: TicketWire): string | null {
  const supported = wire.IsPrivateMessageSupported;
  const isCustomer = supported === true || (typeof supported === "string" && /^\s*true\s*$/i.test(supported));
  return isCustomer && typeof wire.SubmitterKey === "string" && wire.SubmitterKey !== "" ? wire.SubmitterKey : null;
}

function readMessages(wire: TicketWire, origin: Parameters<typeof readUserMessage>[1]): readonly Message[] {
  return wire.UserMessages.map((item) => {
    const message = readUserMessage(item, origin);
    // Leaving it out would lose it in silence (P1).
    if (message === null) {
      throw new DeliveryError(`Requestor's ticket ${origin.ticketId} holds a message without an Id`, {
        decision: "permanent",
        fault: "ticket",
      });
    }
    return message;
  });
}
