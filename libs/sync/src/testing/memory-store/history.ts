import {
  compareIds,
  directionFrom,
  directions,
  otherSide,
  sides,
  type MessageId,
  type Side,
  type TicketId,
} from "@ticket-bridge/helpdesk";

import type {
  BackfillLease,
  HistoryCapture,
  HistoryMessage,
  HistoryStanding,
  KnownAs,
  LinkedPair,
} from "../../ports/backfill-store.ts";
import type { Creation } from "../../ports/creation-store.ts";
import { heldBackfill } from "./backfills.ts";
import { makeRow } from "./capture.ts";
import { describe, newRow } from "./creations.ts";
import { freeHeldBack } from "./held-back.ts";
import { messagesOf } from "./messages-of-run.ts";
import { type LinkRow, type MemoryDatabase, type MirrorRow, presentKey, storableText } from "./state.ts";
import { traceAppend } from "./trace.ts";

export function captureHistory(
  database: MemoryDatabase,
  lease: BackfillLease,
  history: HistoryCapture,
): "captured" | "not-linked" | "lost" {
  if (heldBackfill(database, lease) === undefined) return "lost";
  const link = database.activeLink(history.linkId);
  if (link === undefined) return "not-linked";
  for (const side of sides) captureSide(database, { lease, history, link, side });
  if (history.freesHeldBack) freeHeldBack(database, { linkId: link.id, backfillId: lease.id });
  return "captured";
}

function captureSide(
  database: MemoryDatabase,
  given: { lease: BackfillLease; history: HistoryCapture; link: LinkRow; side: Side },
): void {
  const { history, link, side } = given;
  const lane = database.lane(link.id, directionFrom(side));
  if (lane === undefined) return;
  const unseen = [...new Map(history.messages[side].map((message) => [message.id, message])).values()]
    .sort((a, b) => compareIds(a.id, b.id))
    .filter(({ id }) => !database.mirrorOfSource(side, id) && !database.mirrorWithTarget(side, id));
  const targets = new Set<MessageId>();
  const rows = unseen.map((message, place) => {
    const target = message.adopted?.targetMessageId;
    const adopts = target !== undefined && !targets.has(target) && !isKnown(database, side, target);
    if (target !== undefined) targets.add(target);
    return makeHistoryRow(database, given, message, { seq: lane.nextSeq + place, adopts });
  });
  for (const { sourceMessageId } of rows) database.present.delete(presentKey(link.id, side, sourceMessageId));
  database.mirrors.push(...rows);
  lane.nextSeq += rows.length;
  if (!rows.some(({ state }) => state === "pending")) return;
  lane.dueAt ??= database.now();
  database.wakeFor(lane);
}

function isKnown(database: MemoryDatabase, side: Side, target: MessageId): boolean {
  const asSource = database.revisionsOf(otherSide(side), target).some(({ state }) => state !== "pending");
  return asSource || database.mirrorWithTarget(otherSide(side), target) !== undefined;
}

function makeHistoryRow(
  database: MemoryDatabase,
  { lease, history, link, side }: { lease: BackfillLease; history: HistoryCapture; link: LinkRow; side: Side },
  { adopted, held, visibility, ...message }: HistoryMessage,
  { seq, adopts }: { seq: number; adopts: boolean },
): MirrorRow {
  const row = { ...makeRow(database, { side, ...history }, link, message, seq, lease.id), visibility };
  if (held !== null) {
    const reason = storableText(held);
    const trace = traceAppend(row.trace, database.now(), { what: "held", detail: reason });
    return { ...row, state: "held", reason, copy: null, copyAt: null, trace };
  }
  if (adopted === null || !adopts) return row;
  const detail = storableText(adopted.how);
  return {
    ...row,
    state: "mirrored",
    targetMessageId: adopted.targetMessageId,
    carriedHash: adopted.carriedHash,
    copy: null,
    copyAt: null,
    mirroredAt: database.now(),
    trace: traceAppend([], database.now(), { what: "adopted", detail }),
  };
}

const undelivered = ["pending", "sending", "uncertain"];

export function historyStandings(database: MemoryDatabase, id: string): HistoryStanding[] {
  const tickets = database.backfills.find((row) => row.id === id)?.tickets ?? [];
  return tickets.flatMap(({ state, linkId }) => {
    if (linkId === null || (state !== "waiting" && state !== "working")) return [];
    const rows = database.mirrors.filter((row) => row.backfillId === id && row.linkId === linkId);
    const count = (...states: string[]) => rows.filter((row) => states.includes(row.state)).length;
    const waiting = directions.flatMap((direction) => {
      const lane = database.lane(linkId, direction);
      const waits = database.mirrors.some(
        (row) => row.linkId === linkId && row.direction === direction && undelivered.includes(row.state),
      );
      return lane !== undefined && waits ? [lane] : [];
    });
    const waits = count(...undelivered) > 0;
    const [reason] = waiting.flatMap((lane) => lane.reason ?? []).sort();
    return [
      {
        linkId,
        undelivered: count(...undelivered),
        ...messagesOf(rows),
        skipped: count("skipped"),
        waiting: waits ? (reason ?? null) : null,
        stopped: waits && waiting.some(({ stopped }) => stopped),
        paused: waits && (database.link(linkId)?.paused ?? false),
      },
    ];
  });
}

export function knownMessages(
  database: MemoryDatabase,
  side: Side,
  ids: readonly MessageId[],
): ReadonlyMap<MessageId, KnownAs> {
  const known = new Map<MessageId, KnownAs>();
  for (const id of ids) {
    const target = database.mirrorWithTarget(side, id);
    const row = target ?? database.mirrorOfSource(side, id);
    if (row === undefined) continue;
    const { state, reason, sourceMessageId, targetMessageId, backfillId } = row;
    known.set(id, {
      as: target === undefined ? "source" : "target",
      state: state === "pending" || state === "sending" || state === "uncertain" ? "waiting" : state,
      reason,
      counterpart: target === undefined ? targetMessageId : sourceMessageId,
      ofRun: backfillId,
    });
  }
  return known;
}

export function wantCreation(
  database: MemoryDatabase,
  lease: BackfillLease,
  side: Side,
  ticketId: TicketId,
): Creation | "lost" {
  if (heldBackfill(database, lease) === undefined) return "lost";
  const found = database.creations.find((row) => row.sourceSide === side && row.sourceTicketId === ticketId);
  const row = found ?? newRow(database, side, ticketId);
  if (found === undefined) database.creations.push(row);
  if (row.state !== "linked" && row.backfillId !== lease.id) {
    const wakes = row.state === "skipped" || row.state === "pending" || row.state === "uncertain";
    if (row.state === "skipped" && row.targetTicketId === null) row.state = "pending";
    row.wanted = true;
    row.backfillId = lease.id;
    if (row.leasedBy === null && wakes) row.dueAt = database.now();
  }
  database.wake("creations");
  return describe(row);
}

export function linkOfTicket(database: MemoryDatabase, side: Side, ticketId: TicketId): LinkedPair | null {
  const link = database.linkOfTicket(side, ticketId);
  if (link === undefined) return null;
  const { superoffice, requestor } = link.tickets;
  return { linkId: link.id, superofficeTicketId: superoffice, requestorTicketId: requestor, paused: link.paused };
}
