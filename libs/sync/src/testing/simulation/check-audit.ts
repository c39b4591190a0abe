import { sourceOf, targetOf, type MessageId, type Side } from "@ticket-bridge/helpdesk";

import type { Finding } from "../../decide/compare-ticket.ts";
import { isPublicAt } from "./visible-at.ts";
import { nameOf, type World } from "./world.ts";
import type { Written } from "./written.ts";

/** A comparison takes so long, and the alarm comes at its end. */
const comparedWithinMs = 10 * 60_000;

/**
 * The audit reads both helpdesks by itself, so where every promise is kept it finds that both sides agree, except for
 * what a held message tells of and what agents did to mirrors; and in the middle of all faults it raises no alarm but
 * for what is internal and was sent as public, which is so where it became internal in the moment of the send.
 */
export function checkAudit(world: World, written: readonly Written[]): string[] {
  const { database } = world;
  const sources = new Map(written.map((message) => [nameOf(message.side, message.id), message]));
  const broken = database.alarms
    .filter(({ mirrorId, raisedAt }) => {
      const row = database.mirror(mirrorId);
      const source = row === undefined ? undefined : sources.get(nameOf(row.sourceSide, row.sourceMessageId));
      return source === undefined || !wasInternal(world, source, raisedAt);
    })
    .map(({ reason }) => `the audit raised a false alarm: ${reason}`);
  for (const link of database.links.filter(({ active }) => active)) {
    const audit = database.audits.get(link.id);
    if (audit === undefined || audit.auditedAt === null) {
      broken.push(`the audit did not come to link ${link.id}: ${audit?.trouble ?? "no reason"}`);
      continue;
    }
    const known = audit.findings.filter(
      (finding) =>
        finding.told || isByHand(world, finding) || wasAlarmed(world, finding) || wasForgotten(world, finding),
    );
    for (const finding of audit.findings)
      if (!known.includes(finding)) broken.push(`the audit found: ${finding.reason}`);
    if (audit.agree + audit.findings.length !== audit.should || audit.waiting > 0) {
      broken.push(`the audit of link ${link.id} says ${audit.agree} of ${audit.should}, ${audit.waiting} on their way`);
    }
  }
  return broken;
}

function wasInternal(world: World, source: Written, raisedAt: number): boolean {
  const moments = [raisedAt, ...source.versions.map(({ at }) => at)];
  const changes = world.acts.ticketsPublic.get(source.ticketId) ?? [];
  return [...moments, ...changes.map(({ at }) => at)].some(
    (at) => at <= raisedAt && at >= raisedAt - comparedWithinMs && !isPublicAt(world, source, at),
  );
}

const foundAgain: ReadonlySet<string> = new Set(["recognised", "adopted", "read-back-found"]);

/** What a restored database has forgotten of a change stays a leak until a person removes it. */
function wasAlarmed({ database }: World, { leak, mirrorId }: Finding): boolean {
  return leak && database.alarms.some((alarm) => alarm.mirrorId === mirrorId);
}

/**
 * A restored database finds a mirror again, or what a person copied from one, and not what was written into it: what it
 * has of an attempt may be older than the one that arrived.
 */
function wasForgotten({ acts, database }: World, { leak, mirrorId }: Finding): boolean {
  const row = database.mirror(mirrorId ?? "");
  if (leak || acts.restores.length === 0 || row === undefined) return false;
  return row.attempts === 0 || row.trace.some(({ what }) => foundAgain.has(what));
}

function isByHand(world: World, { direction, mirrorId }: Finding): boolean {
  const row = mirrorId === null ? undefined : world.database.mirror(mirrorId);
  if (row === undefined) return false;
  const targets = world.database.revisionsOf(sourceOf(direction), row.sourceMessageId).map((of) => of.targetMessageId);
  return targets.some((id) => id !== null && wasTouched(world, targetOf(direction), id));
}

/** Or deleted by its author, where the operator had named it as a mirror. */
function wasTouched({ acts, desks, networks }: World, side: Side, id: MessageId): boolean {
  const named = acts.takenAsMirrors.has(nameOf(side, id)) ? desks[side].held.find((held) => held.id === id) : undefined;
  if (named?.removed === true || named?.wire["Deleted"] === true) return true;
  return networks[side].writes.some(({ mirror }) => {
    const { removed, wire } = mirror;
    return mirror.id === id && (removed === true || wire["TouchedByAgent"] === true || wire["Edited"] === true);
  });
}
