import { sideName, sourceOf, targetOf, type Message, type MessageId } from "@ticket-bridge/helpdesk";
import { isDeletionNote } from "@ticket-bridge/mapping";

import type { LaneMessage } from "../ports/lane-store.ts";
import { sourceOfRow, type LaneRun, type Turn } from "./lane-run.ts";
import { lookForItAgain } from "./look-again.ts";
import { readStanding } from "./read-standing.ts";
import { skip } from "./skip-message.ts";
import { adoptExisting, existingMirror } from "./write-message.ts";

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

/** What was refused and stored all the same, or a restored database does not remember, may bear its marker already. */
export async function adoptForgotten(
  run: LaneRun,
  row: LaneMessage,
  message: Pick<Message, "createdAt">,
): Promise<Turn | null> {
  const existing = await existingMirror(run, row, message);
  if (existing === null) return null;
  const [own] = await ofItsKind(run, row, [existing]);
  return own === undefined ? await leaveRevision(run, row, existing) : await adoptExisting(run, row, own);
}

/** Two messages of one marker would be taken for doubles, so that its own revision is left to what stands there. */
async function leaveRevision(run: LaneRun, row: LaneMessage, existing: MessageId): Promise<Turn> {
  const { context, lane } = run;
  const where = sideName(targetOf(lane.lease.direction));
  const [what, crosses] =
    row.kind === "deletion" ? ["a correction", "The deletion is told"] : ["the note of a deletion", "The edit crosses"];
  const reason = `Message ${existing} in ${where} is ${what} that bears its revision, from before the database was lost or restored. ${crosses} by the next one.`;
  const turn = skip(run, row, reason);
  await lookForItAgain(context.store, sourceOfRow(lane.lease, row), () => lane.record());
  return turn;
}
