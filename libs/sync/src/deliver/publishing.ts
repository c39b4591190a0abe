import { canEditMessages, sourceOf, targetOf, type Side, type TicketId } from "@ticket-bridge/helpdesk";

import { sameAlready, type MirrorSoFar } from "../decide/decide-revision.ts";
import { publishByHand, publishTicketByHand } from "../decide/edit-texts.ts";
import { readWrittenHash } from "../decide/written-hash.ts";
import type { LaneMessage } from "../ports/lane-store.ts";
import { hold } from "./hold-message.ts";
import { sourceOfRow, type LaneRun, type Turn } from "./lane-run.ts";
import { lookAgain } from "./look-again.ts";
import { readStanding } from "./read-standing.ts";
import { skip } from "./skip-message.ts";

interface Published {
  readonly mirror: MirrorSoFar;
  /** Of its source. */
  readonly carriedHash: string | null;
  readonly following: readonly LaneMessage[];
}

/**
 * What was internal is public at its source and says the same: a person publishes its mirror. Nothing is left to do where
 * customers read it already. After a person had settled that it became internal it is told as one thing to do with the
 * other messages of its ticket, as that is what is closed and opened again.
 */
export async function holdPublished(
  run: LaneRun,
  row: LaneMessage,
  { mirror, carriedHash, following }: Published,
): Promise<Turn> {
  // Told once, by the last one.
  if (isFollowed(row, following)) return skip(run, row, "A later change of it is looked at instead.");
  const { direction, sourceTicketId, targetTicketId } = run.lane.lease;
  const [source, target] = [sourceOf(direction), targetOf(direction)];
  const standing = await readStanding(run, row, mirror.standing);
  const open = standing.filter(({ deleted, visibility }) => !deleted && visibility === "public");
  if (open.length === mirror.standing.length) return skip(run, row, sameAlready, { carriedHash });
  const isOwnThing = mirror.settled === null || canEditMessages(run.context.helpdesks[target]);
  if (isOwnThing) return holdToPublish(run, row, mirror, carriedHash);
  const tickets = { [source]: sourceTicketId, [target]: targetTicketId } as Record<Side, TicketId>;
  const ofMessage = publishByHand(source, mirror.mirrorId);
  return hold(run, row, publishTicketByHand(source, target, tickets), { carriedHash }, ofMessage);
}

/** A person publishes the mirror of what is public by now, if customers may read it. */
export function holdToPublish(
  run: LaneRun,
  row: LaneMessage,
  { mirrorId }: MirrorSoFar,
  carriedHash: string | null,
): Turn {
  return hold(run, row, publishByHand(sourceOf(run.lane.lease.direction), mirrorId), { carriedHash });
}

/**
 * The words of what became public cross internally, and are kept as such: that it should be published by hand is told by
 * a row of its own, which the next look at its source makes.
 */
export async function askToPublish(run: LaneRun, row: LaneMessage, following: readonly LaneMessage[]): Promise<void> {
  if (!isFollowed(row, following)) await lookAtEdit(run, row);
}

/** The same of an attempt that was found, of which only its row knows whether it was kept as internal. */
export async function askAfterFound(run: LaneRun, row: LaneMessage): Promise<void> {
  if (row.kind === "edit" && readWrittenHash(row.writtenHash).visibility === "internal") await lookAtEdit(run, row);
}

async function lookAtEdit({ context, lane }: LaneRun, row: LaneMessage): Promise<void> {
  await lookAgain(context.store, sourceOfRow(lane.lease, row), () => lane.record());
}

function isFollowed({ sourceMessageId }: LaneMessage, following: readonly LaneMessage[]): boolean {
  return following.some((one) => one.sourceMessageId === sourceMessageId && one.kind === "edit");
}
