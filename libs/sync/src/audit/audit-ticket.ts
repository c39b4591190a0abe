import {
  otherSide,
  sideName,
  sourceOf,
  type MessageId,
  type ReadOptions,
  type Side,
  type TicketListing,
} from "@ticket-bridge/helpdesk";
import { carriedHash } from "@ticket-bridge/mapping";

import {
  compareTicket,
  messagesToCompare,
  type Comparison,
  type Finding,
  type SideReading,
} from "../decide/compare-ticket.ts";
import { confirmFindings, countAsWaiting } from "../decide/confirm-findings.ts";
import { policyOf, type EngineContext } from "../engine-context.ts";
import type { AuditClaim, AuditOutcome } from "../ports/audit-store.ts";
import { readBothSides } from "./read-both-sides.ts";

export interface AuditWays {
  /** Called before each call, with its helpdesk: resolves when it may go out. */
  readonly turn?: (side: Side) => Promise<void>;
  readonly options?: ReadOptions;
  /** The link is paused. */
  readonly isPaused?: boolean;
}

interface Look {
  readonly comparison: Comparison;
  readonly sides: Readonly<Record<Side, SideReading>>;
}

/**
 * Compares both tickets of a link and stores what was found. What was missed is captured by the next poll, which heals it. What differs
 * without a row that tells of it is looked at a second time before anybody is told; a leak then raises the alarm (P3).
 * Null when the link is gone meanwhile. Rejects with DeliveryError when a helpdesk does not answer.
 */
export async function auditTicket(
  context: EngineContext,
  claim: AuditClaim,
  ways: AuditWays = {},
): Promise<AuditOutcome | null> {
  const first = await look(context, claim, ways);
  if (first === null || "kind" in first) return await record(context, claim, first);
  if (first.comparison.findings.every(({ told }) => told)) return await recordFound(context, claim, first.comparison);
  const second = await look(context, claim, ways);
  if (second === null || "kind" in second) return await record(context, claim, second);
  const confirmed = confirmFindings(first.comparison, second.comparison);
  await raise(context, claim, confirmed);
  const healed = await heal(context, claim, confirmed.findings, second);
  return await recordFound(
    context,
    claim,
    countAsWaiting(confirmed, (finding) => !finding.leak && healed.has(finding)),
  );
}

async function look(
  context: EngineContext,
  { linkId, superofficeTicketId, requestorTicketId }: AuditClaim,
  { turn, options, isPaused = false }: AuditWays,
): Promise<Look | (AuditOutcome & { kind: "trouble" }) | null> {
  const { store, identity } = context;
  const before = await store.linkMap(linkId);
  if (before === null) return null;
  const changing: Record<Side, ReadonlySet<MessageId>> = { superoffice: new Set(), requestor: new Set() };
  const read = await readBothSides(context, {
    tickets: { superoffice: superofficeTicketId, requestor: requestorTicketId },
    onListing: async (listing) => {
      changing[listing.ticket.side] = await haveCaptured(context, listing);
    },
    wanted: (side) => messagesToCompare(before, side),
    ...(turn && { turn }),
    options: { signal: context.calls, ...options },
  });
  if (read.kind === "unreadable") return { kind: "trouble", reason: read.reason };
  const after = await store.linkMap(linkId);
  if (after === null) return null;
  const policy = policyOf(context.settings);
  const comparison = compareTicket({ before, map: after, changing, sides: read.sides, isPaused, identity, policy });
  return { comparison, sides: read.sides };
}

/**
 * What is new or has changed is captured by the poll of the ticket, which this makes due: two readings of one ticket at
 * the same time could be captured in the wrong order. Gives those that changed or are gone.
 */
async function haveCaptured(
  { store, settings }: EngineContext,
  listing: TicketListing,
): Promise<ReadonlySet<MessageId>> {
  const { ticket, messages } = listing;
  const { edits, deletes } = policyOf(settings);
  const isFollowed = edits !== "ignore" || deletes !== "ignore";
  const listed = messages.map(({ id, version }) => ({ id, version: isFollowed ? version : null }));
  const { unseen, changed, gone } = await store.lookAt(ticket.side, ticket.id, listed);
  const followed = isFollowed ? [...changed, ...gone] : [];
  if (unseen.length + followed.length > 0) await store.hint(ticket.side, [ticket.id]);
  return new Set(followed);
}

async function record(
  { store }: EngineContext,
  { linkId }: AuditClaim,
  outcome: AuditOutcome | null,
): Promise<AuditOutcome | null> {
  if (outcome !== null) await store.recordAudit(linkId, outcome);
  return outcome;
}

async function recordFound(context: EngineContext, claim: AuditClaim, found: Comparison): Promise<AuditOutcome | null> {
  const { undecided, ...compared } = found;
  if (found.findings.every(({ leak }) => !leak)) await context.store.recordLeaks(claim.linkId, [], undecided);
  return await record(context, claim, { kind: "compared", ...compared });
}

async function raise(
  context: EngineContext,
  { linkId }: AuditClaim,
  { findings, undecided }: Comparison,
): Promise<void> {
  const leaks = findings.flatMap(({ leak, mirrorId, reason }) =>
    leak && mirrorId !== null ? [{ mirrorId, reason }] : [],
  );
  if (leaks.length === 0) return;
  // Known here before anybody else is told.
  const raised = await context.store.recordLeaks(linkId, leaks, undecided);
  if (!raised) return;
  await context.publicWrites.refresh();
  for (const { mirrorId, reason } of leaks) {
    const message = `ALARM: ${reason} Nothing public is written until somebody acknowledges it.`;
    context.log.log({ level: "error", message, linkId, mirrorId });
  }
}

/** What a source says by now and nobody captured, for whatever reason, is captured as the change it is. */
async function heal(
  { store, random, log }: EngineContext,
  claim: AuditClaim,
  findings: readonly Finding[],
  { sides }: Look,
): Promise<ReadonlySet<Finding>> {
  const healed = new Set<Finding>();
  for (const finding of findings) {
    if (finding.heal !== "capture-change") continue;
    const side = sourceOf(finding.direction);
    const { ticket, messages } = sides[side];
    const copy = messages.get(finding.messageId);
    if (copy === undefined) continue;
    // Without its copy: it is read again before it is carried, should it have been captured meanwhile.
    const change = {
      ...({ id: copy.id, version: null, standing: "there", follow: true, copy: null } as const),
      visibility: copy.visibility,
      carriedHash: carriedHash(copy),
    };
    const rows = await store.captureChanges({
      side,
      ticketId: ticket.id,
      changes: [change],
      readAgoMs: 0,
      correlationId: () => random.id(),
    });
    if (rows.length > 0) healed.add(finding);
    // Its version is to be told anew.
    await store.hint(side, [ticket.id]);
    const message = `The audit found a change of message ${copy.id} in ${sideName(side)} that was not followed to ${sideName(otherSide(side))}.`;
    log.log({ level: "warn", message, linkId: claim.linkId, captured: rows.length });
  }
  return healed;
}
