import {
  DeliveryError,
  sideName,
  sourceOf,
  targetOf,
  uploadsAttachments,
  type MessageId,
  type WriteOptions,
} from "@ticket-bridge/helpdesk";

import { readWrittenHash } from "../decide/written-hash.ts";
import type { LaneMessage } from "../ports/lane-store.ts";
import { freshCopy } from "./fresh-copies.ts";
import { sourceOfRow, type LaneRun } from "./lane-run.ts";
import { askForEdit } from "./look-again.ts";
import { linkUploaded, storeUnlinked, uploadedFor } from "./upload-attachment.ts";
import { linkOptions } from "./write-options.ts";

/**
 * Before a mirror that stands at the target already is taken for done: a message may have been stored without the
 * attachments that were uploaded for it. Nothing is added to what customers read once its source is internal or gone (P3).
 * What is refused for good is told and brought by the next edit, since the message itself is there. Resolves to what is
 * lost, for the record.
 * Rejects with StillSettlingError where something is to be linked while an earlier call may still do so.
 *
 * @param settle milliseconds for which an earlier attempt may still be carried out
 */
export async function adoptedWithAttachments(
  run: LaneRun,
  row: LaneMessage,
  existing: MessageId,
  settle = 0,
): Promise<readonly string[]> {
  const { context, lane } = run;
  const { direction } = lane.lease;
  const target = context.helpdesks[targetOf(direction)];
  if (context.settings.mode === "observe" || !uploadsAttachments(target)) return [];
  if ((await uploadedFor(run, row)).length === 0) return [];
  try {
    const message = await freshCopy(run, row, []);
    const where = sideName(sourceOf(direction));
    if (message === null || message.deleted)
      return await unlinked(run, row, `its message was deleted in ${where} meanwhile`);
    // A copy or move to another ticket says nothing of who may read it here.
    const isMoved = message.ticketId !== lane.lease.sourceTicketId;
    const wasInternal = readWrittenHash(row.writtenHash).visibility === "internal";
    if (isMoved || (message.visibility === "internal" && !wasInternal)) {
      return await unlinked(run, row, `its message ${isMoved ? "was moved" : "became internal"} in ${where} meanwhile`);
    }
    await linkUploaded(
      run,
      row,
      target,
      { messageId: existing, message },
      afterSettling(linkOptions(run, row, message.visibility), settle),
    );
    return [];
  } catch (error) {
    if (!(error instanceof DeliveryError) || error.decision !== "permanent") throw error;
    const { correlationId, mirrorId } = row;
    context.log.log({ level: "warn", message: error.message, correlationId, mirrorId });
    return await unlinked(run, row, error.message);
  }
}

/** The second of two calls that link the same does so twice, should the first one be carried out late. */
export class StillSettlingError extends Error {
  override readonly name = "StillSettlingError";
}

function afterSettling(options: WriteOptions, settle: number): WriteOptions {
  if (settle <= 0) return options;
  return {
    ...options,
    beforeBytes: () => {
      throw new StillSettlingError();
    },
  };
}

/** An edit is asked for, which says so in the text or brings them; first, as nobody would ask for it after a stop in between. */
async function unlinked(run: LaneRun, row: LaneMessage, why: string): Promise<readonly string[]> {
  await askForEdit(run.context, sourceOfRow(run.lane.lease, row));
  await storeUnlinked(run, row, why);
  return [`Attachments: the mirror was found after an attempt without an answer and may stand without them: ${why}`];
}
