import { DeliveryError, targetOf, type Message } from "@ticket-bridge/helpdesk";
import { composeMirror, contentHash, type AttachmentOutcome } from "@ticket-bridge/mapping";

import { stoppedRecheckMs } from "../decide/decide-outcome.ts";
import { isLoop, loopReason } from "../decide/loop-breaker.ts";
import type { LaneMessage } from "../ports/lane-store.ts";
import { cannotHoldInternal } from "./cannot-hold-internal.ts";
import { afterFailedAttempt } from "./failed-attempt.ts";
import { composeOptions, giveBack, markerOf, type LaneRun, type Turn } from "./lane-run.ts";
import { NotSentError } from "./not-sent-error.ts";
import { prepareAttachments, type PreparedAttachments } from "./prepare-attachments.ts";
import { assertPublicAllowed } from "./public-allowed.ts";
import { supposedOutcomes } from "./supposed-outcomes.ts";
import { UploadFailedError } from "./upload-attachment.ts";
import { adoptExisting, existingMirror, writeMessage } from "./write-message.ts";

/** Writes one mirror: check the target, commit the intent with its marker, send, and keep the answer (P2, P3). */
export async function sendMirror(run: LaneRun, row: LaneMessage, message: Message): Promise<Turn> {
  const { context, lane } = run;
  const { direction } = lane.lease;
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
    const supposed = compose(run, row, message, supposedOutcomes(run, message));
    return await writeMessage(run, row, { ...supposed, contentHash: hash });
  }
  await assertPublicAllowed(run, message.visibility);
  let prepared: PreparedAttachments;
  try {
    prepared = await prepareAttachments(run, row, message);
  } catch (error) {
    return await afterFailedUpload(run, row, error);
  }
  try {
    if (!(await isStillTheSame(run, row, message))) return giveBack({ kind: "yield" });
    const composed = compose(run, row, message, prepared.outcomes);
    return await writeMessage(run, row, { ...composed, contentHash: hash });
  } finally {
    await prepared.discard();
  }
}

function compose(run: LaneRun, row: LaneMessage, message: Message, attachments: readonly AttachmentOutcome[]) {
  const { lease } = run.lane;
  const options = { ...composeOptions(run, row), attachments };
  return composeMirror(message, targetOf(lease.direction), markerOf(lease, row), options);
}

/** Attachments may take longer than a copy is good for; what changed meanwhile is decided anew in the next run. */
async function isStillTheSame(run: LaneRun, row: LaneMessage, message: Message): Promise<boolean> {
  if (message.attachments.length === 0 || run.copies.isFresh(row.sourceMessageId)) return true;
  const now = await run.copies.of(row, []);
  return now !== null && JSON.stringify(now) === JSON.stringify(message);
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
