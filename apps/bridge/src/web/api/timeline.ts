import { bySide, sideName, sides, type MessageId, type Side } from "@ticket-bridge/helpdesk";
import { joinTimeline, placeInTimeline, type Link, type Mirror, type TimelineEntry } from "@ticket-bridge/sync";

import { Problem } from "../problem.ts";
import { iso, isoOrNull, mirrorAsJson } from "./as-json.ts";
import type { ApiContext } from "./context.ts";
import { operation, type AnyOperation } from "./operation.ts";
import * as schemas from "./schemas/timeline.ts";
import { parameters } from "./schemas/words.ts";
import { TicketReadings, type ShownMessage, type TicketReading } from "./ticket-readings.ts";

const perPage = 200;
/** Of a link's own rows; what is older is looked up by its message. */
const mostRows = 1_000;

export function timelineOperations(context: ApiContext): AnyOperation[] {
  const readings = new TicketReadings({ ...context, monotonic: () => performance.now() });
  return [
    operation({
      id: "getTimeline",
      method: "get",
      path: "/api/links/{id}/timeline",
      summary:
        "Both tickets' messages without their texts, as the helpdesks had them some seconds ago at most, joined by their mirrors",
      params: parameters.rowId,
      query: schemas.timelineQuery,
      success: { status: 200, description: "A page, newest first", schema: schemas.timeline },
      problems: { 404: "No such link" },
      handle: async ({ params, query }) => {
        const link = await context.store.getLink(params.id);
        if (link === null) throw Problem.of(404, "id", `There is no link ${params.id}.`);
        return await timelineOf({ ...context, readings }, link, query.cursor ?? null);
      },
    }),
  ];
}

interface TimelineParts extends Pick<ApiContext, "store"> {
  readonly readings: TicketReadings;
}

async function timelineOf(parts: TimelineParts, link: Link, cursor: string | null) {
  // The rows come first: one that is not listed afterwards is gone, and not just new.
  const newest = await newestRows(parts, link);
  const known = idsOf(newest.items);
  const readings = await readTickets(parts, link, known);
  const listings = bySide((side) => readings[side].listing);
  const entries = joinTimeline(listings, await rowsOf(parts, link, newest, readings));
  const begin = cursor === null ? 0 : entries.findIndex((entry) => placeInTimeline(entry) === cursor) + 1;
  const page = entries.slice(begin, begin + perPage);
  const last = page.at(-1);
  const shown = await showPage(parts, link, page, readings);
  const waits = sides.flatMap((side) => readings[side].againInMs ?? []);
  return {
    items: page.map((entry) => entryAsJson(entry, { readings, shown, known })),
    nextCursor: last === undefined || begin + page.length >= entries.length ? null : placeInTimeline(last),
    unread: sides.flatMap((side) => {
      const reason = readings[side].reason ?? shown[side].reason;
      return reason === null ? [] : [{ side, reason }];
    }),
    readAgainInMs: waits.length === 0 ? null : Math.max(1, Math.ceil(Math.max(...waits))),
  };
}

const ticketOf = (link: Link, side: Side) =>
  side === "superoffice" ? link.superofficeTicketId : link.requestorTicketId;

type Readings = Readonly<Record<Side, TicketReading>>;
type Known = Readonly<Record<Side, ReadonlySet<MessageId>>>;
type Shown = Readonly<Record<Side, Awaited<ReturnType<TicketReadings["show"]>>>>;

async function readTickets({ store, readings }: TimelineParts, link: Link, known: Known): Promise<Readings> {
  const standings = await store.sideStandings();
  return await ofBoth(async (side) => {
    if (!standings.some((standing) => standing.side === side && standing.paused)) {
      return await readings.list(side, ticketOf(link, side), known[side]);
    }
    readings.forget(side, ticketOf(link, side));
    return {
      listing: null,
      reason: `${sideName(side)} is paused and is not read.`,
      known: known[side],
      againInMs: null,
    };
  });
}

async function ofBoth<Value>(of: (side: Side) => Promise<Value>): Promise<Readonly<Record<Side, Value>>> {
  const [superoffice, requestor] = await Promise.all([of("superoffice"), of("requestor")]);
  return { superoffice, requestor };
}

type Rows = Awaited<ReturnType<typeof newestRows>>;

async function newestRows({ store }: TimelineParts, { id }: Link) {
  const anything = {
    state: null,
    cause: null,
    linkId: id,
    side: null,
    kind: null,
    from: null,
    until: null,
    words: null,
  };
  return await store.searchMirrors(anything, { cursor: null, limit: mostRows });
}

function idsOf(rows: readonly Mirror[]): Known {
  const places = rows.flatMap(({ source, target }) => (target === null ? [source] : [source, target]));
  return bySide((side) => new Set(places.filter((place) => place.side === side).map(({ messageId }) => messageId)));
}

/** An original before what changed it; with more rows than were read, also those of all that is listed. */
async function rowsOf({ store }: TimelineParts, { id }: Link, newest: Rows, readings: Readings) {
  if (newest.nextCursor === null) return newest.items.toReversed();
  const ids = bySide((side) => (readings[side].listing ?? []).map((stub) => stub.id));
  const rows = new Map([...newest.items, ...(await store.mirrorsOfMessages(id, ids))].map((row) => [row.id, row]));
  return [...rows.values()].sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1));
}

async function showPage(
  { readings }: TimelineParts,
  link: Link,
  page: readonly TimelineEntry[],
  read: Readings,
): Promise<Shown> {
  return await ofBoth(async (side) => {
    if (read[side].listing === null) return { messages: new Map<MessageId, ShownMessage>(), reason: null };
    const ids = page.flatMap((entry) => entry.ids[side] ?? []);
    return await readings.show(side, ticketOf(link, side), ids);
  });
}

interface Read {
  readonly readings: Readings;
  readonly shown: Shown;
  readonly known: Known;
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
function messageAsJson(side: Side, id: MessageId, { readings, shown, known }: Read) {
  const reading = readings[side];
  const message = shown[side].messages.get(id);
  const isNew = known[side].has(id) && !reading.known.has(id);
  const isGone = !isNew && (reading.listing?.every((stub) => stub.id !== id) ?? false);
  if (message === undefined) {
    return { id, isRead: false, isGone, author: null, at: null, changedAt: null, visibility: null, attachments: [] };
  }
  const { author, createdAt, changedAt, visibility, attachments, deleted } = message;
  return {
    ...{ id, isRead: true, isGone: isGone || deleted, visibility },
    author: { name: author.name === "" ? (author.email ?? "") : author.name, role: author.role },
    ...{ at: isoOrNull(createdAt), changedAt: isoOrNull(changedAt) },
    attachments,
  };
}
