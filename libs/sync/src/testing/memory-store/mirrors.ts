import { otherSide, type MessageId } from "@ticket-bridge/helpdesk";

import {
  mirrorStates,
  type MirrorState,
  type MirrorWithTrace,
  type OperatorOutcome,
} from "../../ports/mirror-store.ts";
import { appendTrace } from "./lanes.ts";
import type { MemoryDatabase, MirrorRow } from "./state.ts";

export function describeMirror(database: MemoryDatabase, row: MirrorRow): MirrorWithTrace {
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
    losses: row.losses,
    trace: row.trace,
  };
}

/** Runs an operator's act on a held or uncertain mirror; anything else is refused with the state found. */
function act(
  database: MemoryDatabase,
  id: string,
  change: (row: MirrorRow) => "target-taken" | undefined,
): OperatorOutcome {
  const row = database.mirrors.find((mirror) => mirror.id === id);
  if (row === undefined) return { outcome: "not-found" };
  if (row.state !== "held" && row.state !== "uncertain") return { outcome: "wrong-state", state: row.state };
  const wasUncertain = row.state === "uncertain";
  if (change(row) === "target-taken") return { outcome: "target-taken" };
  const lane = database.lane(row.linkId, row.direction);
  if (lane !== undefined) {
    lane.nextSeq += 1;
    if (wasUncertain && (row.state as string) !== "uncertain") database.fence(lane);
    else database.makeDue(lane);
  }
  return { outcome: "done", mirror: describeMirror(database, row) };
}

export function retry(database: MemoryDatabase, id: string): OperatorOutcome {
  return act(database, id, (row) => {
    if (row.state === "held") {
      row.state = "pending";
      row.reason = null;
      row.copy = null;
      row.attempts += 1;
    }
    appendTrace(row, database.now(), { what: "retried", detail: "Retried by hand." });
    return undefined;
  });
}

export function skip(database: MemoryDatabase, id: string, reason: string): OperatorOutcome {
  return act(database, id, (row) => {
    row.state = "skipped";
    row.reason = reason;
    row.copy = null;
    appendTrace(row, database.now(), { what: "skipped", detail: `Skipped by hand: ${reason}` });
    return undefined;
  });
}

export function adopt(database: MemoryDatabase, id: string, target: MessageId): OperatorOutcome {
  return act(database, id, (row) => {
    if (database.mirrorWithTarget(otherSide(row.sourceSide), target) !== undefined) return "target-taken";
    row.state = "mirrored";
    row.reason = null;
    row.copy = null;
    row.targetMessageId = target;
    row.mirroredAt = database.now();
    appendTrace(row, database.now(), { what: "adopted", detail: `Adopted message ${target} by hand.` });
    return undefined;
  });
}

export function countMirrors(database: MemoryDatabase): Record<MirrorState, number> {
  const counts = Object.fromEntries(mirrorStates.map((state) => [state, 0])) as Record<MirrorState, number>;
  for (const { state } of database.mirrors) counts[state] += 1;
  return counts;
}

export function oldestWaitingSeconds(database: MemoryDatabase): number {
  const waiting = database.mirrors.filter(({ state }) => ["pending", "sending", "uncertain"].includes(state));
  if (waiting.length === 0) return 0;
  return Math.floor((database.now() - Math.min(...waiting.map(({ capturedAt }) => capturedAt))) / 1_000);
}
