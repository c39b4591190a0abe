import {
  DeliveryError,
  type AttachmentReading,
  type ByteSink,
  type Helpdesk,
  type Message,
} from "@ticket-bridge/helpdesk";

import { callHelpdesk } from "../call-helpdesk.ts";
import type { AttachmentFile } from "../ports/attachment-files.ts";
import type { LaneMessage } from "../ports/lane-store.ts";
import type { LaneRun } from "./lane-run.ts";
import type { AttachmentTask } from "./prepare-attachments.ts";

/** The attachment cannot cross, whatever is tried; the message is half a sentence for people. */
export class UnavailableError extends Error {
  override readonly name = "UnavailableError";
}

/** What one attachment is carried for. */
export interface AttachmentOrder {
  readonly run: LaneRun;
  readonly row: LaneMessage;
  readonly message: Message;
  readonly task: AttachmentTask;
  /** Throws UnavailableError for more bytes than the message may still hold. */
  readonly judge: (size: number) => void;
}

/** Reads an attachment into the file. Rejects with UnavailableError where it cannot be had, else with DeliveryError. */
export async function downloadAttachment(
  { run, row, message, task, judge }: AttachmentOrder,
  source: Helpdesk & AttachmentReading,
  file: AttachmentFile,
): ReturnType<AttachmentFile["finish"]> {
  const { context } = run;
  let size = 0;
  const sink: ByteSink = {
    begin: () => {
      size = 0;
      return file.sink.begin();
    },
    write: (piece) => {
      size += piece.length;
      judge(size);
      return file.sink.write(piece);
    },
  };
  try {
    await callHelpdesk(context, source, "read", () =>
      source.readAttachment(message.id, task.info, sink, {
        correlationId: row.correlationId,
        signal: context.calls,
      }),
    );
  } catch (error) {
    throw unavailable(error) ?? error;
  }
  return await file.finish();
}

/** A refusal for good as the reason why the attachment is not carried; null for everything else. */
export function unavailable(error: unknown): UnavailableError | null {
  if (!(error instanceof DeliveryError) || error.decision !== "permanent") return null;
  return new UnavailableError(error.message, { cause: error });
}
