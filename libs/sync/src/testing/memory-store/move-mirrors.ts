import { otherSide, type MessageId, type Visibility } from "@ticket-bridge/helpdesk";

import { TargetTakenError, type MirrorEvent } from "../../ports/lane-store.ts";
import type { MirrorState } from "../../ports/mirror-store.ts";
import { type LaneRow, type MemoryDatabase, type MirrorRow, storableText } from "./state.ts";
import { traceAppend } from "./trace.ts";

export interface Step {
  readonly mirrorId: string;
  readonly to: MirrorState;
  readonly before?: readonly MirrorEvent[];
  readonly event: MirrorEvent;
  readonly reason?: string | null;
  /** Null: it becomes mirrored without a message of its own. */
  readonly targetMessageId?: MessageId | null;
  readonly losses?: readonly string[];
  /** Without it an uncertain row keeps its settle time, and without a reason that one. */
  readonly settleMs?: number | null;
  readonly dropCopy?: boolean;
  readonly suspicion?: string | null;
  readonly contentHash?: string | null;
  readonly carriedHash?: string | null;
  readonly writtenHash?: string;
  readonly previous?: string | null;
  readonly observed?: boolean;
  /** A person's skip settles what the row asked for. */
  readonly byPerson?: boolean;
  readonly gone?: boolean;
  /** Of its source as it was just seen. */
  readonly visibility?: Visibility | undefined;
}

export interface Moves {
  readonly lane: LaneRow | undefined;
  /** At most one step a mirror. */
  readonly steps: readonly Step[];
  readonly allowed: (row: MirrorRow, step: Step) => boolean;
  /** Milliseconds by which the lane's lease is renewed; null leaves the lease alone. */
  readonly renewMs: number | null;
  /** Whether the lane is to be looked at again at once. */
  readonly wake: (lane: LaneRow, fenced: boolean) => boolean;
  /** From which states a worker that holds the lane just now loses it. */
  readonly fence: readonly MirrorState[];
}

export interface Moved {
  readonly done: boolean;
  /** The state the first step's row was found in; null when there is no such row in the lane. */
  readonly found: MirrorState | null;
}

/** Makes the moves, all or none, as the statement of the real store does. Throws TargetTakenError and changes nothing. */
export function moveMirrors(database: MemoryDatabase, moves: Moves): Moved {
  const { lane, steps } = moves;
  if (lane === undefined) return { done: false, found: null };
  const standing = steps.flatMap((step) => {
    const row = database.mirror(step.mirrorId);
    return row?.linkId === lane.linkId && row.direction === lane.direction ? [{ row, step }] : [];
  });
  const found = standing[0]?.row.state ?? null;
  if (standing.length < steps.length || !standing.every(({ row, step }) => moves.allowed(row, step))) {
    return { done: false, found };
  }
  refuseTakenTargets(database, standing);
  const was = standing.map(({ row }) => row.state);
  for (const { row, step } of standing) move(database, row, step);
  moveLane(database, lane, moves, was);
  return { done: true, found };
}

function refuseTakenTargets(database: MemoryDatabase, standing: readonly { row: MirrorRow; step: Step }[]): void {
  const given = new Map<MessageId, string>();
  for (const { row, step } of standing) {
    if (step.targetMessageId === undefined || step.targetMessageId === null) continue;
    const holder = database.mirrorWithTarget(otherSide(row.sourceSide), step.targetMessageId)?.id;
    const taken = (holder ?? row.id) !== row.id || given.has(step.targetMessageId);
    if (taken) throw new TargetTakenError("The message on the target is already the mirror of another one.");
    given.set(step.targetMessageId, row.id);
  }
}

