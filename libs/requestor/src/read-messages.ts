import type { Message, MessageId, ReadOptions, TicketId } from "@ticket-bridge/helpdesk";
import { unreadableAnswer } from "@ticket-bridge/http";

import { readAnswerBody } from "./answer-body.ts";
import type { RequestorContext } from "./context.ts";
import { getExistingTicket } from "./get-ticket.ts";
import { refusalOf, saysNotFound } from "./refusals.ts";
import { readUserMessage } from "./user-message.ts";
import { withSecondLook } from "./with-second-look.ts";

/**
 * Fresh copies of some messages of one ticket, in the order of the ids; those that are gone are left out, those marked
 * deleted are not. Gone is only what a ticket that was really read does not hold. Messages are read with their whole
 * ticket (GET Tickets/GetTicket page), which is one call for any number; one message of a ticket that was read lately is
 * read by itself (GET Tickets/GetTicketUserMessage page), and that is enough where it is internal. Rejects as
 * getExistingTicket does.
 */
export async function readMessages(
  context: RequestorContext,
  ticketId: TicketId,
  ids: readonly MessageId[],
  options?: ReadOptions,
): Promise<readonly Message[]> {
  const [only] = ids;
  if (only === undefined) return [];
  const customerKey = context.customers.get(ticketId);
  if (ids.length === 1 && customerKey !== undefined) {
    const message = await readInternal(context, { ticketId, customerKey }, only, options);
    if (message !== null) return [message];
  }
  const { messages } = await getExistingTicket(context, ticketId, options);
  const byId = new Map(messages.map((message) => [message.id, message]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/**
 * One message by itself; null where that does not settle what it is. The answer does not name its ticket, so a public
 * message that was moved meanwhile would look like one of this ticket, and a refusal does not say whether the message or
 * something else is missing: both are for the whole ticket to tell.
 */
async function readInternal(
  context: RequestorContext,
  origin: { readonly ticketId: TicketId; readonly customerKey: string | null },
  id: MessageId,
  options: ReadOptions | undefined,
): Promise<Message | null> {
  const account = await context.account.known(options);
  const call = await withSecondLook(
    context,
    () => context.client.get("Tickets/GetTicketUserMessage", id, options),
    options,
  );
  const { status } = call.answer;
  if (saysNotFound(call)) return null;
  if (status < 200 || status > 299) throw refusalOf(call);
  const body = readAnswerBody(call.answer);
  // What is answered for an unknown message is not documented; nothing at all may well be it.
  if (status === 204 || (body.kind === "value" && body.value === null)) return null;
  const message =
    body.kind === "value"
      ? readUserMessage(body.value, { ...origin, ownUserProviderKey: account.id, address: context.address })
      : null;
  if (message?.id !== id) throw unreadableAnswer({ ...call, expected: `message ${id}` });
  return message.visibility === "internal" ? message : null;
}
