import { DeliveryError, type Message } from "@ticket-bridge/helpdesk";
import type { AttachmentOutcome } from "@ticket-bridge/mapping";

import type { LaneMessage } from "../ports/lane-store.ts";
import { afterFailedAttempt } from "./failed-attempt.ts";
import { giveBack, type LaneRun, type Turn } from "./lane-run.ts";
import { NotSentError } from "./not-sent-error.ts";
import { prepareAttachments, type PreparedAttachments, type StandingAttachments } from "./prepare-attachments.ts";
import { UploadFailedError } from "./upload-attachment.ts";

/**
 * Brings the attachments as far as they can go before what names them is written, has that written, and tidies up.
 *
 * @param standing of an edit, what is not to be sent again
 */
export async function sendPrepared(
  run: LaneRun,
  row: LaneMessage,
  { message, standing }: { readonly message: Message; readonly standing?: StandingAttachments },
  write: (outcomes: readonly AttachmentOutcome[]) => Promise<Turn>,
): Promise<Turn> {
  let prepared: PreparedAttachments;
  try {
    prepared = await prepareAttachments(run, row, message, standing);
  } catch (error) {
    return await afterFailedUpload(run, row, error);
  }
  try {
    if (!(await isStillTheSame(run, row, message))) return giveBack({ kind: "yield" });
    return await write(prepared.outcomes);
  } finally {
    await prepared.discard();
  }
}

/** Attachments may take longer than a copy is good for; what changed meanwhile is decided anew in the next run. */
async function isStillTheSame(run: LaneRun, row: LaneMessage, message: Message): Promise<boolean> {
  if (message.attachments.length === 0 || run.copies.isFresh(row.sourceMessageId)) return true;
  const now = await run.copies.of(row, []);
  return now !== null && JSON.stringify(now) === JSON.stringify(message);
}

/** Before the message itself nothing can be uncertain: it is pending as it was, and the failure is shown. */
async function afterFailedUpload(run: LaneRun, row: LaneMessage, error: unknown): Promise<Turn> {
  // Uploads are no attempt to write the message yet, and go out under its correlation id.
  const refusal = { requestId: row.correlationId };
  if (error instanceof NotSentError) return await afterFailedAttempt(run, row, error, refusal);
  if (!(error instanceof UploadFailedError)) throw error;
  const { message, fault, status, retryAfterMs, ownErrorBody } = error.failure;
  run.copies.forget(row.sourceMessageId);
  return await afterFailedAttempt(
    run,
    row,
    new DeliveryError(message, { decision: "retryable", fault, status, retryAfterMs, ownErrorBody, cause: error }),
    refusal,
  );
}
