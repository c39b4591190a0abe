import { sideName, sourceOf, targetOf, type MessageId } from "@ticket-bridge/helpdesk";
import { isDeletionNote } from "@ticket-bridge/mapping";

import type { LaneMessage } from "../ports/lane-store.ts";
import { next, type LaneRun, type Turn } from "./lane-run.ts";
import { lookForItAgain } from "./look-again.ts";
import { readStanding } from "./read-standing.ts";

/**
 * Which of these messages, found by the marker of this row, are what it would write: of what a restored database does not
 * remember, a correction may bear the revision that a deletion has now, and the note of a deletion that of an edit.
 */
export async function ofItsKind(
  run: LaneRun,
  row: LaneMessage,
  found: readonly MessageId[],
): Promise<readonly MessageId[]> {
  const { kind, earlier, sourceMessageId } = row;
  const mirrorId = earlier.find(({ revision }) => revision === 1)?.targetMessageId ?? null;
  if (kind === "message" || mirrorId === null || found.length === 0) return found;
  const messages = await readStanding(run, row, found);
  const source = { side: sourceOf(run.lane.lease.direction), messageId: sourceMessageId };
  return found.filter((id) => {
    const message = messages.find((one) => one.id === id);
    if (message === undefined || message.deleted) return true;
    return isDeletionNote(message.content, source, mirrorId) === (kind === "deletion");
  });
}

/** Two messages of one marker would be taken for doubles, so that its own revision is left to what stands there. */
export async function leaveRevision({ context, lane }: LaneRun, row: LaneMessage, existing: MessageId): Promise<Turn> {
  const { direction, sourceTicketId } = lane.lease;
  const where = sideName(targetOf(direction));
  const [what, crosses] =
    row.kind === "deletion" ? ["a correction", "The deletion is told"] : ["the note of a deletion", "The edit crosses"];
  const reason = `Message ${existing} in ${where} is ${what} that bears its revision, from before the database was lost or restored. ${crosses} by the next one.`;
  const event = { what: "skipped", detail: reason };
  lane.later({ to: "skipped", mirrorId: row.mirrorId, reason, carriedHash: null, event });
  const source = { side: sourceOf(direction), ticketId: sourceTicketId, id: row.sourceMessageId };
  await lookForItAgain(context.store, source, () => lane.record());
  return next;
}
