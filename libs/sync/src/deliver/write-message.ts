import {
  canEditMessages,
  sideName,
  targetOf,
  type Message,
  type MessageId,
  type OutgoingMessage,
} from "@ticket-bridge/helpdesk";
import { contentHash as hashOf, lossInRecord, markerCode, type ComposedMirror } from "@ticket-bridge/mapping";

import { callHelpdesk } from "../call-helpdesk.ts";
import { carriedOfUnremembered } from "../decide/carried-unknown.ts";
import { wouldBeWritten } from "../decide/would-be-written.ts";
import { writtenHash } from "../decide/written-hash.ts";
import type { LaneMessage } from "../ports/lane-store.ts";
import { adoptedWithAttachments } from "./adopted-attachments.ts";
import { beginAttempt } from "./begin-attempt.ts";
import { afterFailedAttempt } from "./failed-attempt.ts";
import { lookAgain } from "./look-again.ts";
import { markerOf, next, sourceOfRow, tellDelivered, type LaneRun, type Turn } from "./lane-run.ts";
import { observe } from "./observe-message.ts";
import { assertPublicAllowed } from "./public-allowed.ts";
import { writeOptions } from "./write-options.ts";

/** A message older than this may have been mirrored by a run that the database no longer remembers. */
const oldMessageMs = 10 * 60_000;

/** What is written of a row as a message of its own. */
export interface ToWrite extends Omit<ComposedMirror, "carriedHash"> {
  /** Of what its source says; null of what counts as no crossing of the link. */
  readonly contentHash: string | null;
  readonly carriedHash: string | null;
  /** Of what its source says, where something else is kept as carried. */
  readonly asks?: string;
}

/** Commits the intent with its marker, sends, and keeps the answer (P2, P3). */
export async function writeMessage(run: LaneRun, row: LaneMessage, given: ToWrite): Promise<Turn> {
  const { context, lane } = run;
  const { losses, contentHash, carriedHash } = given;
  const outgoing = row.isHistory ? { ...given.outgoing, quiet: true } : given.outgoing;
  const side = targetOf(lane.lease.direction);
  const lost = losses.map(lossInRecord);
  if (context.settings.mode === "observe") {
    context.posts.note(lane.lease);
    return observe(run, row, wouldBeWritten(outgoing, side, lost));
  }
  await assertPublicAllowed(run, outgoing.visibility);
  const { bridgeId, secret } = context.identity;
  // Only where mirrors are edited it is compared with what stands there; elsewhere the source's own hash will do.
  const canEdit = canEditMessages(context.helpdesks[side]);
  const requestId = await beginAttempt(run, row, {
    marker: outgoing.externalId ?? markerCode(markerOf(lane.lease, row), bridgeId, secret),
    contentHash,
    carriedHash,
    writtenHash: writtenHash(
      outgoing.visibility,
      canEdit || contentHash === null ? hashOf(outgoing.content) : contentHash,
      row.writtenHash,
    ),
    losses: lost,
    detail: `Sending to ${sideName(side)} as ${visibilityName(outgoing)}.`,
  });
  const { visibility } = outgoing;
  try {
    const created = await callHelpdesk(
      context,
      context.helpdesks[side],
      "write",
      () => context.helpdesks[side].createMessage(outgoing, writeOptions(run, row, { visibility, requestId })),
      row.mirrorId,
    );
    context.posts.note(lane.lease);
    tellDelivered(run, row, created.id, requestId);
    const detail = `${sideName(side)} stored it as message ${created.id}.`;
    lane.later({
      to: "mirrored",
      mirrorId: row.mirrorId,
      targetMessageId: created.id,
      event: { what: "mirrored", detail, requestId, status: created.status },
    });
    return next;
  } catch (error) {
    run.copies.forget(row.sourceMessageId);
    return await afterFailedAttempt(run, row, error, {
      requestId,
      ...(given.asks !== undefined && { carriedHash: given.asks }),
    });
  }
}

/** The mirror that the target already holds, as far as it was looked at; null when there is none to be known of. */
export async function existingMirror(
  run: LaneRun,
  row: LaneMessage,
  message: Pick<Message, "createdAt">,
): Promise<MessageId | null> {
  const { context, lane, target } = run;
  // A refusal may be a lie: Requestor answers 400 for a time-out of its database too. A second attempt looks first.
  const triedBefore = row.attempts > 0;
  const mayBeUnknown = context.posts.isFirst(lane.lease) || ageMs(run, row, message) > oldMessageMs;
  if (!triedBefore && !mayBeUnknown) return target.mirrorSeen(row.sourceMessageId, row.revision);
  // What was answered must not wait for a read.
  if (!target.knowsMarkers) await lane.record();
  return await target.mirrorOf(row.sourceMessageId, row.revision, row.correlationId);
}

function ageMs(run: LaneRun, row: LaneMessage, message: Pick<Message, "createdAt">): number {
  const age = message.createdAt === null ? 0 : run.context.clock.now() - message.createdAt;
  return Math.max(age, row.capturedAgoMs);
}

function visibilityName(outgoing: OutgoingMessage): string {
  return outgoing.visibility === "internal" ? "an internal note" : "a public message";
}

/** The target already holds it: the database was restored from an older backup, or an answer came too late. */
export async function adoptExisting(run: LaneRun, row: LaneMessage, existing: MessageId): Promise<Turn> {
  const losses = await adoptedWithAttachments(run, row, existing);
  const where = sideName(targetOf(run.lane.lease.direction));
  tellDelivered(run, row, existing);
  run.lane.later({
    to: "mirrored",
    mirrorId: row.mirrorId,
    targetMessageId: existing,
    losses,
    carriedHash: carriedOfUnremembered,
    event: { what: "adopted", detail: `${where} already holds it as message ${existing}, found by its marker.` },
  });
  // A note of a deletion says all there is to say, and where files are missing an edit is asked for already.
  if (row.kind === "deletion" || losses.length > 0) return next;
  await lookAgain(run.context.store, sourceOfRow(run.lane.lease, row), () => run.lane.record());
  return next;
}
