import {
  sideName,
  sides,
  type Message,
  type MessageId,
  type ReadOptions,
  type Side,
  type TicketId,
  type TicketListing,
} from "@ticket-bridge/helpdesk";

import { callHelpdesk } from "../call-helpdesk.ts";
import type { SideReading } from "../decide/compare-ticket.ts";
import { ticketGone } from "../decide/ticket-gone.ts";
import { concernsOneMessage } from "../deliver/fresh-copies.ts";
import type { EngineContext } from "../engine-context.ts";

/** One page of GetTicketMessageEntities. */
const batchSize = 20;

export interface BothSidesRead {
  readonly tickets: Readonly<Record<Side, TicketId>>;
  /** Where both were listed a moment ago: they are not listed again, and nobody is told. */
  readonly listings?: Readonly<Record<Side, TicketListing>>;
  /** Which of a listing's messages are wanted whole. Asked when both tickets were listed. */
  readonly wanted: (side: Side, listing: TicketListing) => Iterable<MessageId> | Promise<Iterable<MessageId>>;
  /** Called with each listing, and when by the monotonic clock it was asked for, before any message is read. */
  readonly onListing?: (listing: TicketListing, sentAt: number) => Promise<void>;
  /** Called before each call, with its helpdesk: resolves when it may go out. */
  readonly turn?: (side: Side) => Promise<void>;
  readonly options?: ReadOptions;
}

export type BothSides =
  | { readonly kind: "read"; readonly sides: Readonly<Record<Side, SideReading>> }
  /** One of the tickets is gone, merged, or not to be seen: a sentence. */
  | { readonly kind: "unreadable"; readonly reason: string };

type ReadingContext = Pick<EngineContext, "helpdesks" | "clock"> & {
  readonly health: Pick<EngineContext["health"], "worked" | "failed" | "answers">;
};

/**
 * Reads the two tickets of a link: whole lists, and of their messages those that are wanted. A helpdesk that lists its
 * messages whole costs one call. Rejects with DeliveryError when a helpdesk does not answer.
 */
export async function readBothSides(context: ReadingContext, read: BothSidesRead): Promise<BothSides> {
  const listings = new Map<Side, TicketListing>();
  for (const side of sides) {
    const listing = read.listings?.[side] ?? (await list(context, side, read));
    if (listing === null) return { kind: "unreadable", reason: ticketGone(side, read.tickets[side]) };
    if (listing.ticket.state === "merged") {
      const reason = `Ticket ${listing.ticket.id} in ${sideName(side)} was merged into ticket ${listing.ticket.mergedInto ?? "another"}.`;
      return { kind: "unreadable", reason };
    }
    listings.set(side, listing);
  }
  const readings: Partial<Record<Side, SideReading>> = {};
  for (const [side, listing] of listings) {
    const wanted = new Set(await read.wanted(side, listing));
    readings[side] = await readWanted(context, side, listing, { ...read, ids: wanted });
  }
  return { kind: "read", sides: readings as Record<Side, SideReading> };
}

/** The messages of one listing, all of them. Rejects with DeliveryError when the helpdesk does not answer. */
export async function readListed(
  context: ReadingContext,
  listing: TicketListing,
  options: ReadOptions,
): Promise<SideReading> {
  const ids = new Set(listing.messages.map(({ id }) => id));
  return await readWanted(context, listing.ticket.side, listing, { ids, options });
}

async function list(context: ReadingContext, side: Side, read: BothSidesRead): Promise<TicketListing | null> {
  const helpdesk = context.helpdesks[side];
  await read.turn?.(side);
  const sentAt = context.clock.monotonic();
  const listing = await callHelpdesk(context, helpdesk, "read", () =>
    helpdesk.listMessages(read.tickets[side], read.options),
  );
  if (listing !== null && listing.ticket.state !== "merged") await read.onListing?.(listing, sentAt);
  return listing;
}

type Wanted = Pick<BothSidesRead, "turn" | "options"> & { readonly ids: ReadonlySet<MessageId> };

/** What the list gave whole is taken from it; what it does not name does not stand there. */
async function readWanted(
  context: ReadingContext,
  side: Side,
  { ticket, messages: stubs }: TicketListing,
  read: Wanted,
): Promise<SideReading> {
  const messages = new Map<MessageId, Message>();
  const unreadable = new Map<MessageId, string>();
  const wanted = stubs.filter(({ id }) => read.ids.has(id));
  for (const { id, message } of wanted) if (message !== null) messages.set(id, message);
  const asked = wanted.map(({ id }) => id).filter((id) => !messages.has(id));
  for (let start = 0; start < asked.length; start += batchSize) {
    const ids = asked.slice(start, start + batchSize);
    const batch = { ...read, ids, unreadable };
    for (const message of await readBatch(context, side, ticket.id, batch)) messages.set(message.id, message);
  }
  return { ticket, ids: stubs.map(({ id }) => id), messages, unreadable };
}

interface Batch extends Pick<BothSidesRead, "turn" | "options"> {
  readonly ids: readonly MessageId[];
  readonly unreadable: Map<MessageId, string>;
}

/** A message that cannot be read must not keep the others from being compared. */
async function readBatch(
  context: ReadingContext,
  side: Side,
  ticketId: TicketId,
  batch: Batch,
): Promise<readonly Message[]> {
  const helpdesk = context.helpdesks[side];
  const { ids, options, turn, unreadable } = batch;
  await turn?.(side);
  try {
    return await callHelpdesk(context, helpdesk, "read", () => helpdesk.readMessages(ticketId, ids, options));
  } catch (error) {
    if (!concernsOneMessage(error)) throw error;
    const [id, ...others] = ids;
    if (others.length === 0 && id !== undefined) {
      unreadable.set(id, error.message);
      return [];
    }
    const singly: Message[] = [];
    for (const one of ids) singly.push(...(await readBatch(context, side, ticketId, { ...batch, ids: [one] })));
    return singly;
  }
}
