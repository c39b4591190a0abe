import { listsTickets, otherSide, sideName, type Side, type TicketId } from "@ticket-bridge/helpdesk";

import type { LinkedPair } from "../ports/backfill-store.ts";
import type { Session } from "./session.ts";
import { withPatience } from "./with-patience.ts";
import type { TicketPair } from "./words.ts";

/** A ticket before it is read. */
export type FoundTicket =
  | { readonly kind: "linked" | "to-link"; readonly tickets: TicketPair }
  | { readonly kind: "to-create"; readonly side: Side; readonly ticketId: TicketId }
  | { readonly kind: "failed"; readonly tickets: Readonly<Partial<TicketPair>>; readonly reason: string };

const pageSize = 100;

/** The tickets that the options mean, page by page: however many there are, one page stands in memory. */
export async function* ticketsOfRun(session: Session): AsyncGenerator<FoundTicket> {
  const { tickets } = session.options;
  if (tickets.kind === "pairs") {
    const named = new Set<string>();
    for (const pair of tickets.pairs) {
      const name = `${pair.superoffice}/${pair.requestor}`;
      if (!named.has(name)) yield await findPair(session, pair);
      named.add(name);
    }
  } else if (tickets.kind === "ids") {
    for (const id of new Set(tickets.ids)) yield await findById(session, id);
  } else {
    yield* linkedTickets(session);
    if (session.options.createTickets) yield* unlinkedTickets(session);
  }
}

async function* linkedTickets({ context, stopping }: Session): AsyncGenerator<FoundTicket> {
  let cursor: string | null = null;
  do {
    stopping.throwIfAborted();
    const page = await context.store.listLinks({ cursor, limit: pageSize });
    for (const link of page.items) {
      const tickets = { superoffice: link.superofficeTicketId, requestor: link.requestorTicketId };
      yield link.paused ? { kind: "failed", tickets, reason: pausedReason } : { kind: "linked", tickets };
    }
    cursor = page.nextCursor;
  } while (cursor !== null);
}

/** Of SuperOffice only: Requestor documents no list of its tickets. */
async function* unlinkedTickets(session: Session): AsyncGenerator<FoundTicket> {
  const { context, options, stopping } = session;
  const helpdesk = context.helpdesks.superoffice;
  if (options.from === "requestor" || !listsTickets(helpdesk)) return;
  const query = { limit: pageSize, changedSince: options.since, madeBefore: options.until };
  let after: TicketId | null = null;
  for (;;) {
    stopping.throwIfAborted();
    const from: TicketId | null = after;
    const ids: readonly TicketId[] = await withPatience(session, () =>
      helpdesk.listTickets({ ...query, after: from }, { signal: stopping }),
    );
    for (const ticketId of ids) {
      const link = await context.store.linkOfTicket("superoffice", ticketId);
      if (link === null) yield { kind: "to-create", side: "superoffice", ticketId };
    }
    if (ids.length < pageSize) return;
    after = ids.at(-1) ?? null;
  }
}

async function findById({ context, options }: Session, ticketId: TicketId): Promise<FoundTicket> {
  const side = options.from === "both" ? "superoffice" : options.from;
  const link = await context.store.linkOfTicket(side, ticketId);
  if (link !== null) return ofLink(link);
  if (options.createTickets) return { kind: "to-create", side, ticketId };
  const reason = `Ticket ${ticketId} in ${sideName(side)} is not linked, and --create-tickets was not given.`;
  return { kind: "failed", tickets: { [side]: ticketId }, reason };
}

async function findPair({ context }: Session, tickets: TicketPair): Promise<FoundTicket> {
  for (const side of ["superoffice", "requestor"] as const) {
    const link = await context.store.linkOfTicket(side, tickets[side]);
    if (link === null) continue;
    const found = ofLink(link);
    const other = otherSide(side);
    if (found.tickets[other] === tickets[other]) return found;
    const reason = `Ticket ${tickets[side]} in ${sideName(side)} is linked with ticket ${found.tickets[other]} in ${sideName(other)} already.`;
    return { kind: "failed", tickets, reason };
  }
  return { kind: "to-link", tickets };
}

type OfLink = { readonly tickets: TicketPair } & (
  { readonly kind: "linked" } | { readonly kind: "failed"; readonly reason: string }
);

function ofLink({ superofficeTicketId, requestorTicketId, paused }: LinkedPair): OfLink {
  const tickets = { superoffice: superofficeTicketId, requestor: requestorTicketId };
  return paused ? { kind: "failed", tickets, reason: pausedReason } : { kind: "linked", tickets };
}

export const pausedReason = "Its link is paused: resume the link, and run again.";