function move(database: MemoryDatabase, row: MirrorRow, step: Step): void {
  const now = database.now();
  row.observed = step.observed ?? false;
  const failedEarly = step.to === "pending" && row.state === "pending" && !row.observed;
  if (step.to === "sending" || failedEarly) row.attempts += 1;
  row.state = step.to;
  if (step.to !== "uncertain" || typeof step.reason === "string") row.reason = storableReason(step.reason ?? null);
  if (step.to !== "uncertain") row.settleUntil = null;
  else if (typeof step.settleMs === "number") row.settleUntil = now + step.settleMs;
  if (step.dropCopy === true || step.to === "mirrored" || step.to === "skipped") {
    row.copy = null;
    row.copyAt = null;
  }
  if (step.to === "mirrored" || step.to === "skipped" || step.to === "held") row.suspicions = 0;
  if (typeof step.suspicion === "string") suspect(database, row, step.suspicion);
  if (step.to === "mirrored") row.carriedHash ??= step.carriedHash ?? null;
  else if (step.to === "skipped" && step.byPerson !== true) row.carriedHash = step.carriedHash ?? null;
  else row.carriedHash = step.carriedHash ?? row.carriedHash;
  if (step.to === "skipped") row.gone = step.gone ?? false;
  if (row.gone && step.to === "skipped") row.seenVersion = null;
  row.writtenHash = step.writtenHash ?? row.writtenHash;
  if (step.visibility !== "internal") row.visibility ??= step.visibility ?? null;
  else for (const each of database.revisionsOf(row.sourceSide, row.sourceMessageId)) each.visibility = "internal";
  row.previous = storableReason(step.previous ?? null) ?? row.previous;
  row.losses = [...(step.to === "sending" ? [] : row.losses), ...(step.losses ?? []).map(storableText)];
  if (step.to === "sending") {
    row.sentAt = now;
    row.firstSentAt ??= now;
  }
  if (step.to === "mirrored") {
    row.targetMessageId = step.targetMessageId ?? null;
    row.mirroredAt ??= now;
  }
  row.updatedAt = now;
  for (const event of [...(step.before ?? []), step.event]) row.trace = traceAppend(row.trace, now, event);
}

interface Suspect extends Pick<MirrorRow, "sourceSide"> {
  suspicions: number;
  suspectedAt: number;
  suspicion: string | null;
}

/** Of a mirror or a creation. */
export function suspect(database: MemoryDatabase, row: Suspect, sentence: string): void {
  const lastWriteAt = database.lastWriteAt.get(otherSide(row.sourceSide)) ?? -Infinity;
  if (row.suspicions === 0 || lastWriteAt > row.suspectedAt) {
    row.suspicions += 1;
    row.suspectedAt = database.now();
  }
  row.suspicion = storableText(sentence);
}

const mostCrossings = 64;

function moveLane(database: MemoryDatabase, lane: LaneRow, moves: Moves, was: readonly MirrorState[]): void {
  const fenced = was.some((state) => moves.fence.includes(state));
  const wake = moves.wake(lane, fenced);
  if (fenced && lane.leasedBy !== null) lane.epoch += 1;
  if (fenced) {
    lane.leasedBy = null;
    lane.leaseUntil = null;
  } else if (moves.renewMs !== null) lane.leaseUntil = database.now() + moves.renewMs;
  if (wake) lane.nextSeq += 1;
  if (wake && database.activeLink(lane.linkId) !== undefined) lane.dueAt = database.now();
  if (moves.steps.some(({ to }) => to === "mirrored" || to === "skipped" || to === "held")) {
    lane.failures = 0;
    lane.reason = null;
    lane.stopped = false;
  }
  const crossed = moves.steps.flatMap(({ mirrorId, contentHash }) => {
    const capturedAt = database.mirror(mirrorId)?.capturedAt;
    return contentHash === undefined || contentHash === null || capturedAt === undefined
      ? []
      : [{ hashStart: contentHash.slice(0, 8), capturedAt }];
  });
  lane.crossings = [...lane.crossings, ...crossed].slice(-mostCrossings);
  database.wakeFor(lane);
}

const storableReason = (reason: string | null) => (reason === null ? null : storableText(reason));
