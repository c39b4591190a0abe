import { sides, type MessageId, type MessageStub, type Side } from "@ticket-bridge/helpdesk";

import type { Mirror } from "../ports/mirror-store.ts";

/** What stands in one place of both conversations: a message, its counterpart, and the row that joins them. */
export interface TimelineEntry {
  /** The side it comes from. */
  readonly source: Side;
  /** When it was posted there, milliseconds since 1970 UTC; when it was captured where nobody tells. */
  readonly at: number;
  readonly ids: Readonly<Record<Side, MessageId | null>>;
  /** Null for a message that never was to cross. An edit or deletion is an entry of its own, without its source's id. */
  readonly mirror: Mirror | null;
}

/** A listing of each side; null for one that could not be read. */
export type Listings = Readonly<Record<Side, readonly MessageStub[] | null>>;

/** Both conversations as one, newest first: each message once, with its counterpart. */
export function joinTimeline(listings: Listings, rows: readonly Mirror[]): readonly TimelineEntry[] {
  const joined = new Set<string>();
  const stubOf = (side: Side, id: MessageId) => listings[side]?.find((stub) => stub.id === id);
  const ofRows = rows.map((row): TimelineEntry => {
    const { source, target, kind } = row;
    const isMessage = kind === "message";
    const targetId = target === null || joined.has(`${target.side} ${target.messageId}`) ? null : target.messageId;
    if (isMessage) joined.add(`${source.side} ${source.messageId}`);
    if (target !== null) joined.add(`${target.side} ${target.messageId}`);
    const ids = { superoffice: null, requestor: null, ...(isMessage && { [source.side]: source.messageId }) };
    const posted = isMessage ? (stubOf(source.side, source.messageId)?.createdAt ?? row.sourceCreatedAt) : null;
    return {
      source: source.side,
      at: posted ?? row.capturedAt,
      ids: target === null ? ids : { ...ids, [target.side]: targetId },
      mirror: row,
    };
  });
  const alone = sides.flatMap((side) =>
    (listings[side] ?? [])
      .filter(({ id }) => !joined.has(`${side} ${id}`))
      .map(({ id, createdAt }): TimelineEntry => ({
        ...{ source: side, at: createdAt ?? 0, mirror: null },
        ids: { superoffice: null, requestor: null, [side]: id },
      })),
  );
  return [...ofRows, ...alone].sort(newestFirst);
}

/** The name of an entry's place, by which the next page begins behind it. */
export function placeInTimeline({ at, source, ids, mirror }: TimelineEntry): string {
  return `${at}_${source}_${ids[source] ?? "none"}_${mirror?.id ?? "none"}`;
}

function newestFirst(one: TimelineEntry, other: TimelineEntry): number {
  if (one.at !== other.at) return other.at - one.at;
  // What was posted at the same moment stands in the order of its ids.
  const [a, b] = [one, other].map(({ ids, source }) => BigInt(ids[source] ?? 0));
  if (one.source === other.source && a !== b) return a !== undefined && b !== undefined && a > b ? -1 : 1;
  const [first, second] = [placeInTimeline(one), placeInTimeline(other)];
  return first === second ? 0 : first > second ? -1 : 1;
}
