import {
  compareIds,
  type MessageId,
  type MessageStub,
  type Side,
  type Ticket,
  type TicketId,
  type TicketListing,
} from "@ticket-bridge/helpdesk";

import { readBothSides, readListed } from "../audit/read-both-sides.ts";
import { callHelpdesk } from "../call-helpdesk.ts";
import type { SideReading } from "../decide/compare-ticket.ts";
import type { HistoryFacts, PastMessage } from "../decide/plan-history.ts";
import { ticketGone } from "../decide/ticket-gone.ts";
import type { KnownAs } from "../ports/backfill-store.ts";
import type { ListedPair } from "./link-ticket.ts";
import type { Session } from "./session.ts";
import type { TicketPair } from "./words.ts";

/** A pair of tickets as just read. */
export interface ReadHistory {
  readonly kind: "read";
  readonly facts: HistoryFacts;
  /** As the lists told it. */
  readonly stubs: Readonly<Record<Side, ReadonlyMap<MessageId, MessageStub>>>;
  /** By the monotonic clock, when the oldest of it was asked for. */
  readonly readAt: number;
}

interface HistoryToRead extends Pick<HistoryFacts, "frozen"> {
  readonly tickets: TicketPair;
  /** Both as they were listed already; null: they are to be. */
  readonly listed: ListedPair | null;
}

type Unreadable = { readonly kind: "unreadable"; readonly reason: string };

/** Reads two tickets, and of their messages those that the map does not know. Rejects with DeliveryError. */
export async function readHistory(
  session: Session,
  { tickets, frozen, listed }: HistoryToRead,
): Promise<ReadHistory | Unreadable> {
  const { context, stopping } = session;
  const readAt = listed?.readAt ?? context.clock.monotonic();
  const known = new Map<Side, ReadonlyMap<MessageId, KnownAs>>();
  const stubs: Record<Side, ReadonlyMap<MessageId, MessageStub>> = { superoffice: new Map(), requestor: new Map() };
  const both = await readBothSides(context, {
    tickets,
    ...(listed !== null && { listings: listed.listings }),
    wanted: async (side, listing) => {
      const ids = listing.messages.map(({ id }) => id);
      const of = await context.store.knownMessages(side, ids);
      known.set(side, of);
      stubs[side] = byId(listing);
      return ids.filter((id) => !of.has(id));
    },
    options: { signal: stopping },
  });
  if (both.kind === "unreadable") return both;
  const messages = (side: Side) => toPast(both.sides[side], stubs[side], known.get(side) ?? new Map());
  const facts = {
    ...base(session, tickets, frozen),
    holdsInternal: {
      superoffice: holds(session, both.sides.superoffice.ticket),
      requestor: holds(session, both.sides.requestor.ticket),
    },
    messages: { superoffice: messages("superoffice"), requestor: messages("requestor") },
  };
  return { kind: "read", facts, stubs, readAt };
}

const nobody = "" as TicketId;

/** The same of a ticket that has no counterpart yet. */
export async function readAlone(
  session: Session,
  side: Side,
  ticketId: TicketId,
): Promise<{ readonly kind: "read"; readonly facts: HistoryFacts; readonly ticket: Ticket } | Unreadable> {
  const { context, stopping } = session;
  const helpdesk = context.helpdesks[side];
  const listing = await callHelpdesk(context, helpdesk, "read", () =>
    helpdesk.listMessages(ticketId, { signal: stopping }),
  );
  if (listing === null) return { kind: "unreadable", reason: ticketGone(side, ticketId) };
  const stubs = byId(listing);
  const past = toPast(await readListed(context, listing, { signal: stopping }), stubs, new Map());
  const none: readonly PastMessage[] = [];
  const alone = { superoffice: none, requestor: none, [side]: past } as const;
  // No message names a ticket that is not there yet.
  const tickets = { superoffice: nobody, requestor: nobody, [side]: ticketId };
  const facts = {
    ...base(session, tickets, null),
    holdsInternal: { superoffice: true, requestor: true },
    messages: alone,
  };
  return { kind: "read", facts, ticket: listing.ticket };
}

function base({ context, options }: Session, tickets: TicketPair, frozen: HistoryFacts["frozen"]) {
  return { tickets, options, identity: context.identity, frozen };
}

function holds({ context }: Session, ticket: Ticket): boolean {
  return context.helpdesks[ticket.side].everyTicketHoldsInternal || ticket.canHoldInternal;
}

function byId({ messages }: TicketListing): ReadonlyMap<MessageId, MessageStub> {
  return new Map(messages.map((stub) => [stub.id, stub]));
}

function toPast(
  { ids, messages, unreadable }: SideReading,
  stubs: ReadonlyMap<MessageId, MessageStub>,
  known: ReadonlyMap<MessageId, KnownAs>,
): readonly PastMessage[] {
  return [...ids].sort(compareIds).map((id) => {
    const message = messages.get(id) ?? null;
    return {
      id,
      createdAt: stubs.get(id)?.createdAt ?? message?.createdAt ?? null,
      known: known.get(id) ?? null,
      message,
      isUnreadable: unreadable.has(id),
    };
  });
}
