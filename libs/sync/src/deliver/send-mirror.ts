import {
  DeliveryError,
  sideName,
  targetOf,
  type Message,
  type MessageId,
  type OutgoingMessage,
} from "@ticket-bridge/helpdesk";
import { composeMirror, contentHash, markerCode } from "@ticket-bridge/mapping";

import { callHelpdesk } from "../call-helpdesk.ts";
import { backoffMs } from "../decide/backoff.ts";
import { decideOutcome, stoppedRecheckMs } from "../decide/decide-outcome.ts";
import { isLoop, loopReason } from "../decide/loop-breaker.ts";
import { isSuspect } from "../decide/suspicion.ts";
import { wouldBeWritten } from "../decide/would-be-written.ts";
import { writtenHash } from "../decide/written-hash.ts";
import { SidePausedError } from "../paused-sides.ts";
import type { LaneMessage, MirrorChange } from "../ports/lane-store.ts";
import { hold } from "./hold-message.ts";
import { giveBack, markerOf, next, tellDelivered, type LaneRun, type Turn } from "./lane-run.ts";
import { NotSentError } from "./not-sent-error.ts";
import { observe } from "./observe-message.ts";

/** A message older than this may have been mirrored by a run that the database no longer remembers. */
const oldMessageMs = 10 * 60_000;

/** Writes one mirror: check the target, commit the intent with its marker, send, and keep the answer (P2, P3). */
export async function sendMirror(run: LaneRun, row: LaneMessage, message: Message): Promise<Turn> {
  const { context, lane } = run;
  const { targetTicketId, direction } = lane.lease;
  const side = targetOf(direction);
  const existing = await existingMirror(run, row, message);
  if (existing !== null) return adoptExisting(run, row, existing);
  const refusal = message.visibility === "internal" ? await cannotHoldInternal(run, row) : null;
  if (refusal !== null) return refusal;

  const hash = contentHash(message.content);
  const { crossings } = run;
  if (isLoop({ direction, contentHash: hash, capturedAgoMs: row.capturedAgoMs, crossings })) {
    return giveBack({ kind: "stopped", afterMs: stoppedRecheckMs, reason: loopReason });
  }

  const { bridgeId, secret } = context.identity;
  const marker = markerOf(lane.lease, row);
  const { outgoing, losses, carriedHash } = composeMirror(message, side, marker, {
    ...{ bridgeId, secret, ticketId: targetTicketId },
    ...context.settings.policy,
  });
  const lost = losses.map(({ what, why }) => `${what}: ${why}`);
  if (context.settings.mode === "observe") {
    context.posts.note(lane.lease);
    return observe(run, row, wouldBeWritten(outgoing, side, lost));
  }
  await lane.record({
    to: "sending",
    mirrorId: row.mirrorId,
    attemptId: context.random.id(),
    marker: outgoing.externalId ?? markerCode(marker, bridgeId, secret),
    contentHash: hash,
    carriedHash,
    writtenHash: writtenHash(outgoing.visibility, outgoing.content),
    event: { what: "sending", detail: `Sending to ${sideName(side)} as ${visibilityName(outgoing)}.` },
  });
  try {
    const created = await callHelpdesk(
      context,
      context.helpdesks[side],
      "write",
      () =>
        context.helpdesks[side].createMessage(outgoing, {
          beforeBytes: () => {
            lane.assertHeld();
            context.pauses.assertNotPaused(side);
            run.copies.assertFresh(row.sourceMessageId);
          },
          correlationId: row.correlationId,
          signal: context.calls,
        }),
      row.mirrorId,
    );
    context.posts.note(lane.lease);
    tellDelivered(run, row);
    lane.later({
      to: "mirrored",
      mirrorId: row.mirrorId,
      targetMessageId: created.id,
      losses: lost,
      event: { what: "mirrored", detail: `${sideName(side)} stored it as message ${created.id}.` },
    });
    return next;
  } catch (error) {
    run.copies.forget(row.sourceMessageId);
    return await afterFailedAttempt(run, row, error);
  }
}

/** The mirror that the target already holds, as far as it was looked at; null when there is none to be known of. */
async function existingMirror(run: LaneRun, row: LaneMessage, message: Message): Promise<MessageId | null> {
  const { context, lane, target } = run;
  // A refusal may be a lie: Requestor answers 400 for a time-out of its database too. A second attempt looks first.
  const triedBefore = row.attempts > 0;
  if (!triedBefore && !context.posts.isFirst(lane.lease) && ageMs(run, row, message) <= oldMessageMs) {
    return target.mirrorSeen(row.sourceMessageId, row.revision);
  }
  // What was answered must not wait for a read.
  if (!target.knowsMarkers) await lane.record();
  return await target.mirrorOf(row.sourceMessageId, row.revision, row.correlationId);
}

