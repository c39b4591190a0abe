import type { Message, MessageId, Side, TicketId } from "@ticket-bridge/helpdesk";
import type { Link, SeenMessage, Store } from "@ticket-bridge/sync";

export const ticket = (id: number | string) => String(id) as TicketId;
export const message = (id: number | string) => String(id) as MessageId;

/** A message as SuperOffice's listing gives it. */
export function mail(id: number, text = "Hello."): Message {
  return {
    side: "superoffice",
    ticketId: ticket(1),
    id: message(id),
    createdAt: 1,
    changedAt: null,
    visibility: "internal",
    content: { format: "plain", text },
    author: { name: "A", email: null, role: "agent" },
    writtenBy: "other",
    kind: "message",
    marker: null,
    deleted: false,
    attachments: [],
  };
}

/** The same as capture sees it, with its copy. */
export function withCopy(id: number, text?: string): SeenMessage {
  return { id: message(id), createdAt: 1_700_000_000_000, copy: mail(id, text) };
}

export async function linkPair(
  store: Store,
  superoffice: number,
  requestor: number,
  present: { superoffice?: readonly number[]; requestor?: readonly number[] } = {},
): Promise<Link> {
  const made = await store.createLink({
    superofficeTicketId: ticket(superoffice),
    requestorTicketId: ticket(requestor),
    superofficeTitle: `SuperOffice ${superoffice}`,
    requestorTitle: `Requestor ${requestor}`,
    requestorRef: `INC-${requestor}`,
    present: {
      superoffice: (present.superoffice ?? []).map(message),
      requestor: (present.requestor ?? []).map(message),
    },
  });
  if ("taken" in made) throw new Error(`The ticket of ${made.taken} is taken.`);
  return made.link;
}

let correlations = 0;

/** Captures messages of one ticket by their ids and returns the ids that were new. */
export async function see(
  store: Store,
  side: Side,
  ticketId: number,
  ids: readonly (number | string | SeenMessage)[],
  feedNewest: number | null = null,
): Promise<readonly string[]> {
  const captured = await store.capture({
    side,
    tickets: [
      {
        ticketId: ticket(ticketId),
        facts: null,
        messages: ids.map((id) =>
          typeof id === "object" ? id : { id: message(id), createdAt: 1_700_000_000_000, copy: null },
        ),
      },
    ],
    feedNewest: feedNewest === null ? null : message(feedNewest),
    readAgoMs: 0,
    correlationId: () => `c${(correlations += 1)}`,
  });
  return captured.map(({ messageId }) => messageId);
}
