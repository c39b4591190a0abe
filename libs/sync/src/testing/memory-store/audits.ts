import { sides, sourceOf, type MessageId, type Side } from "@ticket-bridge/helpdesk";

import type { LinkMap } from "../../ports/audit-map.ts";
import {
  keptFindings,
  type Alarm,
  type Audit,
  type AuditClaim,
  type AuditOutcome,
  type AuditTotals,
  type ClaimAuditOptions,
} from "../../ports/audit-store.ts";
import type { Page } from "../../ports/link-store.ts";
import { activeForMs } from "../../ports/poll-store.ts";
import { alarmReason } from "../../public-writes.ts";
import { page } from "./page.ts";
import { storableText, type AuditRow, type LinkRow, type MemoryDatabase } from "./state.ts";

const noClasses = { same: 0, "only-source": 0, "only-target": 0, differs: 0, error: 0 };
const unaudited: AuditRow = {
  auditedAt: null,
  claimedUntil: null,
  should: 0,
  agree: 0,
  waiting: 0,
  classes: noClasses,
  trouble: null,
  findings: [],
};

export function linkMap(database: MemoryDatabase, linkId: string): LinkMap | null {
  if (database.activeLink(linkId) === undefined) return null;
  const rows = database.mirrors
    .filter((row) => row.linkId === linkId)
    .sort((a, b) => sides.indexOf(a.sourceSide) - sides.indexOf(b.sourceSide) || order(a, b))
    .map((row) => ({
      mirrorId: row.id,
      direction: row.direction,
      kind: row.kind,
      revision: row.revision,
      state: row.state,
      reason: row.reason,
      attempts: row.attempts,
      sourceMessageId: row.sourceMessageId,
      targetMessageId: row.targetMessageId,
      carriedHash: row.carriedHash,
      writtenHash: row.writtenHash,
      gone: row.gone,
    }));
  return {
    rows,
    present: {
      superoffice: presentOf(database, linkId, "superoffice"),
      requestor: presentOf(database, linkId, "requestor"),
    },
    stopped: {
      superoffice: stoppedOf(database, linkId, "superoffice"),
      requestor: stoppedOf(database, linkId, "requestor"),
    },
  };
}

function order(a: { sourceMessageId: MessageId; revision: number }, b: typeof a): number {
  return Number(a.sourceMessageId) - Number(b.sourceMessageId) || a.revision - b.revision;
}

function stoppedOf({ lanes }: MemoryDatabase, linkId: string, side: Side): string | null {
  const lane = lanes.find((one) => one.linkId === linkId && sourceOf(one.direction) === side);
  return lane?.stopped === true ? (lane.reason ?? "") : null;
}

function presentOf(database: MemoryDatabase, linkId: string, side: Side): MessageId[] {
  const start = `${linkId}/${side}/`;
  return [...database.present]
    .filter((key) => key.startsWith(start))
    .map((key) => key.slice(start.length) as MessageId)
    .sort((a, b) => Number(a) - Number(b));
}

export function claimAudit(
  database: MemoryDatabase,
  { leaseMs, notWithinMs, crossedWithinMs }: ClaimAuditOptions,
): AuditClaim | null {
  if (sides.some((side) => database.isPaused(side))) return null;
  const now = database.now();
  const due = database.links.filter((link) => {
    const { auditedAt, claimedUntil } = database.audits.get(link.id) ?? unaudited;
    if (sides.some((side) => link.pollTrouble[side] !== null)) return false;
    if (!link.active || link.paused || (claimedUntil !== null && claimedUntil > now)) return false;
    return auditedAt === null || auditedAt <= now - (hasCrossed(database, link.id) ? crossedWithinMs : notWithinMs);
  });
  const [next] = due.sort((a, b) => urgency(database, b) - urgency(database, a) || Number(a.id) - Number(b.id));
  if (next === undefined) return null;
  database.audits.set(next.id, { ...(database.audits.get(next.id) ?? unaudited), claimedUntil: now + leaseMs });
  return ticketsOf(next);
}

function urgency(database: MemoryDatabase, { id, activeAt }: LinkRow): number {
  const now = database.now();
  const isActive = activeAt !== null && activeAt > now - activeForMs;
  const weight = hasCrossed(database, id) ? 60 : isActive ? 4 : 1;
  const { auditedAt } = database.audits.get(id) ?? unaudited;
  return (auditedAt === null ? 1e15 : now - auditedAt) * weight;
}

function hasCrossed({ audits, mirrors }: MemoryDatabase, linkId: string): boolean {
  if ((audits.get(linkId)?.waiting ?? 0) === 0) return false;
  return !mirrors.some((row) => row.linkId === linkId && ["pending", "sending", "uncertain"].includes(row.state));
}

function ticketsOf({ id, tickets }: LinkRow): AuditClaim {
  return { linkId: id, superofficeTicketId: tickets.superoffice, requestorTicketId: tickets.requestor };
}

export function recordAudit(database: MemoryDatabase, linkId: string, outcome: AuditOutcome): void {
  if (database.activeLink(linkId) === undefined) return;
  const before = database.audits.get(linkId) ?? unaudited;
  const ended = { auditedAt: database.now(), claimedUntil: null };
  if (outcome.kind === "trouble") {
    database.audits.set(linkId, { ...before, ...ended, trouble: storableText(outcome.reason) });
    return;
  }
  const { kind: _, findings, ...figures } = outcome;
  const kept = structuredClone(findings.slice(0, keptFindings)).map((finding) => ({
    ...finding,
    reason: storableText(finding.reason),
  }));
  database.audits.set(linkId, { ...ended, ...figures, trouble: null, findings: kept });
}

