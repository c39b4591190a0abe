import { sourceOf, targetOf, type Direction, type MessageId, type Side } from "@ticket-bridge/helpdesk";

import {
  TargetTakenError,
  type LaneLease,
  type LaneMessage,
  type LaneRelease,
  type LaneStore,
  type MirrorChange,
  type SourceStanding,
  type TraceEvent,
} from "../../ports/lane-store.ts";
import type { LaneRow, MemoryDatabase, MirrorRow } from "./state.ts";

const undelivered = ["pending", "sending", "uncertain"];

export function claimLanes(
  database: MemoryDatabase,
  workerId: string,
  options: { directions: readonly Direction[]; limit: number; leaseMs: number },
): LaneLease[] {
  const now = database.now();
  return database.lanes
    .filter((lane) => options.directions.includes(lane.direction) && isClaimable(database, lane, now))
    .sort((a, b) => (a.dueAt ?? 0) - (b.dueAt ?? 0))
    .slice(0, options.limit)
    .map((lane) => {
      lane.epoch += 1;
      lane.dueAt = null;
      lane.leasedBy = workerId;
      lane.leaseUntil = now + options.leaseMs;
      return leaseOf(database, lane);
    });
}

function isClaimable(database: MemoryDatabase, lane: LaneRow, now: number): boolean {
  const link = database.link(lane.linkId);
  if (link === undefined || !link.active || link.paused) return false;
  if (database.isPaused("superoffice") || database.isPaused("requestor")) return false;
  if (lane.leasedBy !== null) return lane.leaseUntil <= now;
  return lane.dueAt !== null && lane.dueAt <= now;
}

function leaseOf(database: MemoryDatabase, lane: LaneRow): LaneLease {
  const link = database.link(lane.linkId);
  if (link === undefined) throw new Error(`Lane without link ${lane.linkId}.`);
  const { linkId, direction, epoch, nextSeq, failures } = lane;
  return {
    linkId,
    direction,
    epoch,
    nextSeq,
    failures,
    sourceTicketId: link.tickets[sourceOf(direction)],
    targetTicketId: link.tickets[targetOf(direction)],
  };
}

export function loadLane(
  database: MemoryDatabase,
  lease: LaneLease,
  limit: number,
): { messages: LaneMessage[]; nextSeq: number } {
  const now = database.now();
  const inFlight = database.mirrors.filter(
    (row) =>
      row.linkId === lease.linkId &&
      row.direction !== lease.direction &&
      (row.state === "sending" || row.state === "uncertain"),
  );
  const messages = database.mirrors
    .filter((row) => row.linkId === lease.linkId && row.direction === lease.direction)
    .filter((row) => undelivered.includes(row.state))
    .sort((a, b) => a.seq - b.seq)
    .slice(0, limit)
    .map((row): LaneMessage => ({
      mirrorId: row.id,
      sourceMessageId: row.sourceMessageId,
      correlationId: row.correlationId,
      state: row.state as LaneMessage["state"],
      attempts: row.attempts,
      revision: 1,
      copy: row.copy,
      copyAgeMs: row.copyAt === null ? null : now - row.copyAt,
      capturedAgoMs: now - row.capturedAt,
      settleRemainingMs: row.settleUntil === null ? null : row.settleUntil - now,
      mappedAsTarget: database.mirrorWithTarget(row.sourceSide, row.sourceMessageId) !== undefined,
      oppositeInFlight: inFlight.some(({ firstSentAt }) => firstSentAt !== null && firstSentAt < row.capturedAt),
    }));
  return { messages, nextSeq: database.lane(lease.linkId, lease.direction)?.nextSeq ?? lease.nextSeq };
}

export function recordChanges(
  database: MemoryDatabase,
  lease: LaneLease,
  leaseMs: number,
  changes: readonly MirrorChange[],
): boolean {
  const lane = database.lane(lease.linkId, lease.direction);
  if (lane === undefined || lane.epoch !== lease.epoch || lane.leasedBy === null) return false;
  for (const change of changes) {
    const taken = change.to === "mirrored" ? targetTaken(database, change.mirrorId, change.targetMessageId) : false;
    if (taken) throw new TargetTakenError("The target message already is the mirror of another message.");
  }
  if (!changes.every((change) => mayChange(database, change))) return false;
  for (const change of changes) applyChange(database, change);
  lane.leaseUntil = database.now() + leaseMs;
  return true;
}

