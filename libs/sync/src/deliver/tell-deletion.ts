import { sideName, sourceOf, targetOf, type MessageId } from "@ticket-bridge/helpdesk";
import { composeDeletionNote, isDeletionNote } from "@ticket-bridge/mapping";

import { callHelpdesk } from "../call-helpdesk.ts";
import type { MirrorSoFar } from "../decide/decide-revision.ts";
import type { LaneMessage } from "../ports/lane-store.ts";
import { cannotHoldInternal } from "./cannot-hold-internal.ts";
import { composeOptions, markerOf, next, type LaneRun, type Turn } from "./lane-run.ts";
import { lookForItAgain } from "./look-again.ts";
import { adoptExisting, existingMirror, writeMessage } from "./write-message.ts";

/** An internal note that names the mirror; the mirror itself is never deleted. */
export async function tellDeletion(run: LaneRun, row: LaneMessage, { mirrorId }: MirrorSoFar): Promise<Turn> {
  const existing = await existingMirror(run, row, { createdAt: null });
  if (existing !== null) {
    const isTold = await isNote(run, row, { existing, mirrorId });
    return isTold ? await adoptExisting(run, row, existing) : await tellByNextRow(run, row, existing);
  }
  const { lease } = run.lane;
  const side = targetOf(lease.direction);
  const what = `It was deleted in ${sideName(sourceOf(lease.direction))}, which an internal note at message ${mirrorId} is to say`;
  const refusal = await cannotHoldInternal(run, row, what);
  if (refusal !== null) return refusal;
  const outgoing = composeDeletionNote(side, markerOf(lease, row), { ...composeOptions(run, row), mirrorId });
  return await writeMessage(run, row, { outgoing, losses: [], contentHash: null, carriedHash: null });
}

/** Of two that a restored database does not remember, a correction may bear the revision that the deletion has now. */
async function isNote(
  { context, lane }: LaneRun,
  { sourceMessageId, correlationId }: LaneMessage,
  { existing, mirrorId }: { readonly existing: MessageId; readonly mirrorId: MessageId },
): Promise<boolean> {
  const { direction, targetTicketId } = lane.lease;
  const target = context.helpdesks[targetOf(direction)];
  // What was answered must not wait for a read.
  await lane.record();
  const [message] = await callHelpdesk(context, target, "read", () =>
    target.readMessages(targetTicketId, [existing], { correlationId, signal: context.calls }),
  );
  if (message === undefined || message.deleted) return true;
  return isDeletionNote(message.content, { side: sourceOf(direction), messageId: sourceMessageId }, mirrorId);
}

/** Two messages of one marker would be taken for doubles, so that its own revision is left to what stands there. */
async function tellByNextRow({ context, lane }: LaneRun, row: LaneMessage, existing: MessageId): Promise<Turn> {
  const { direction, sourceTicketId } = lane.lease;
  const where = sideName(targetOf(direction));
  const reason = `Message ${existing} in ${where} is a correction that bears its revision, from before the database was lost or restored. The deletion is told by the next one.`;
  const event = { what: "skipped", detail: reason };
  lane.later({ to: "skipped", mirrorId: row.mirrorId, reason, carriedHash: null, event });
  const source = { side: sourceOf(direction), ticketId: sourceTicketId, id: row.sourceMessageId };
  await lookForItAgain(context.store, source, () => lane.record());
  return next;
}
