import { compareIds, directionFrom, type MessageId, type Side, type TicketId } from "@ticket-bridge/helpdesk";

import type {
  Capture,
  CapturedMessage,
  ListedMessage,
  SeenMessage,
  SeenUnfollowed,
  TicketLook,
} from "../../ports/capture-store.ts";
import type { FirstMirror } from "../../ports/creation-store.ts";
import { pollsTopic } from "../../ports/wake.ts";
import { noteFeed } from "./feeds.ts";
import { pollNow, readingOf } from "./polls.ts";
import {
  type CreationRow,
  type LinkRow,
  type MemoryDatabase,
  type MirrorRow,
  presentKey,
  storableText,
} from "./state.ts";
import { traceAppend } from "./trace.ts";

export function capture(database: MemoryDatabase, given: Capture): CapturedMessage[] {
  const { side, feedNewest } = given;
  const isFeed = feedNewest !== null;
  const captured: CapturedMessage[] = [];
  for (const { ticketId, facts, messages, reading } of mergeTickets(given)) {
    const link = database.linkOfTicket(side, ticketId);
    if (link === undefined) continue;
    if (facts !== null) {
      link.titles[side] = storableText(facts.title);
      if (side === "requestor") link.requestorRef = facts.ref === null ? null : storableText(facts.ref);
    }
    if (reading === readingOf(link, side)) link.readWhole[side] = true;
    if (link.readWhole[side] || !isFeed) captured.push(...captureTicket(database, given, link, messages));
    else if (messages.some(({ id }) => isUnseen(database, link.id, side, id))) {
      pollNow(database, link, side);
      database.wake(pollsTopic(side));
    }
  }
  if (isFeed) noteFeed(database, side, feedNewest);
  return captured;
}

/** Each message once, the one with a copy before the one without; each ticket once, with its facts where given. */
function mergeTickets({ tickets }: Capture): Capture["tickets"] {
  const seen = new Map<MessageId, SeenMessage>();
  for (const message of tickets.flatMap(({ messages }) => messages)) {
    if ((seen.get(message.id)?.copy ?? null) === null) seen.set(message.id, message);
  }
  const ids = [...new Set(tickets.map(({ ticketId }) => ticketId))];
  return ids.map((ticketId) => {
    const of = tickets.filter((ticket) => ticket.ticketId === ticketId);
    const given = new Set(of.flatMap(({ messages }) => messages.map(({ id }) => id)));
    return {
      ticketId,
      facts: of.find(({ facts }) => facts !== null)?.facts ?? null,
      reading: of.find(({ reading }) => reading !== null)?.reading ?? null,
      messages: [...seen.values()].filter(({ id }) => given.has(id)),
    };
  });
}

function captureTicket(
  database: MemoryDatabase,
  given: Capture,
  link: LinkRow,
  messages: readonly SeenMessage[],
): CapturedMessage[] {
  const lane = database.lane(link.id, directionFrom(given.side));
  if (lane === undefined) return [];
  const fresh = [...messages]
    .sort((a, b) => compareIds(a.id, b.id))
    .filter(({ id }) => isUnseen(database, link.id, given.side, id));
  const rows = fresh.map((message, place) => makeRow(database, given, link, message, lane.nextSeq + place));
  if (rows.length > 0) {
    database.mirrors.push(...rows);
    lane.nextSeq += rows.length;
    link.activeAt = database.now();
    // A lane that waits keeps its wait.
    lane.dueAt ??= database.now();
    database.wakeFor(lane);
  }
  return rows.map((row) => ({
    linkId: link.id,
    messageId: row.sourceMessageId,
    correlationId: row.correlationId,
  }));
}

/** A pending row as it is when it comes into its lane. */
export function makeRow(
  database: MemoryDatabase,
  { side, correlationId, readAgoMs }: Pick<Capture, "side" | "correlationId" | "readAgoMs">,
  link: LinkRow,
  { id, createdAt, copy, version }: SeenMessage,
  seq: number,
  backfillId: string | null = null,
): MirrorRow {
  const now = database.now();
  return {
    id: database.nextId("mirror"),
    linkId: link.id,
    direction: directionFrom(side),
    seq,
    sourceSide: side,
    sourceTicketId: link.tickets[side],
    sourceMessageId: id,
    kind: "message",
    visibility: copy?.visibility ?? null,
    revision: 1,
    sourceCreatedAt: createdAt,
    correlationId: correlationId(),
    capturedAt: now,
    state: "pending",
    reason: null,
    attempts: 0,
    suspicions: 0,
    suspectedAt: 0,
    suspicion: null,
    observed: false,
    targetMessageId: null,
    seenVersion: version,
    gone: false,
    carriedHash: null,
    writtenHash: null,
    previous: null,
    settleUntil: null,
    copy: copy === null ? null : JSON.stringify(copy),
    copyAt: copy === null ? null : now - readAgoMs,
    losses: [],
    firstSentAt: null,
    sentAt: null,
    mirroredAt: null,
    updatedAt: now,
    trace: traceAppend([], now, { what: "captured", detail: backfillId === null ? "" : "As history." }),
    backfillId,
  };
}

