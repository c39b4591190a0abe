import { carriedOfUnremembered } from "../../decide/carried-unknown.ts";
import type { LaneLease, LaneRelease, LaneStore, MirrorChange } from "../../ports/lane-store.ts";
import { releaseLane } from "./lanes.ts";
import { moveMirrors, type Step } from "./move-mirrors.ts";
import type { MemoryDatabase, MirrorRow } from "./state.ts";

const undelivered = ["pending", "sending", "uncertain"];

/** A mirror may be changed twice in one go; then each change is judged by what the one before it left. */
export function recordChanges(
  database: MemoryDatabase,
  lease: LaneLease,
  leaseMs: number,
  changes: readonly MirrorChange[],
): boolean {
  const takeBack = remember(database, lease, changes);
  try {
    const done = splitByMirror(changes).every((steps) => record(database, lease, leaseMs, steps));
    if (!done) takeBack();
    return done;
  } catch (error) {
    takeBack();
    throw error;
  }
}

function record(database: MemoryDatabase, lease: LaneLease, leaseMs: number, steps: readonly Step[]): boolean {
  const lane = database.lane(lease.linkId, lease.direction);
  return moveMirrors(database, {
    lane: lane?.epoch === lease.epoch && lane.leasedBy !== null ? lane : undefined,
    steps,
    allowed: (row, { to, targetMessageId }) =>
      undelivered.includes(row.state) ||
      (row.state === "mirrored" &&
        to === "mirrored" &&
        row.targetMessageId !== null &&
        row.targetMessageId === targetMessageId),
    renewMs: leaseMs,
    wake: () => false,
    fence: [],
  }).done;
}

export function recordAndRelease(
  database: MemoryDatabase,
  lease: LaneLease,
  changes: readonly MirrorChange[],
  release: LaneRelease,
): boolean {
  const done = recordChanges(database, lease, 0, changes);
  if (done) releaseLane(database, lease, release);
  return done;
}

/** Gives what puts the lane and the rows back as they stand now. */
function remember(database: MemoryDatabase, lease: LaneLease, changes: readonly MirrorChange[]): () => void {
  const lane = database.lane(lease.linkId, lease.direction);
  const ids = new Set(changes.map(({ mirrorId }) => mirrorId));
  const stood = [lane, ...[...ids].map((id) => database.mirror(id))]
    .filter((row) => row !== undefined)
    .map((row) => [row, { ...row }] as const);
  return () => stood.forEach(([row, before]) => Object.assign<object, Partial<MirrorRow>>(row, before));
}

function splitByMirror(changes: readonly MirrorChange[]): Step[][] {
  const batches: Step[][] = [[]];
  for (const change of changes) {
    if (batches.at(-1)?.some(({ mirrorId }) => mirrorId === change.mirrorId) === true) batches.push([]);
    batches.at(-1)?.push(change);
  }
  return batches;
}

/** From every state without a target, because the marker proves that it was written. */
export const adoptRecognised = (
  database: MemoryDatabase,
  ...[mirrorId, targetMessageId, event, reason = null]: Parameters<LaneStore["adoptRecognised"]>
): "adopted" | "settled-elsewhere" => {
  const row = database.mirror(mirrorId);
  if (row === undefined) return "settled-elsewhere";
  if (isTakenByAnother(database, row, targetMessageId)) return "settled-elsewhere";
  const { done } = moveMirrors(database, {
    lane: database.lane(row.linkId, row.direction),
    steps: [{ mirrorId, to: "mirrored", targetMessageId, event, reason, carriedHash: carriedOfUnremembered }],
    allowed: (standing) => standing.targetMessageId === null || standing.targetMessageId === targetMessageId,
    renewMs: null,
    wake: (lane, fenced) => fenced || lane.leasedBy === null,
    fence: ["pending", "uncertain"],
  });
  return done ? "adopted" : "settled-elsewhere";
};

function isTakenByAnother(database: MemoryDatabase, row: MirrorRow, target: MirrorRow["targetMessageId"]): boolean {
  return database.mirrors.some(
    (other) => other.id !== row.id && other.sourceSide === row.sourceSide && other.targetMessageId === target,
  );
}
