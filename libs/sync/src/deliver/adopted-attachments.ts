import { DeliveryError, targetOf, uploadsAttachments, type MessageId } from "@ticket-bridge/helpdesk";

import type { LaneMessage } from "../ports/lane-store.ts";
import type { LaneRun } from "./lane-run.ts";
import { linkUploaded } from "./upload-attachment.ts";

/**
 * Before a mirror that stands at the target already is taken for done: a message may have been stored without the
 * attachments that were uploaded for it. What is refused for good is only told, since the message itself is there.
 */
export async function adoptedWithAttachments(run: LaneRun, row: LaneMessage, existing: MessageId): Promise<void> {
  const { context, lane } = run;
  const target = context.helpdesks[targetOf(lane.lease.direction)];
  if (context.settings.mode === "observe" || !uploadsAttachments(target)) return;
  try {
    await linkUploaded(run, row, target, existing);
  } catch (error) {
    if (!(error instanceof DeliveryError) || error.decision !== "permanent") throw error;
    context.log.log({
      level: "warn",
      message: error.message,
      correlationId: row.correlationId,
      mirrorId: row.mirrorId,
    });
  }
}
