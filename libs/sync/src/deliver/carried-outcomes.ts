import { takesAttachments, targetOf, type Message } from "@ticket-bridge/helpdesk";
import { safeFileName, type AttachmentOutcome } from "@ticket-bridge/mapping";

import { contentTypeOf } from "../decide/attachment-plan.ts";
import type { LaneRun } from "./lane-run.ts";

/**
 * What the text of an edit says of its message's attachments: those that crossed with the mirror stand there already, and
 * are not named again; what did not, or came with the edit, is named as not carried.
 *
 * @param mirrorId the row of the message itself
 */
export async function carriedOutcomes(
  { context, lane }: LaneRun,
  mirrorId: string,
  message: Message,
): Promise<readonly AttachmentOutcome[]> {
  if (message.attachments.length === 0 || !takesAttachments(context.helpdesks[targetOf(lane.lease.direction)]))
    return [];
  const known = await context.store.attachmentsOf(mirrorId);
  return message.attachments.map((info): AttachmentOutcome => {
    const before = known.find(({ sourceId }) => sourceId !== null && sourceId === info.id);
    if (before === undefined) return { kind: "lost", why: "It came with an edit, and an edit carries text only" };
    if (before.state === "lost") return { kind: "lost", why: before.reason ?? "It was not carried with its message" };
    const size = before.size ?? info.size ?? 0;
    const attachment = { name: safeFileName(info.name), contentType: contentTypeOf(info), size, contentId: null };
    return { kind: "carried", attachment: { ...attachment, content: { uploaded: before.targetId ?? "" } } };
  });
}
