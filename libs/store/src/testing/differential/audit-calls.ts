import type { Side } from "@ticket-bridge/helpdesk";
import type { Alarm, Audit, AuditOutcome, Finding, RelearnedMirror } from "@ticket-bridge/sync";

import { message } from "../acts.ts";
import { type Actor, age, nameOfLink, nameOfMirror, pickLink, ticketOf } from "./actor.ts";
import type { Given } from "./call.ts";
import { messageOf } from "./plain.ts";

/** What comparing found and which alarms stand, as people see it. */
export async function lookAtAudits(actor: Actor): Promise<unknown> {
  const { store } = actor.scene;
  const { items } = await store.listAudits({ onlyFindings: false }, { cursor: null, limit: 100 });
  const found = await store.listAudits({ onlyFindings: true }, { cursor: null, limit: 100 });
  const { oldestAuditedAt, ...totals } = await store.auditTotals();
  const maps: unknown[] = [];
  for (const { linkId } of items) {
    const map = await store.linkMap(linkId);
    maps.push(
      map === null
        ? null
        : { ...map, rows: map.rows.map((row) => ({ ...row, mirrorId: nameOfMirror(actor, row.mirrorId) })) },
    );
  }
  return {
    audits: items.map((audit) => plainAudit(actor, audit)),
    withFindings: found.items.map(({ linkId }) => nameOfLink(actor, linkId)),
    totals: { ...totals, oldest: age(actor, oldestAuditedAt) },
    // Which of those that one call raised comes first is nobody's promise.
    alarms: (await store.standingAlarms()).map((alarm) => plainAlarm(actor, alarm)).sort(),
    maps,
  };
}

function plainAlarm(actor: Actor, { linkId, mirrorId, reason, raisedAt }: Alarm): string {
  return `${nameOfLink(actor, linkId)} ${nameOfMirror(actor, mirrorId)} ${reason} ${age(actor, raisedAt)}`;
}

function plainAudit(actor: Actor, { linkId, auditedAt, findings, ...audit }: Audit) {
  return {
    ...audit,
    link: nameOfLink(actor, linkId),
    audited: age(actor, auditedAt),
    findings: findings.map(({ mirrorId, ...finding }) => ({
      ...finding,
      mirror: mirrorId === null ? null : nameOfMirror(actor, mirrorId),
    })),
  };
}

/** Claims all that may be compared: which comes first of those that waited as long is nobody's promise. */
export async function claimAudits(actor: Actor, given: Given<"claimAudits">): Promise<unknown> {
  const claimed: string[] = [];
  for (;;) {
    const claim = await actor.scene.other.claimAudit(given);
    if (claim === null) return claimed.sort();
    claimed.push(nameOfLink(actor, claim.linkId));
  }
}

export async function recordAudit(actor: Actor, { link, agree, troubled }: Given<"recordAudit">): Promise<void> {
  const linkId = pickLink(actor, link);
  await actor.scene.store.recordAudit(linkId === "none" ? "99" : linkId, troubled ? trouble : compared(agree));
}

export async function releaseAudit(actor: Actor, { link }: Given<"releaseAudit">): Promise<void> {
  const linkId = pickLink(actor, link);
  await actor.scene.store.releaseAudit(linkId === "none" ? "99" : linkId);
}

const trouble: AuditOutcome = { kind: "trouble", reason: "Unreadable.\0" };

function compared(agree: number): AuditOutcome {
  const finding: Finding = {
    ...{ class: "differs", leak: false, told: false, heal: null, direction: "superoffice-to-requestor" },
    ...{ messageId: message(11), mirrorId: null, reason: "Other words.\0" },
  };
  const findings = Array.from({ length: 3 - agree }, () => finding);
  const classes = { same: agree, "only-source": 0, "only-target": 0, differs: 3 - agree, error: 0 };
  return { kind: "compared", should: 3, agree, waiting: 1, classes, findings };
}

/** Mirrors of one link are found public, or none of them any more. */
export async function recordLeaks(actor: Actor, given: Given<"recordLeaks">): Promise<unknown> {
  const linkId = pickLink(actor, given.link);
  const ofLink = actor.mirrors.filter((mirror) => mirror.linkId === linkId);
  const leaks = ofLink.slice(0, given.leaks).map(({ id }) => ({ mirrorId: id, reason: "It is public.\0" }));
  return await actor.scene.store.recordLeaks(linkId === "none" ? "99" : linkId, leaks);
}

/** A pair of tickets as markers tell of it. */
export async function relearn(actor: Actor, given: Given<"relearn">): Promise<unknown> {
  const tickets = { superoffice: given.superoffice, requestor: given.requestor };
  const mirrors = (side: Side): readonly RelearnedMirror[] =>
    given.mirrors
      .filter((mirror) => mirror.side === side)
      .map(({ n, target, revision, gone }) => ({
        ...{ id: messageOf(tickets[side], n), revision, kind: revision === 1 ? "message" : "edit", createdAt: null },
        targetMessageId: messageOf(tickets[side === "superoffice" ? "requestor" : "superoffice"], target),
        ...{ version: n % 2 === 0 ? "v1" : null, gone: gone && revision === 1 },
        visibility: n % 2 === 0 ? "public" : null,
      }));
  let correlations = 0;
  const learned = await actor.scene.store.relearnLink({
    link: {
      ...{ superofficeTicketId: ticketOf(tickets.superoffice), requestorTicketId: ticketOf(tickets.requestor) },
      ...{ superofficeTitle: "Learned\0", requestorTitle: "Gelernt", requestorRef: null },
      present: { superoffice: given.present.map((n) => messageOf(tickets.superoffice, n)), requestor: [] },
    },
    mirrors: { superoffice: mirrors("superoffice"), requestor: mirrors("requestor") },
    correlationId: () => `r${(correlations += 1)}`,
  });
  if ("taken" in learned) return learned;
  actor.linkIds.set(`${tickets.superoffice}-${tickets.requestor}`, learned.linkId);
  return { added: learned.added };
}
