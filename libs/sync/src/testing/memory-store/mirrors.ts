import { directions, otherSide, type Direction, type MessageId } from "@ticket-bridge/helpdesk";

import { carriedOfUnremembered } from "../../decide/carried-unknown.ts";
import { TargetTakenError } from "../../ports/lane-store.ts";
import type { Page } from "../../ports/link-store.ts";
import {
  type Mirror,
  type MirrorFilter,
  mirrorStates,
  type MirrorState,
  type MirrorWithTrace,
  type OperatorOutcome,
} from "../../ports/mirror-store.ts";
import { moveMirrors, type Step } from "./move-mirrors.ts";
import { page } from "./page.ts";
import type { MemoryDatabase, MirrorRow } from "./state.ts";

export function getMirror(database: MemoryDatabase, id: string): MirrorWithTrace | null {
  const row = database.mirror(id);
  return row === undefined
    ? null
    : { ...describe(database, row), previous: row.previous, losses: row.losses, trace: row.trace };
}

export function listMirrors(
  database: MemoryDatabase,
  { state, linkId, side }: MirrorFilter,
  options: { cursor: string | null; limit: number },
): Page<Mirror> {
  const wanted = database.mirrors.filter(
    (row) =>
      (state === null || row.state === state) &&
      (linkId === null || row.linkId === linkId) &&
      (side === null || row.sourceSide === side),
  );
  const rows = page(wanted, options);
  return { ...rows, items: rows.items.map((row) => describe(database, row)) };
}

function describe(database: MemoryDatabase, row: MirrorRow): Mirror {
  const targetSide = otherSide(row.sourceSide);
  const ticketId = database.link(row.linkId)?.tickets[targetSide];
  const target =
    row.targetMessageId !== null && ticketId !== undefined
      ? { side: targetSide, ticketId, messageId: row.targetMessageId }
      : null;
  return {
    id: row.id,
    linkId: row.linkId,
    direction: row.direction,
    kind: row.kind,
    visibility: row.visibility,
    revision: row.revision,
    source: { side: row.sourceSide, ticketId: row.sourceTicketId, messageId: row.sourceMessageId },
    target,
    state: row.state,
    reason: row.reason,
    attempts: row.attempts,
    correlationId: row.correlationId,
    capturedAt: row.capturedAt,
    sourceCreatedAt: row.sourceCreatedAt,
    sentAt: row.sentAt,
    mirroredAt: row.mirroredAt,
    updatedAt: row.updatedAt,
  };
}

/**
 * An operator's act from the given states only. A worker that may be about to send an uncertain row again loses its
 * lease; a held row is in nobody's hands.
 */
function operate(database: MemoryDatabase, step: Step, from: readonly MirrorState[]): OperatorOutcome {
  const row = database.mirror(step.mirrorId);
  if (row === undefined) return { outcome: "not-found" };
  try {
    const { done, found } = moveMirrors(database, {
      lane: database.lane(row.linkId, row.direction),
      steps: [step],
      allowed: ({ state }) => from.includes(state),
      renewMs: null,
      wake: () => true,
      fence: ["uncertain"],
    });
    if (!done) return { outcome: "wrong-state", state: found ?? row.state };
  } catch (error) {
    if (error instanceof TargetTakenError) return { outcome: "target-taken" };
    throw error;
  }
  return { outcome: "done", mirror: describe(database, row) };
}

export function retryMirror(database: MemoryDatabase, mirrorId: string): OperatorOutcome {
  const event = { what: "retry", detail: "An operator asked for another try." };
  const held = operate(database, { mirrorId, to: "pending", dropCopy: true, event }, ["held"]);
  if (held.outcome !== "wrong-state" || held.state !== "uncertain") return held;
  const reason = "An operator asked to look again whether it was written.";
  return operate(database, { mirrorId, to: "uncertain", reason, event }, ["uncertain"]);
}

const open = ["held", "uncertain"] as const;

export function skipMirror(database: MemoryDatabase, mirrorId: string, reason: string): OperatorOutcome {
  const event = { what: "skipped", detail: `An operator skipped it: ${reason}` };
  return operate(database, { mirrorId, to: "skipped", reason, event, byPerson: true }, open);
}

export function adoptMirror(database: MemoryDatabase, mirrorId: string, target: MessageId): OperatorOutcome {
  const event = { what: "adopted", detail: `An operator named message ${target} as its mirror.` };
  const step = {
    mirrorId,
    to: "mirrored",
    targetMessageId: target,
    carriedHash: carriedOfUnremembered,
    event,
  } as const;
  return operate(database, step, open);
}

export function countMirrors(database: MemoryDatabase): Record<MirrorState, number> {
  const counts = Object.fromEntries(mirrorStates.map((state) => [state, 0])) as Record<MirrorState, number>;
  for (const { state } of database.mirrors) counts[state] += 1;
  return counts;
}

export function countMirrored(database: MemoryDatabase): Record<Direction, number> {
  const counts = Object.fromEntries(directions.map((direction) => [direction, 0])) as Record<Direction, number>;
  for (const { state, direction } of database.mirrors) if (state === "mirrored") counts[direction] += 1;
  return counts;
}

export function oldestWaitingSeconds(database: MemoryDatabase): number {
  const waiting = database.mirrors.filter(({ state }) => ["pending", "sending", "uncertain"].includes(state));
  if (waiting.length === 0) return 0;
  return Math.max(0, database.now() - Math.min(...waiting.map(({ capturedAt }) => capturedAt))) / 1_000;
}
