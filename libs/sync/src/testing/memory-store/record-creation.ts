import { carriedUnknown, type CreationChange, type CreationLease } from "../../ports/creation-store.ts";
import type { TraceEvent } from "../../ports/lane-store.ts";
import { suspect } from "./move-mirrors.ts";
import { type CreationRow, type MemoryDatabase, storableText } from "./state.ts";
import { traceAppend } from "./trace.ts";

export function held(database: MemoryDatabase, lease: CreationLease): CreationRow | undefined {
  return database.creations.find(
    ({ id, epoch, leasedBy }) => id === lease.id && epoch === lease.epoch && leasedBy !== null,
  );
}

export function recordCreation(
  database: MemoryDatabase,
  lease: CreationLease,
  leaseMs: number,
  change: CreationChange,
): boolean {
  const row = held(database, lease);
  if (row === undefined) return false;
  const now = database.now();
  if (change.to === "forgotten") {
    database.creations.splice(database.creations.indexOf(row), 1);
    return true;
  }
  row.updatedAt = now;
  if (change.to !== "waiting") row.trace = traceNow(row.trace, now, change.event);
  row.waitingSince = change.to === "waiting" && change.forTicket === true ? null : (row.waitingSince ?? now);
  if ("reason" in change) row.reason = storableText(change.reason);
  if (change.to === "held" || change.to === "skipped" || change.to === "waiting") give(row);
  else row.leaseUntil = now + leaseMs;
  switch (change.to) {
    case "sending":
      Object.assign(row, { state: "sending", attempts: row.attempts + 1, firstMessageId: change.firstMessageId });
      row.sentAt = now;
      row.firstSentAt ??= now;
      row.losses = change.losses.map(storableText);
      row.carriedHash = carriedNow(row.carriedHash, change.carriedHash);
      break;
    case "created":
      Object.assign(row, { state: "uncertain", targetTicketId: change.targetTicketId, settleUntil: now });
      row.suspicions = 0;
      row.madeAt = now;
      break;
    case "uncertain":
      Object.assign(row, { state: "uncertain", settleUntil: now + change.settleMs });
      break;
    case "pending":
      Object.assign(row, { state: "pending", settleUntil: null, withoutContact: change.withoutContact });
      break;
    case "waiting":
      Object.assign(row, { dueAt: now + change.afterMs, failures: row.failures + (change.counts ? 1 : 0) });
      break;
    case "held":
    case "skipped":
      Object.assign(row, { state: change.to, dueAt: null, failures: 0, suspicions: 0 });
  }
  if ("suspicion" in change && typeof change.suspicion === "string") suspect(database, row, change.suspicion);
  return true;
}

function traceNow(trace: CreationRow["trace"], now: number, event: TraceEvent | undefined): CreationRow["trace"] {
  return event === undefined ? trace : traceAppend(trace, now, event);
}

function carriedNow(before: string | null, sent: string | null): string | null {
  if (before === null || sent === null) return before ?? sent;
  return before === sent ? sent : carriedUnknown;
}

export function give(row: CreationRow): void {
  row.leasedBy = null;
  row.leaseUntil = null;
}
