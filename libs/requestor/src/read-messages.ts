import type { Message, MessageId, ReadOptions, TicketId } from "@ticket-bridge/helpdesk";
import { unreadableAnswer } from "@ticket-bridge/http";

import { readAnswerBody } from "./answer-body.ts";
import type { RequestorContext } from "./context.ts";
import { getTicketById } from "./get-ticket.ts";
import { refusalOf, saysNotFound } from "./refusals.ts";
import { readUserMessage } from "./user-message.ts";
import { withSecondLook } from "./with-second-look.ts";

/**
 * Fresh copies of some messages of one ticket, in the order of the ids; those that are gone are left out, those marked
 * deleted are not. One message is read by itself (GET Tickets/GetTicketUserMessage page), several with the whole ticket
 * (GET Tickets/GetTicket page), which is one call for any number. One message whose ticket was not read lately is read
 * with its ticket too, since by itself it does not tell whether its author is the customer. Rejects as getTicket does.
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
    const message = await readOne(context, { ticketId, customerKey }, only, options);
    return message === null ? [] : [message];
  }
  const whole = await getTicketById(context, ticketId, options);
  const byId = new Map(whole?.messages.map((message) => [message.id, message]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/** The answer is the bare message and does not name its ticket; ids are unique over all tickets. */
async function readOne(
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
  if (saysNotFound(call) || status === 204) return null;
  if (status < 200 || status > 299) throw refusalOf(call);
  const body = readAnswerBody(call.answer);
  if (body.kind === "value" && body.value === null) return null;
  const message =
    body.kind === "value" ? readUserMessage(body.value, { ...origin, ownUserProviderKey: account.id }) : null;
  if (message?.id !== id) throw unreadableAnswer({ ...call, expected: `message ${id}` });
  return message;
}