/** The first message of a ticket that was created; one that has its row from an earlier link keeps it. */
export function insertMirrored(
  database: MemoryDatabase,
  linkId: string,
  { row: creation, byPerson }: { readonly row: CreationRow; readonly byPerson: boolean },
  { sourceMessageId, targetMessageId, visibility, carriedHash, losses }: FirstMirror,
): void {
  const side = creation.sourceSide;
  const link = database.link(linkId);
  const lane = database.lane(linkId, directionFrom(side));
  if (link === undefined || lane === undefined || database.mirrorOfSource(side, sourceMessageId)) return;
  const now = database.now();
  const given = { side, tickets: [], feedNewest: null, readAgoMs: 0, correlationId: () => creation.correlationId };
  const row = makeRow(
    database,
    given,
    link,
    { id: sourceMessageId, createdAt: null, version: null, copy: null },
    lane.nextSeq,
  );
  const { firstSentAt, sentAt, waitingSince, madeAt } = creation;
  const capturedAt = waitingSince ?? now;
  const mirroredAt = byPerson ? now : (madeAt ?? now);
  Object.assign(row, { state: "mirrored", targetMessageId, carriedHash, attempts: Math.max(creation.attempts, 1) });
  Object.assign(row, { capturedAt, firstSentAt, sentAt, mirroredAt });
  row.visibility = visibility;
  row.losses = losses.map(storableText);
  const captured = traceAppend([], capturedAt, { what: "captured", detail: "With its ticket." });
  const trace = [...captured, ...creation.trace];
  const detail = "It is the first message of the counterpart.";
  const end = byPerson ? traceAppend(trace, now, { what: "adopted", detail }) : null;
  row.trace = end ?? (madeAt === null ? traceAppend(trace, now, { what: "mirrored", detail }) : trace);
  database.mirrors.push(row);
  lane.nextSeq += 1;
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
  listed: readonly ListedMessage[],
): TicketLook {
  const link = database.linkOfTicket(side, ticketId);
  if (link === undefined) {
    return { ...{ unseen: [], changed: [], unfollowed: [], unversioned: [], gone: [] }, readWhole: true };
  }
  const ids = new Set(listed.map(({ id }) => id));
  const captured = database.mirrors.filter(
    (row) => row.linkId === link.id && row.sourceSide === side && row.revision === 1,
  );
  const versions = new Map(captured.map((row) => [row.sourceMessageId, row]));
  const unfollowed = listed.flatMap(({ id, version }) => {
    const row = versions.get(id);
    return row !== undefined && isUnfollowed(row, version) ? [id] : [];
  });
  return {
    unseen: listed.flatMap(({ id }) => (isUnseen(database, link.id, side, id) ? [id] : [])),
    changed: listed.flatMap(({ id, version }) => {
      const row = versions.get(id);
      return row !== undefined && isChanged(row, version) ? [id] : [];
    }),
    unfollowed: unfollowed.filter((id) => versions.get(id)?.seenVersion !== null),
    unversioned: unfollowed.filter((id) => versions.get(id)?.seenVersion === null),
    gone: captured
      .filter(({ state, gone, sourceMessageId }) => state === "mirrored" && !gone && !ids.has(sourceMessageId))
      .map(({ sourceMessageId }) => sourceMessageId)
      .sort(compareIds),
    readWhole: link.readWhole[side],
  };
}

function isUnfollowed({ state, seenVersion, gone, visibility }: MirrorRow, version: string | null): boolean {
  if (version === null || gone || visibility !== "public") return false;
  return (state === "held" || state === "skipped") && seenVersion !== version;
}

export function tellUnfollowed(
  database: MemoryDatabase,
  side: Side,
  ticketId: TicketId,
  seen: readonly SeenUnfollowed[],
): void {
  const link = database.linkOfTicket(side, ticketId);
  for (const { id, visibility, version } of seen) {
    for (const row of database.revisionsOf(side, id)) {
      if (row.linkId !== link?.id || row.visibility !== "public") continue;
      row.visibility = visibility;
      if (row.revision === 1 && !row.gone) row.seenVersion ??= version;
    }
  }
}

function isChanged({ state, seenVersion, gone }: MirrorRow, version: string | null): boolean {
  if (state === "skipped") return gone && (version === null || seenVersion !== version);
  if (version === null) return false;
  if (seenVersion === null) return state === "mirrored";
  return seenVersion !== version && state !== "held";
}
