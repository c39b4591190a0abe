import { sourceOf, targetOf, type Message, type MessageId, type Side } from "@ticket-bridge/helpdesk";

import {
  type ClaimedLane,
  type LaneClaim,
  type LaneLease,
  type LaneMessage,
  type LaneRelease,
  type LoadedLane,
  loadedWithClaim,
  type SourceStanding,
} from "../../ports/lane-store.ts";
import { alarmStands } from "./audits.ts";
import { type LaneRow, type MemoryDatabase, type MirrorRow, storableText } from "./state.ts";

const undelivered = ["pending", "sending", "uncertain"];

/** How much of stored copies one loading brings. */
const copyCharacters = 4_000_000;
const charactersWithClaim = 1_000_000;

export function claimLanes(database: MemoryDatabase, workerId: string, options: LaneClaim): ClaimedLane[] {
  const now = database.now();
  return database.lanes
    .filter((lane) => options.directions.includes(lane.direction) && isClaimable(database, lane, now))
    .filter((lane) => isForClaimant(database, lane, options.ofBackfill))
    .sort((a, b) => (a.dueAt ?? a.leaseUntil ?? 0) - (b.dueAt ?? b.leaseUntil ?? 0))
    .slice(0, options.limit)
    .map((lane) => {
      lane.epoch += 1;
      lane.dueAt = null;
      lane.leasedBy = workerId;
      lane.leaseUntil = now + options.leaseMs;
      const lease = leaseOf(database, lane);
      const publicStopped = alarmStands(database);
      return { ...lease, publicStopped, loaded: loadWithClaim(database, lease, options.unobserved ?? false) };
    });
}

/** While a process carries out a run, what is nothing but its history is for its own workers. */
function isForClaimant(database: MemoryDatabase, lane: LaneRow, ofBackfill: string | undefined): boolean {
  const runs = database.backfills.filter(({ tickets }) =>
    tickets.some(({ state, linkId }) => state === "working" && linkId === lane.linkId),
  );
  if (ofBackfill !== undefined) return runs.some(({ id }) => id === ofBackfill);
  const last = lastUndelivered(database, lane)?.backfillId ?? null;
  return !runs.some(({ id, carrier, until }) => id === last && carrier !== null && until > database.now());
}

/** Live messages that come after history stand behind all of it. */
function lastUndelivered(database: MemoryDatabase, lane: Pick<LaneRow, "linkId" | "direction">): MirrorRow | undefined {
  return undeliveredOf(database, lane)
    .sort((a, b) => a.seq - b.seq)
    .at(-1);
}

function loadWithClaim(database: MemoryDatabase, lease: LaneLease, unobserved: boolean): LoadedLane | null {
  const rows = undeliveredOf(database, lease);
  const characters = rows.reduce((sum, row) => sum + (row.copy?.length ?? 0), 0);
  const few = rows.length <= loadedWithClaim && characters <= charactersWithClaim;
  return few ? loadLane(database, lease, loadedWithClaim, { unobserved }) : null;
}

function undeliveredOf(
  database: MemoryDatabase,
  { linkId, direction }: Pick<LaneRow, "linkId" | "direction">,
): MirrorRow[] {
  return database.mirrors.filter(
    (row) => row.linkId === linkId && row.direction === direction && undelivered.includes(row.state),
  );
}

function isClaimable(database: MemoryDatabase, lane: LaneRow, now: number): boolean {
  if (database.activeLink(lane.linkId)?.paused !== false) return false;
  if (database.isPaused("superoffice") || database.isPaused("requestor")) return false;
  const from = lane.leasedBy === null ? lane.dueAt : lane.leaseUntil;
  return from !== null && from <= now;
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
  options = { unobserved: false },
): LoadedLane {
  const rows = undeliveredOf(database, lease)
    .filter((row) => !(options.unobserved && row.observed))
    .sort((a, b) => a.seq - b.seq)
    .slice(0, limit);
  const inFlightSince = firstInFlight(database, lease);
  let characters = 0;
  const messages = rows.map((row) => {
    characters += row.copy?.length ?? 0;
    const copy = characters <= copyCharacters ? row.copy : null;
    return toMessage(database, row, copy, inFlightSince);
  });
  const crossings = database.lanesOf(lease.linkId).flatMap((lane) =>
    lane.crossings.map(({ hashStart, capturedAt }) => ({
      direction: lane.direction,
      hashStart,
      capturedAgoMs: database.now() - capturedAt,
    })),
  );
  const nextSeq = database.lane(lease.linkId, lease.direction)?.nextSeq ?? lease.nextSeq;
  const isUnhurried =
    messages.some(({ isHistory }) => isHistory) && lastUndelivered(database, lease)?.backfillId !== null;
  return { messages, nextSeq, crossings, isUnhurried };
}

