import {
  bySide,
  DeliveryError,
  sideName,
  sides,
  type Message,
  type MessageId,
  type Side,
} from "@ticket-bridge/helpdesk";
import {
  joinTimeline,
  placeInTimeline,
  type Link,
  type Listings,
  type Mirror,
  type TimelineEntry,
} from "@ticket-bridge/sync";

import { Problem } from "../problem.ts";
import { iso, isoOrNull, mirrorAsJson } from "./as-json.ts";
import type { ApiContext } from "./context.ts";
import { operation, type AnyOperation } from "./operation.ts";
import * as schemas from "./schemas/timeline.ts";
import { parameters } from "./schemas/words.ts";

const perPage = 200;
/** Of a link's own rows; what is older is looked up by its message. */
const mostRows = 1_000;

export function timelineOperations(context: ApiContext): AnyOperation[] {
  return [
    operation({
      id: "getTimeline",
      method: "get",
      path: "/api/links/{id}/timeline",
      summary: "Both tickets' messages without their texts, as the helpdesks have them now, joined by their mirrors",
      params: parameters.rowId,
      query: schemas.timelineQuery,
      success: { status: 200, description: "A page, newest first", schema: schemas.timeline },
      problems: { 404: "No such link" },
      handle: async ({ params, query }) => {
        const link = await context.store.getLink(params.id);
        if (link === null) throw Problem.of(404, "id", `There is no link ${params.id}.`);
        return await timelineOf(context, link, query.cursor ?? null);
      },
    }),
  ];
}

interface Read {
  readonly listings: Listings;
  readonly messages: ReadonlyMap<string, Message>;
  readonly unread: readonly { readonly side: Side; readonly reason: string }[];
}

async function timelineOf(context: ApiContext, link: Link, cursor: string | null) {
  const { listings, unread } = await readListings(context, link);
  const entries = joinTimeline(listings, await rowsOf(context, link, listings));
  const begin = cursor === null ? 0 : entries.findIndex((entry) => placeInTimeline(entry) === cursor) + 1;
  const page = entries.slice(begin, begin + perPage);
  const last = page.at(-1);
  const read = await readMessages(context, link, page, { listings, unread });
  return {
    items: page.map((entry) => entryAsJson(entry, read)),
    nextCursor: last === undefined || begin + page.length >= entries.length ? null : placeInTimeline(last),
    unread: read.unread,
  };
}

const ticketOf = (link: Link, side: Side) =>
  side === "superoffice" ? link.superofficeTicketId : link.requestorTicketId;

type Unread = Read["unread"][number];

async function readListings({ store, helpdesks }: ApiContext, link: Link): Promise<Omit<Read, "messages">> {
  const standings = await store.sideStandings();
  const outcomes = await Promise.all(
    sides.map(async (side) => {
      if (standings.some((standing) => standing.side === side && standing.paused)) {
        return { side, reason: `${sideName(side)} is paused and is not read.` };
      }
      const listed = await orReason(side, () => helpdesks[side].listMessages(ticketOf(link, side)));
      if (listed !== null) return "reason" in listed ? listed : { side, listing: listed.messages };
      return {
        side,
        reason: `Ticket ${ticketOf(link, side)} does not exist in ${sideName(side)} any more, or the bridge's account may not see it.`,
      };
    }),
  );
  const of = (wanted: Side) => outcomes.find(({ side }) => side === wanted);
  return {
    listings: bySide((side) => {
      const outcome = of(side);
      return outcome !== undefined && "listing" in outcome ? outcome.listing : null;
    }),
    unread: outcomes.flatMap((outcome) => ("reason" in outcome ? [outcome] : [])),
  };
}

/** What was read, or why it could not be. */
async function orReason<Value>(side: Side, read: () => Promise<Value>): Promise<Value | Unread> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof DeliveryError) return { side, reason: error.message };
    throw error;
  }
}

async function rowsOf({ store }: ApiContext, { id }: Link, listings: Listings): Promise<readonly Mirror[]> {
  const anything = { state: null, linkId: id, side: null, kind: null, from: null, until: null, words: null };
  const newest = await store.searchMirrors(anything, { cursor: null, limit: mostRows });
  // Rows come newest first, and an original has to be met before what changed it.
  if (newest.nextCursor === null) return newest.items.toReversed();
  const ids = bySide((side) => (listings[side] ?? []).map((stub) => stub.id));
  const rows = new Map([...newest.items, ...(await store.mirrorsOfMessages(id, ids))].map((row) => [row.id, row]));
  return [...rows.values()].sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1));
}

/** The messages of a page that their listing did not bring along. */
async function readMessages(
  { helpdesks }: ApiContext,
  link: Link,
  page: readonly TimelineEntry[],
  { listings, unread }: Omit<Read, "messages">,
): Promise<Read> {
  const messages = new Map<string, Message>();
  const failed: Unread[] = [];
  await Promise.all(
    sides.map(async (side) => {
      const listed = new Map((listings[side] ?? []).map((stub) => [stub.id, stub.message]));
      const wanted = page.flatMap(({ ids }) => ids[side] ?? []).filter((id) => listed.has(id));
      const missing = wanted.filter((id) => listed.get(id) === null);
      const read =
        missing.length === 0
          ? []
          : await orReason(side, () => helpdesks[side].readMessages(ticketOf(link, side), missing));
      if ("reason" in read) failed.push(read);
      const found = "reason" in read ? [] : read;
      for (const message of [...found, ...wanted.flatMap((id) => listed.get(id) ?? [])]) {
        messages.set(`${side} ${message.id}`, message);
      }
    }),
  );
  return { listings, messages, unread: [...unread, ...failed] };
}

function entryAsJson(entry: TimelineEntry, read: Read) {
  const { source, at, ids, mirror } = entry;
  return {
    ...{ source, at: iso(at) },
    ...bySide((side) => (ids[side] === null ? null : messageAsJson(side, ids[side], read))),
    mirror: mirror === null ? null : mirrorAsJson(mirror),
  };
}

/** Never its text: that is asked for by itself, and that asking is an act. */
function messageAsJson(side: Side, id: MessageId, { listings, messages }: Read) {
  const message = messages.get(`${side} ${id}`);
  const isGone = listings[side]?.every((stub) => stub.id !== id) ?? false;
  if (message === undefined) {
    return { id, isRead: false, isGone, author: null, at: null, changedAt: null, visibility: null, attachments: [] };
  }
  const { author, createdAt, changedAt, visibility, attachments, deleted } = message;
  return {
    ...{ id, isRead: true, isGone: isGone || deleted, visibility },
    author: { name: author.name, role: author.role },
    ...{ at: isoOrNull(createdAt), changedAt: isoOrNull(changedAt) },
    attachments: attachments.map(({ name }) => name),
  };
}