function targetTaken(database: MemoryDatabase, mirrorId: string, target: MessageId): boolean {
  const row = database.mirrors.find(({ id }) => id === mirrorId);
  if (row === undefined) return false;
  const holder = database.mirrorWithTarget(row.sourceSide === "superoffice" ? "requestor" : "superoffice", target);
  return holder !== undefined && holder.id !== mirrorId;
}

/** A row that the other lane or a person settled meanwhile is no longer the worker's to change. */
function mayChange(database: MemoryDatabase, change: MirrorChange): boolean {
  const row = database.mirrors.find(({ id }) => id === change.mirrorId);
  if (row === undefined) return false;
  if (undelivered.includes(row.state)) return true;
  return row.state === "mirrored" && change.to === "mirrored" && row.targetMessageId === change.targetMessageId;
}

function applyChange(database: MemoryDatabase, change: MirrorChange): void {
  const row = database.mirrors.find(({ id }) => id === change.mirrorId);
  if (row === undefined) throw new Error(`No mirror ${change.mirrorId}.`);
  const now = database.now();
  if (change.to === "sending" || (change.to === "pending" && row.state === "pending")) row.attempts += 1;
  row.state = change.to;
  row.reason = "reason" in change ? change.reason : null;
  if (change.to === "sending") {
    row.sentAt = now;
    row.firstSentAt ??= now;
  }
  if (change.to === "uncertain") row.settleUntil = now + change.settleMs;
  if (change.to === "mirrored") {
    row.targetMessageId = change.targetMessageId;
    row.losses = change.losses;
    row.mirroredAt = now;
  }
  if (change.to === "mirrored" || change.to === "skipped") row.copy = null;
  appendTrace(row, now, change.event);
}

export function appendTrace(row: MirrorRow, now: number, event: TraceEvent): void {
  row.trace.push({ at: now, ...event });
  row.updatedAt = now;
}

export function renewLeases(database: MemoryDatabase, leases: readonly LaneLease[], leaseMs: number): LaneLease[] {
  return leases.filter((lease) => {
    const lane = database.lane(lease.linkId, lease.direction);
    if (lane === undefined || lane.epoch !== lease.epoch || lane.leasedBy === null) return false;
    lane.leaseUntil = database.now() + leaseMs;
    return true;
  });
}

export function releaseLane(database: MemoryDatabase, lease: LaneLease, release: LaneRelease): void {
  const lane = database.lane(lease.linkId, lease.direction);
  if (lane === undefined || lane.epoch !== lease.epoch) return;
  const now = database.now();
  lane.leasedBy = null;
  if (release.kind === "idle" || release.kind === "yield") {
    lane.failures = 0;
    lane.reason = null;
    lane.stopped = false;
    if (release.kind === "yield" || lane.nextSeq !== lease.nextSeq) database.makeDue(lane);
    return;
  }
  lane.reason = release.reason;
  lane.stopped = release.kind === "stopped";
  if (release.kind === "again" && release.counts) lane.failures += 1;
  lane.dueAt = now + release.afterMs;
}

export function standingOf(database: MemoryDatabase, side: Side, messageId: MessageId): SourceStanding | null {
  const row = database.mirrorOfSource(side, messageId);
  if (row === undefined) return null;
  return { mirrorId: row.id, linkId: row.linkId, state: row.state, targetMessageId: row.targetMessageId };
}

export const adoptRecognised = (
  database: MemoryDatabase,
  ...[mirrorId, target, event]: Parameters<LaneStore["adoptRecognised"]>
): "adopted" | "settled-elsewhere" => {
  const row = database.mirrors.find(({ id }) => id === mirrorId);
  if (row === undefined || (row.targetMessageId !== null && row.targetMessageId !== target)) return "settled-elsewhere";
  if (targetTaken(database, mirrorId, target)) return "settled-elsewhere";
  const now = database.now();
  const lane = database.lane(row.linkId, row.direction);
  if (lane !== undefined && row.state !== "sending" && row.state !== "mirrored") database.fence(lane);
  row.targetMessageId = target;
  row.state = "mirrored";
  row.reason = null;
  row.copy = null;
  row.mirroredAt = now;
  appendTrace(row, now, event);
  return "adopted";
};
