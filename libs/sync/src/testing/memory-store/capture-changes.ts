import { directionFrom } from "@ticket-bridge/helpdesk";

import { goneAfter, planChange, type ChangePlan } from "../../decide/plan-change.ts";
import type { CapturedMessage, ChangeCapture, SourceChange } from "../../ports/capture-store.ts";
import { makeRow } from "./capture.ts";
import { type LaneRow, type LinkRow, type MemoryDatabase, type MirrorRow } from "./state.ts";
import { traceAppend } from "./trace.ts";

export function captureChanges(database: MemoryDatabase, given: ChangeCapture): CapturedMessage[] {
  const { side, ticketId } = given;
  const link = database.linkOfTicket(side, ticketId);
  const lane = link && database.lane(link.id, directionFrom(side));
  if (link === undefined || lane === undefined) return [];
  const captured: CapturedMessage[] = [];
  let refreshed = 0;
  for (const change of given.changes) {
    const first = database.mirrorOfSource(side, change.id);
    if (first?.linkId !== link.id) continue;
    const plan = planFor(database, first, lane, change);
    first.seenVersion = change.version;
    for (const row of database.revisionsOf(side, change.id)) row.visibility = change.visibility ?? row.visibility;
    first.gone = goneAfter({ gone: first.gone, isSkipped: first.state === "skipped" }, change, plan);
    if (plan.kind === "baseline") first.carriedHash = change.carriedHash;
    if (plan.kind === "refresh") refreshed += 1;
    if (plan.kind === "refresh") refresh(database, given, change, plan);
    if (plan.kind === "add") captured.push(add({ database, given, link, lane, first }, change, plan));
  }
  if (captured.length + refreshed === 0) return [];
  // So that a worker that has the lane does not give it back as idle.
  if (refreshed > 0) lane.nextSeq += 1;
  // A lane that waits keeps its wait.
  lane.dueAt ??= database.now();
  database.wakeFor(lane);
  return captured;
}

function planFor(database: MemoryDatabase, first: MirrorRow, lane: LaneRow, change: SourceChange): ChangePlan {
  const { seenVersion, gone, sourceSide } = first;
  const revisions = database.revisionsOf(sourceSide, change.id).map((row) => ({ ...row, mirrorId: row.id }));
  return planChange({ seenVersion, gone, revisions, leased: lane.leasedBy !== null }, change);
}

interface Place {
  readonly database: MemoryDatabase;
  readonly given: ChangeCapture;
  readonly link: LinkRow;
  readonly lane: LaneRow;
  readonly first: MirrorRow;
}

function refresh(
  database: MemoryDatabase,
  given: ChangeCapture,
  { copy }: SourceChange,
  { mirrorId, reopen, detail }: ChangePlan & { kind: "refresh" },
): void {
  const row = database.mirror(mirrorId);
  if (row === undefined) return;
  const now = database.now();
  row.copy = copy === null ? null : JSON.stringify(copy);
  row.copyAt = copy === null ? null : now - given.readAgoMs;
  row.observed = false;
  row.updatedAt = now;
  row.trace = traceAppend(row.trace, now, { what: "changed-again", detail });
  if (reopen) Object.assign(row, { state: "pending", reason: null, previous: null });
}

function add(
  { database, given, link, lane, first }: Place,
  { id, copy }: SourceChange,
  plan: { row: "edit" | "deletion"; revision: number },
): CapturedMessage {
  const seen = { id, createdAt: first.sourceCreatedAt, copy, version: null };
  const row = {
    ...makeRow(database, given, link, seen, lane.nextSeq),
    ...{ kind: plan.row, revision: plan.revision, visibility: first.visibility },
  };
  database.mirrors.push(row);
  lane.nextSeq += 1;
  link.activeAt = database.now();
  return { linkId: link.id, messageId: id, correlationId: row.correlationId };
}
