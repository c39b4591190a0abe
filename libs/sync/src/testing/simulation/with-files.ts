import {
  DeliveryError,
  type AttachmentInfo,
  type AttachmentReading,
  type AttachmentTaking,
  type AttachmentUploading,
  type ByteSink,
  type MessageId,
} from "@ticket-bridge/helpdesk";

import type { FileWays } from "./extras.ts";
import type { HeldFile } from "./shelf.ts";
import type { SimulatedHelpdesk } from "./simulated-helpdesk.ts";

/** Of all files of one message, on both sides: small, so that hundreds of them cost nothing. */
export const mostFileBytes = 1_000;

/** Gives a simulated helpdesk the abilities about files. Its writes reach it by the network only: see file-calls.ts. */
export function withFiles(desk: SimulatedHelpdesk, { handedOut }: FileWays): void {
  const { shelf, side } = desk;
  const isAway = side === "requestor" && !handedOut;
  const reading: AttachmentReading & AttachmentTaking = {
    mostAttachmentBytes: mostFileBytes,
    readAttachment: async (_messageId: MessageId, { id }: AttachmentInfo, sink: ByteSink) => {
      const file = shelf.find(id);
      if (isAway || file === undefined || !(await pour(file, sink))) {
        throw new DeliveryError(`${side} does not have it`, { decision: "permanent", fault: "message" });
      }
    },
  };
  Object.assign(desk, reading, side === "superoffice" ? uploading(desk) : {});
}

function uploading({ shelf }: SimulatedHelpdesk): AttachmentUploading {
  const byNetwork = () => Promise.reject(new Error("Files reach a simulated helpdesk by its network only."));
  return {
    createAttachment: byNetwork,
    uploadAttachment: byNetwork,
    linkAttachments: byNetwork,
    readUploaded: async (id, sink) => {
      const file = shelf.find(id);
      return file !== undefined && (await pour(file, sink));
    },
  };
}

/** False when there is nothing. */
async function pour({ bytes }: HeldFile, sink: ByteSink): Promise<boolean> {
  if (bytes === null) return false;
  const whole = Buffer.from(bytes);
  await sink.begin();
  for (let at = 0; at < whole.length; at += 300) await sink.write(whole.subarray(at, at + 300));
  return true;
}
