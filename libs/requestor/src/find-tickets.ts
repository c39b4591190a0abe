import { compareIds, DeliveryError, type ReadOptions, type Ticket } from "@ticket-bridge/helpdesk";
import { unreadableAnswer } from "@ticket-bridge/http";

import { readAnswerBody } from "./answer-body.ts";
import type { RequestorContext } from "./context.ts";
import { getTicket } from "./get-ticket.ts";
import { refusalOf } from "./refusals.ts";
import { searchResultSchema } from "./wire.ts";
import { searchTicketsPost } from "./wire/posts.ts";
import { withSecondLook } from "./with-second-look.ts";

/** As many as a code could ever stand on, and a few that quote it. */
const most = 20;

/**
 * The tickets whose subject holds the code (POST Tickets/SearchTickets, known from a working client only), each read
 * whole, in ascending order. A new ticket is found some seconds late. Rejects with DeliveryError; an installation that
 * refuses the search is no fault of the side: `retryable`, fault `ticket`.
 */
export async function findTicketsByCode(
  context: RequestorContext,
  code: string,
  options?: ReadOptions,
): Promise<readonly Ticket[]> {
  const body = context.client.wire.write(searchTicketsPost, { PageIndex: 0, PageSize: most, Value: code });
  const call = await withSecondLook(context, () => context.client.ask("Tickets/SearchTickets", body, options), options);
  const { status } = call.answer;
  if (status < 200 || status > 299) throw refusedSearch(refusalOf(call));
  const answered = readAnswerBody(call.answer);
  const result = searchResultSchema.safeParse(answered.kind === "value" ? answered.value : null);
  if (!result.success) throw unreadableAnswer({ ...call, expected: "a page of tickets" });
  const keys = new Set(result.data.Tickets.Items.map(keyOf).filter((key) => key !== null));
  const found = await Promise.all([...keys].map((key) => getTicket(context, key, options)));
  return found
    .flatMap((whole) => (whole === null ? [] : [whole.ticket]))
    .filter(({ title }) => title.includes(code))
    .sort((a, b) => compareIds(a.id, b.id));
}

function keyOf(item: { readonly TicketId?: unknown; readonly TicketREF?: unknown }): string | null {
  for (const value of [item.TicketId, item.TicketREF]) {
    if (typeof value === "number" || (typeof value === "string" && value !== "")) return String(value);
  }
  return null;
}

function refusedSearch(error: DeliveryError): DeliveryError {
  const { status, retryAfterMs, ownErrorBody } = error;
  if (status === null || status === 401 || status === 429 || !ownErrorBody) return error;
  const details = { decision: "retryable", fault: "ticket", status, retryAfterMs, ownErrorBody, cause: error } as const;
  return new DeliveryError(error.message, details);
}
