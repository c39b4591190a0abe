import { compareIds, directionFrom, type MessageId, type Side, type TicketId } from "@ticket-bridge/helpdesk";

import type { Capture, CapturedMessage, SeenMessage, TicketLook } from "../../ports/capture-store.ts";
import { presentKey, type LinkRow, type MemoryDatabase } from "./state.ts";

const rereadMs = 10 * 60_000;

export function capture(database: MemoryDatabase, given: Capture): CapturedMessage[] {
  const { side, tickets, feedNewest } = given;
  const captured: CapturedMessage[] = [];
  for (const seen of tickets) {
    const link = database.links.find((row) => row.active && row.tickets[side] === seen.ticketId);
    if (link === undefined) continue;
    if (seen.facts !== null) {
      link.titles[side] = seen.facts.title;
      if (side === "requestor") link.requestorRef = seen.facts.ref;
    }
    if (feedNewest === null) link.readWhole[side] = true;
    if (link.readWhole[side]) captured.push(...captureTicket(database, given, link, seen.messages));
    else link.pollDue[side] = database.now();
  }
  if (feedNewest !== null) noteFeed(database, side, feedNewest);
  return captured;
}

function captureTicket(
  database: MemoryDatabase,
  { side, correlationId, readAgoMs }: Capture,
  link: LinkRow,
  messages: readonly SeenMessage[],
): CapturedMessage[] {
  const direction = directionFrom(side);
  const lane = database.lane(link.id, direction);
  if (lane === undefined) return [];
  const now = database.now();
  const fresh = [...messages]
    .sort((a, b) => compareIds(a.id, b.id))
    .filter(({ id }) => isUnseen(database, link.id, side, id));
  for (const { id, createdAt, copy } of fresh) {
    database.mirrors.push({
      id: database.nextId(),
      linkId: link.id,
      direction,
      seq: lane.nextSeq,
      sourceSide: side,
      sourceTicketId: link.tickets[side],
      sourceMessageId: id,
      sourceCreatedAt: createdAt,
      correlationId: correlationId(),
      capturedAt: now,
      state: "pending",
      reason: null,
      attempts: 0,
      targetMessageId: null,
      settleUntil: null,
      copy,
      copyAt: copy === null ? null : now - readAgoMs,
      losses: [],
      firstSentAt: null,
      sentAt: null,
      mirroredAt: null,
      updatedAt: now,
      trace: [{ at: now, what: "captured", detail: `Seen in ${side}.` }],
    });
    lane.nextSeq += 1;
  }
  if (fresh.length > 0) {
    // A lane that waits keeps its wait.
    lane.dueAt ??= now;
    database.wake("lanes");
  }
  return database.mirrors
    .slice(database.mirrors.length - fresh.length)
    .map((row) => ({ linkId: link.id, messageId: row.sourceMessageId, correlationId: row.correlationId }));
}

function isUnseen(database: MemoryDatabase, linkId: string, side: Side, id: MessageId): boolean {
  return (
    !database.mirrorOfSource(side, id) &&
    !database.mirrorWithTarget(side, id) &&
    !database.present.has(presentKey(linkId, side, id))
  );
}

export function lookAt(
  database: MemoryDatabase,
  side: Side,
  ticketId: TicketId,
  ids: readonly MessageId[],
): TicketLook {
  const link = database.links.find((row) => row.active && row.tickets[side] === ticketId);
  if (link === undefined) return { unseen: [], readWhole: true };
  return { unseen: ids.filter((id) => isUnseen(database, link.id, side, id)), readWhole: link.readWhole[side] };
}

function noteFeed(database: MemoryDatabase, side: Side, newest: MessageId): void {
  const points = database.feeds.get(side) ?? [];
  const last = points.at(-1);
  if (last === undefined || compareIds(last.id, newest) < 0) points.push({ at: database.now(), id: newest });
  database.feeds.set(side, points);
  database.feedReadAt.set(side, database.now());
}

export function feedStart(database: MemoryDatabase, side: Side): MessageId | null {
  const points = database.feeds.get(side) ?? [];
  const lastRead = database.feedReadAt.get(side) ?? database.now();
  const old = points.filter(({ at }) => at <= lastRead - rereadMs).at(-1);
  return (old ?? points[0])?.id ?? null;
}

export function beginFeed(database: MemoryDatabase, side: Side, newest: MessageId): void {
  if (database.feeds.has(side)) return;
  database.feeds.set(side, [{ at: database.now(), id: newest }]);
  for (const link of database.links) link.readWhole[side] = false;
}
