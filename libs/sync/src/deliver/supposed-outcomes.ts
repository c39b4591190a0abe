import { sideName, takesAttachments, targetOf, type Message } from "@ticket-bridge/helpdesk";
import { safeFileName, type AttachmentOutcome } from "@ticket-bridge/mapping";

import { contentTypeOf, tooLargeFor } from "../decide/attachment-plan.ts";
import type { LaneRun } from "./lane-run.ts";
import type { StandingAttachments } from "./prepare-attachments.ts";

/** Before any is read, and all there is in MODE=observe: what would probably become of the attachments, by what the source tells of them; none is read. */
export function supposedOutcomes(
  { context, lane }: LaneRun,
  message: Message,
  standing?: StandingAttachments,
): readonly AttachmentOutcome[] {
  const target = context.helpdesks[targetOf(lane.lease.direction)];
  if (!takesAttachments(target)) {
    return message.attachments.map(() => ({
      kind: "lost",
      why: `${sideName(target.side)} cannot be given attachments`,
    }));
  }
  const most = target.mostAttachmentBytes;
  let bytes = standing?.bytes ?? 0;
  return message.attachments.map((info, place): AttachmentOutcome => {
    const before = standing?.outcomes.get(place);
    if (before !== undefined) return before;
    const size = info.size ?? 0;
    const why = tooLargeFor(target.side, size, most - bytes, most);
    if (why !== null) return { kind: "lost", why };
    bytes += size;
    const attachment = { name: safeFileName(info.name), contentType: contentTypeOf(info), size, contentId: null };
    return { kind: "carried", attachment: { ...attachment, content: { uploaded: "" } } };
  });
}