function ageMs(run: LaneRun, row: LaneMessage, message: Message): number {
  const age = message.createdAt === null ? 0 : run.context.clock.now() - message.createdAt;
  return Math.max(age, row.capturedAgoMs);
}

function visibilityName(outgoing: OutgoingMessage): string {
  return outgoing.visibility === "internal" ? "an internal note" : "a public message";
}

/** The target already holds it: the database was restored from an older backup, or an answer came too late. */
function adoptExisting(run: LaneRun, row: LaneMessage, existing: MessageId): Turn {
  const where = sideName(targetOf(run.lane.lease.direction));
  tellDelivered(run, row);
  run.lane.later({
    to: "mirrored",
    mirrorId: row.mirrorId,
    targetMessageId: existing,
    losses: [],
    event: { what: "adopted", detail: `${where} already holds it as message ${existing}, found by its marker.` },
  });
  return next;
}

/** P3: what the target cannot hold as private is held here, not published. */
async function cannotHoldInternal(run: LaneRun, row: LaneMessage): Promise<Turn | null> {
  const { lane } = run;
  const side = targetOf(lane.lease.direction);
  const where = sideName(side);
  if (run.context.helpdesks[side].everyTicketHoldsInternal) return null;
  if (row.attempts > 0) run.target.forgetTicket();
  if (!run.target.knowsTicket) await lane.record();
  const ticket = await run.target.ticket(row.correlationId);
  if (ticket === null) {
    const reason = `Ticket ${lane.lease.targetTicketId} does not exist in ${where} any more, or the bridge's account may not see it.`;
    return giveBack({ kind: "stopped", afterMs: stoppedRecheckMs, reason });
  }
  if (ticket.canHoldInternal) return null;
  const reason = `It is internal, and ticket ${ticket.ref ?? ticket.id} in ${where} cannot hold internal messages (its submitter is an operator, or the bridge's account is none). It was not published.`;
  return hold(run, row, reason);
}

async function afterFailedAttempt(run: LaneRun, row: LaneMessage, error: unknown): Promise<Turn> {
  const { lane, context } = run;
  if (error instanceof NotSentError) {
    const reason = `${error.message} Nothing was sent.`;
    // If no other worker took the lane meanwhile, this says for certain that nothing was written.
    await lane.record({ to: "pending", mirrorId: row.mirrorId, reason, event: { what: "not-sent", detail: reason } });
    if (error instanceof SidePausedError) return giveBack({ kind: "yield" });
    // Counted and shown: where the budget is so small that copies grow old in its line, lanes must make room.
    const afterMs = backoffMs(lane.lease.failures + 1, context.random.next());
    return giveBack({ kind: "again", afterMs, reason, counts: true });
  }
  if (!(error instanceof DeliveryError)) throw error;
  const outcome = decideOutcome(error, {
    mirrorId: row.mirrorId,
    target: targetOf(lane.lease.direction),
    failures: lane.lease.failures,
    settleMs: context.settings.settleMs,
    random: context.random.next(),
  });
  context.log.log({
    level: "warn",
    message: error.message,
    correlationId: row.correlationId,
    mirrorId: row.mirrorId,
    decision: error.decision,
    fault: error.fault,
  });
  if (isSuspect(error)) await context.health.tellWrites(targetOf(lane.lease.direction));
  if (outcome.change.to === "held") return await holdOrStop(run, row, outcome.change, error);
  await lane.record(outcome.change);
  return outcome.release === null ? next : giveBack(outcome.release);
}

/** A refusal of the message may really be about its ticket: Requestor answers both with 400. One read tells. */
async function holdOrStop(run: LaneRun, row: LaneMessage, held: MirrorChange, error: DeliveryError): Promise<Turn> {
  const { lane } = run;
  // The refusal is certain whatever comes of the next read: the row must not stay in `sending`.
  await lane.record(refused(row, error.message));
  run.target.forgetTicket();
  const ticket = await run.target.ticket(row.correlationId);
  if (ticket !== null) {
    lane.later(held);
    return next;
  }
  const where = sideName(targetOf(lane.lease.direction));
  const reason = `Ticket ${lane.lease.targetTicketId} does not exist in ${where} any more, or the bridge's account may not see it. ${error.message}`;
  return giveBack({ kind: "stopped", afterMs: stoppedRecheckMs, reason });
}

function refused(row: LaneMessage, reason: string): MirrorChange {
  return { to: "pending", mirrorId: row.mirrorId, reason, event: { what: "attempt-failed", detail: reason } };
}
