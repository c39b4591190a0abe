import {
  DeliveryError,
  sideName,
  targetOf,
  type Message,
  type MessageId,
  type OutgoingMessage,
} from "@ticket-bridge/helpdesk";
import { composeMirror, contentHash, markerCode, type AttachmentOutcome, type Loss } from "@ticket-bridge/mapping";

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
import { prepareAttachments, type PreparedAttachments } from "./prepare-attachments.ts";
import { UploadFailedError } from "./upload-attachment.ts";
import { adoptedWithAttachments } from "./adopted-attachments.ts";
import { supposedOutcomes } from "./supposed-outcomes.ts";

/** A message older than this may have been mirrored by a run that the database no longer remembers. */
const oldMessageMs = 10 * 60_000;

/** Writes one mirror: check the target, commit the intent with its marker, send, and keep the answer (P2, P3). */
export async function sendMirror(run: LaneRun, row: LaneMessage, message: Message): Promise<Turn> {
  const { context, lane } = run;
  const { direction } = lane.lease;
  const side = targetOf(direction);
  const existing = await existingMirror(run, row, message);
  if (existing !== null) return await adoptExisting(run, row, existing);
  const refusal = message.visibility === "internal" ? await cannotHoldInternal(run, row) : null;
  if (refusal !== null) return refusal;

  const hash = contentHash(message.content);
  const { crossings } = run;
  if (isLoop({ direction, contentHash: hash, capturedAgoMs: row.capturedAgoMs, crossings })) {
    return giveBack({ kind: "stopped", afterMs: stoppedRecheckMs, reason: loopReason });
  }

  if (context.settings.mode === "observe") {
    const { outgoing, losses } = compose(run, row, message, supposedOutcomes(run, message));
    context.posts.note(lane.lease);
    return observe(run, row, wouldBeWritten(outgoing, side, losses.map(inRecord)));
  }
  let prepared: PreparedAttachments;
  try {
    prepared = await prepareAttachments(run, row, message);
  } catch (error) {
    return await afterFailedUpload(run, row, error);
  }
  try {
    if (!(await isStillTheSame(run, row, message))) return giveBack({ kind: "yield" });
    return await send(run, row, message, prepared);
  } finally {
    await prepared.discard();
  }
}

function inRecord({ what, why }: Loss): string {
  return `${what}: ${why}`;
}

function compose(run: LaneRun, row: LaneMessage, message: Message, attachments: readonly AttachmentOutcome[]) {
  const { context, lane } = run;
  const { bridgeId, secret } = context.identity;
  return composeMirror(message, targetOf(lane.lease.direction), markerOf(lane.lease, row), {
    ...{ bridgeId, secret, ticketId: lane.lease.targetTicketId, attachments },
    ...context.settings.policy,
  });
}

/** Attachments may take longer than a copy is good for; what changed meanwhile is decided anew in the next run. */
async function isStillTheSame(run: LaneRun, row: LaneMessage, message: Message): Promise<boolean> {
  if (message.attachments.length === 0 || run.copies.isFresh(row.sourceMessageId)) return true;
  const now = await run.copies.of(row, []);
  return now !== null && JSON.stringify(now) === JSON.stringify(message);
}

async function send(
  run: LaneRun,
  row: LaneMessage,
  message: Message,
  { outcomes }: PreparedAttachments,
): Promise<Turn> {
  const { context, lane } = run;
  const side = targetOf(lane.lease.direction);
  const { outgoing, losses, carriedHash } = compose(run, row, message, outcomes);
  const { bridgeId, secret } = context.identity;
  await lane.record({
    to: "sending",
    mirrorId: row.mirrorId,
    attemptId: context.random.id(),
    marker: outgoing.externalId ?? markerCode(markerOf(lane.lease, row), bridgeId, secret),
    contentHash: contentHash(message.content),
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
          whileSending: () => {
            lane.assertHeld();
            context.pauses.assertNotPaused(side);
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
      losses: losses.map(inRecord),
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
async function adoptExisting(run: LaneRun, row: LaneMessage, existing: MessageId): Promise<Turn> {
  await adoptedWithAttachments(run, row, existing);
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

/** Before the message itself nothing can be uncertain: it is pending as it was, and the failure is shown. */
async function afterFailedUpload(run: LaneRun, row: LaneMessage, error: unknown): Promise<Turn> {
  if (error instanceof NotSentError) return await afterFailedAttempt(run, row, error);
  if (!(error instanceof UploadFailedError)) throw error;
  const { message, fault, status, retryAfterMs, ownErrorBody } = error.failure;
  run.copies.forget(row.sourceMessageId);
  return await afterFailedAttempt(
    run,
    row,
    new DeliveryError(message, { decision: "retryable", fault, status, retryAfterMs, ownErrorBody, cause: error }),
  );
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
