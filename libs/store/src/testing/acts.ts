import type { Message, MessageId, Side, TicketId, Visibility } from "@ticket-bridge/helpdesk";
import type { DuePoll, Link, ListedMessage, PollClaim, SeenMessage, SourceChange, Store } from "@ticket-bridge/sync";

export const ticket = (id: number | string) => String(id) as TicketId;
export const message = (id: number | string) => String(id) as MessageId;

/** A message as a look names it; without a version nobody asks whether it changed. */
export const listed = (id: number, version: string | null = null): ListedMessage => ({ id: message(id), version });

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
  return { id: message(id), createdAt: 1_700_000_000_000, version: null, copy: mail(id, text) };
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

/** A claim of due polls with the details that do not matter filled in. */
export const pollClaim = (given: Partial<PollClaim> & { intervalMs?: number } = {}): PollClaim => ({
  workerId: "reader",
  leaseMs: 3_600_000,
  limit: 5,
  scheduled: given.limit ?? 5,
  intervals: { activeMs: given.intervalMs ?? 60_000, quietMs: given.intervalMs ?? 60_000 },
  ...given,
});

/** Claims due polls as the side's reader, which it becomes first where nobody is. */
export async function claimPolls(
  store: Store,
  side: Side,
  given: Parameters<typeof pollClaim>[0] = {},
): Promise<readonly DuePoll[]> {
  let turn = await store.claimPolls(side, pollClaim(given));
  if (turn.kind === "ours" && turn.isNew) turn = await store.claimPolls(side, pollClaim(given));
  if (turn.kind === "theirs") throw new Error("Another worker reads this side.");
  return turn.due;
}

/** Reads one ticket whole, as a poll does. */
export async function seeWhole(store: Store, side: Side, ticketId: number, ids: readonly number[]): Promise<void> {
  await store.hint(side, [ticket(ticketId)]);
  const due = await claimPolls(store, side, { limit: 100 });
  const reading = due.find((poll) => poll.ticketId === ticket(ticketId))?.reading;
  if (reading === undefined) throw new Error(`Ticket ${ticketId} is not polled.`);
  await see(store, side, ticketId, ids, { reading });
}

let correlations = 0;

/** Captures messages of one ticket by their ids and returns the ids that were new; of a listing unless of a feed. */
export async function see(
  store: Store,
  side: Side,
  ticketId: number,
  ids: readonly (number | string | SeenMessage)[],
  from: { feedNewest?: number; reading?: string } = {},
): Promise<readonly string[]> {
  const captured = await store.capture({
    side,
    tickets: [
      {
        ticketId: ticket(ticketId),
        reading: from.reading ?? null,
        facts: null,
        messages: ids.map((id) =>
          typeof id === "object" ? id : { id: message(id), createdAt: 1_700_000_000_000, version: null, copy: null },
        ),
      },
    ],
    feedNewest: from.feedNewest === undefined ? null : message(from.feedNewest),
    readAgoMs: 0,
    correlationId: () => `c${(correlations += 1)}`,
  });
  return captured.map(({ messageId }) => messageId);
}

/** A change that is to be followed, of a message that is there, with the details that do not matter filled in. */
export function changeOf(id: number, given: Partial<SourceChange> = {}): SourceChange {
  const text = given.carriedHash ?? "new";
  const there = given.standing === undefined || given.standing === "there";
  const { copy = there ? mail(id, text) : null } = given;
  return {
    id: message(id),
    version: `v-${text}`,
    standing: "there",
    follow: true,
    visibility: copy?.visibility ?? null,
    carriedHash: there ? text : null,
    ...given,
    copy,
  };
}

/** Who may read the sources of all rows, the oldest row first. */
export async function visibilities(store: Store): Promise<readonly (Visibility | null)[]> {
  const { items } = await store.listMirrors({ state: null, linkId: null, side: null }, { cursor: null, limit: 50 });
  return items.map(({ visibility }) => visibility).reverse();
}

/** Captures what became of messages of one ticket and gives the ids of those that got a row more. */
export async function follow(
  store: Store,
  side: Side,
  ticketId: number,
  changes: readonly SourceChange[],
): Promise<readonly string[]> {
  const captured = await store.captureChanges({
    side,
    ticketId: ticket(ticketId),
    changes,
    readAgoMs: 0,
    correlationId: () => `c${(correlations += 1)}`,
  });
  return captured.map(({ messageId }) => messageId);
}