/** When the opposite lane first began to write what may still appear. */
function firstInFlight(database: MemoryDatabase, lease: LaneLease): number {
  const began = database.mirrors
    .filter((row) => row.linkId === lease.linkId && row.direction !== lease.direction)
    .filter(({ state }) => state === "sending" || state === "uncertain")
    .map(({ firstSentAt }) => firstSentAt ?? Infinity);
  return Math.min(...began);
}

function toMessage(database: MemoryDatabase, row: MirrorRow, copy: string | null, inFlightSince: number): LaneMessage {
  const now = database.now();
  return {
    mirrorId: row.id,
    sourceMessageId: row.sourceMessageId,
    correlationId: row.correlationId,
    state: row.state as LaneMessage["state"],
    attempts: row.attempts,
    suspicions: row.suspicions,
    suspicion: row.suspicion,
    kind: row.kind,
    revision: row.revision,
    earlier: database
      .revisionsOf(row.sourceSide, row.sourceMessageId)
      .filter(({ revision }) => revision < row.revision)
      .map(({ id, revision, kind, state, targetMessageId, carriedHash, writtenHash }) => ({
        ...{ mirrorId: id, revision, kind, state, targetMessageId, carriedHash, writtenHash },
      })),
    carriedHash: row.carriedHash,
    writtenHash: row.writtenHash,
    previous: row.previous,
    copy: copy === null ? null : (JSON.parse(copy) as Message),
    copyAgeMs: copy === null || row.copyAt === null ? null : now - row.copyAt,
    capturedAgoMs: now - row.capturedAt,
    settleRemainingMs: row.state === "uncertain" ? (row.settleUntil ?? now) - now : null,
    mappedAsTarget: database.mirrorWithTarget(row.sourceSide, row.sourceMessageId) !== undefined,
    oppositeInFlight: inFlightSince < row.capturedAt,
    isHistory: row.backfillId !== null,
  };
}

export function wakeIdleLanes(database: MemoryDatabase): void {
  for (const lane of database.lanes) {
    const waits = database.mirrors.some(
      (row) => row.linkId === lane.linkId && row.direction === lane.direction && undelivered.includes(row.state),
    );
    const idle = lane.dueAt === null && lane.leasedBy === null;
    if (!waits || !idle || database.activeLink(lane.linkId) === undefined) continue;
    lane.dueAt = database.now();
    database.wakeFor(lane);
  }
}

export function renewLeases(database: MemoryDatabase, leases: readonly LaneLease[], leaseMs: number): LaneLease[] {
  return leases.filter((lease) => {
    const lane = heldLane(database, lease);
    if (lane !== undefined) lane.leaseUntil = database.now() + leaseMs;
    return lane !== undefined;
  });
}

export function releaseLane(database: MemoryDatabase, lease: LaneLease, release: LaneRelease): void {
  const lane = heldLane(database, lease);
  if (lane === undefined) return;
  const now = database.now();
  lane.leasedBy = null;
  lane.leaseUntil = null;
  lane.stopped = release.kind === "stopped";
  if (release.kind === "idle" || release.kind === "yield") {
    lane.dueAt = release.kind === "idle" && lane.nextSeq === lease.nextSeq ? null : now;
    lane.failures = 0;
    lane.reason = null;
  } else {
    lane.dueAt = now + release.afterMs;
    lane.reason = storableText(release.reason);
    if (release.kind === "stopped" || release.counts) lane.failures += 1;
  }
  database.wakeFor(lane);
}

function heldLane(database: MemoryDatabase, lease: LaneLease): LaneRow | undefined {
  const lane = database.lane(lease.linkId, lease.direction);
  return lane?.epoch === lease.epoch && lane.leasedBy !== null ? lane : undefined;
}

export function standingOf(
  database: MemoryDatabase,
  side: Side,
  messageId: MessageId,
  revision: number,
): SourceStanding | null {
  const row = database.mirrorOfSource(side, messageId, revision);
  if (row === undefined) return null;
  const { id, correlationId, linkId, state, targetMessageId } = row;
  return { mirrorId: id, correlationId, linkId, state, targetMessageId };
}
