import {
  DeliveryError,
  readTicketId,
  type CreatedTicket,
  type OutgoingTicket,
  type WriteOptions,
} from "@ticket-bridge/helpdesk";
import { unreadableAnswer } from "@ticket-bridge/http";
import { requestorNewTicketToWire, type RequestorNewTicketChoice } from "@ticket-bridge/mapping";

import { readAnswerBody } from "./answer-body.ts";
import type { RequestorContext } from "./context.ts";
import { refusalOf } from "./refusals.ts";
import { newTicketPostSchema, newTicketResultSchema } from "./wire.ts";
import { newTicketPost } from "./wire/posts.ts";
import { withSecondLook } from "./with-second-look.ts";

/** Not documented; SuperOffice's own, so that a title stays the same on its way there and back. */
export const longestTitle = 255;

/**
 * Makes one ticket with its first message (POST Tickets/NewTicket page). Rejects with DeliveryError: `permanent` for
 * what Requestor refuses in its own words, `retryable` while surely nothing was written, `uncertain` for everything else,
 * a 200 without a usable id too. The write is made again only after a 401, see withSecondLook.
 */
export async function createTicket(
  context: RequestorContext,
  ticket: OutgoingTicket,
  choice: RequestorNewTicketChoice,
  options: WriteOptions,
): Promise<CreatedTicket> {
  const body = writeBody(context, ticket, choice);
  const { contact, firstMessage } = ticket;
  const confidential = [ticket.title, firstMessage?.text ?? "", contact?.name ?? "", contact?.email ?? ""];
  const send = () => context.client.post("Tickets/NewTicket", body, confidential, options);
  const call = await withSecondLook(context, send, options);
  const { status } = call.answer;
  if (status < 200 || status > 299) throw refusalOf(call);
  const answered = readAnswerBody(call.answer);
  const result = newTicketResultSchema.safeParse(answered.kind === "value" ? answered.value : null);
  const id = readTicketId(result.data?.TicketId);
  if (id === null) throw unreadableAnswer({ ...call, expected: "the new ticket's id" });
  return { id, ref: result.data?.TicketREF ?? null, status };
}

function writeBody(context: RequestorContext, ticket: OutgoingTicket, choice: RequestorNewTicketChoice): string {
  const { firstMessage } = ticket;
  const post = firstMessage === null ? null : requestorNewTicketToWire(ticket, firstMessage, choice);
  const checked = newTicketPostSchema.safeParse(post);
  if (checked.success) return context.client.wire.write(newTicketPost, checked.data);
  const fields = checked.error.issues.map((issue) => issue.path.join(".") || "its first message").join(", ");
  throw new DeliveryError(`the ticket cannot be made in Requestor: ${fields} is not usable`, {
    decision: "permanent",
    fault: "ticket",
  });
}