export function recordLeaks(
  database: MemoryDatabase,
  linkId: string,
  leaks: readonly { mirrorId: string; reason: string }[],
  undecided: readonly string[] = [],
): boolean {
  for (const alarm of database.alarms) {
    const isKept = [...leaks.map(({ mirrorId }) => mirrorId), ...undecided].includes(alarm.mirrorId);
    const isOver = alarm.linkId === linkId && !isKept;
    if (isOver) alarm.endedAt ??= database.now();
  }
  const open = database.alarms.filter(({ endedAt }) => endedAt === null).map(({ mirrorId }) => mirrorId);
  const raised = leaks.filter(({ mirrorId }) => !open.includes(mirrorId));
  for (const leak of raised) {
    const id = String(database.alarms.length + 1);
    const reason = storableText(leak.reason);
    database.alarms.push({
      id,
      linkId,
      ...leak,
      reason,
      raisedAt: database.now(),
      acknowledgedBy: null,
      endedAt: null,
    });
  }
  if (raised.length > 0) database.wake("sides");
  return raised.length > 0;
}

export function standingAlarms(database: MemoryDatabase): Alarm[] {
  return database.alarms
    .filter(({ acknowledgedBy }) => acknowledgedBy === null)
    .map(({ id, linkId, mirrorId, reason, raisedAt }) => ({ id, linkId, mirrorId, reason, raisedAt }));
}

export function releaseAudit(database: MemoryDatabase, linkId: string): void {
  const row = database.audits.get(linkId);
  if (row !== undefined) database.audits.set(linkId, { ...row, claimedUntil: null });
}

export function acknowledgeAlarms(database: MemoryDatabase, by: string, ids: readonly string[]): number {
  const standing = database.alarms.filter(({ id, acknowledgedBy }) => acknowledgedBy === null && ids.includes(id));
  for (const alarm of standing) alarm.acknowledgedBy = storableText(by);
  const now = database.now();
  for (const lane of database.lanes) {
    const waits = lane.leasedBy === null && lane.dueAt !== null && lane.dueAt > now && lane.reason === alarmReason;
    if (waits) lane.dueAt = now;
  }
  for (const creation of database.creations) {
    const waits = creation.leasedBy === null && creation.dueAt !== null && creation.reason === alarmReason;
    if (waits) creation.dueAt = Math.min(creation.dueAt ?? now, now);
  }
  database.wake("sides");
  database.wake("lanes");
  database.wake("creations");
  return standing.length;
}

export function listAudits(
  database: MemoryDatabase,
  { onlyFindings }: { readonly onlyFindings: boolean },
  options: { cursor: string | null; limit: number },
): Page<Audit> {
  const audits = database.links
    .filter(({ active }) => active)
    .map((link) => ({ id: link.id, audit: toAudit(database, link) }))
    .filter(({ audit }) => audit.auditedAt !== null)
    .filter(({ audit }) => !onlyFindings || audit.agree < audit.should || audit.trouble !== null);
  const { items, nextCursor } = page(audits, options);
  return { items: items.map(({ audit }) => audit), nextCursor };
}

export function getAudit(database: MemoryDatabase, linkId: string): Audit | null {
  const link = database.activeLink(linkId);
  return link === undefined ? null : toAudit(database, link);
}

function toAudit(database: MemoryDatabase, link: LinkRow): Audit {
  const { claimedUntil: _, ...audit } = database.audits.get(link.id) ?? unaudited;
  const trouble = sides.flatMap((side) => link.pollTrouble[side] ?? []).sort()[0] ?? audit.trouble;
  return structuredClone({ ...ticketsOf(link), ...audit, trouble });
}

export function auditTotals(database: MemoryDatabase): AuditTotals {
  const all = database.links.filter(({ active }) => active).map((link) => toAudit(database, link));
  const audits = all.filter(({ auditedAt }) => auditedAt !== null).map(withoutUnread);
  const sum = (of: (audit: Audit) => number) => audits.reduce((total, audit) => total + of(audit), 0);
  const classes = { ...noClasses };
  for (const name of Object.keys(classes) as (keyof typeof classes)[])
    classes[name] = sum((audit) => audit.classes[name]);
  return {
    links: all.length,
    audited: audits.length,
    troubled: all.filter(({ trouble }) => trouble !== null).length,
    should: sum(({ should }) => should),
    agree: sum(({ agree }) => agree),
    waiting: sum(({ waiting }) => waiting),
    classes,
    oldestAuditedAt: audits.length === 0 ? null : Math.min(...audits.map(({ auditedAt }) => auditedAt ?? 0)),
  };
}

/** What agreed before its ticket could not be read any more may have changed since. */
function withoutUnread(audit: Audit): Audit {
  if (audit.trouble === null) return audit;
  const { agree, classes } = audit;
  return { ...audit, agree: 0, classes: { ...classes, same: 0, error: classes.error + agree } };
}

/** What a claim of a lane brings along. */
export function alarmStands(database: MemoryDatabase): boolean {
  return database.alarms.some(({ acknowledgedBy }) => acknowledgedBy === null);
}
