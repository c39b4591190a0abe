import { sideName, targetOf, type Helpdesk, type Message, type MessageEditing } from "@ticket-bridge/helpdesk";
import { composeMirror, contentHash, lossInRecord, type AttachmentOutcome, type Loss } from "@ticket-bridge/mapping";

import { callHelpdesk } from "../call-helpdesk.ts";
import type { MirrorSoFar } from "../decide/decide-revision.ts";
import { changedByHand } from "../decide/edit-texts.ts";
import { readWrittenHash, writtenHash } from "../decide/written-hash.ts";
import type { LaneMessage } from "../ports/lane-store.ts";
import { afterFailedAttempt } from "./failed-attempt.ts";
import { hold } from "./hold-message.ts";
import { composeOptions, markerOf, next, tellDelivered, type LaneRun, type Turn } from "./lane-run.ts";
import { NotSentError } from "./not-sent-error.ts";
import { observe } from "./observe-message.ts";
import { assertPublicAllowed } from "./public-allowed.ts";
import { writeOptions } from "./write-options.ts";

export interface EditToMake {
  readonly target: Helpdesk & MessageEditing;
  readonly message: Message;
  readonly mirror: MirrorSoFar;
  /** The mirror as just read. */
  readonly standing: Message;
  /** As the text is to speak of them: an edit carries none. */
  readonly attachments: readonly AttachmentOutcome[];
  /** What else is lost, for the record. */
  readonly unpublished: readonly Loss[];
}

/**
 * Changes a mirror in its place. The text that it replaces is committed with the intent, so that it stands in the record
 * whatever becomes of the call. What a person changed there is not overwritten unless a person, shown both texts, asked
 * for it by a retry.
 */
export async function editInPlace(run: LaneRun, row: LaneMessage, edit: EditToMake): Promise<Turn> {
  const { target, message, mirror, standing } = edit;
  const { context, lane } = run;
  const { outgoing, losses, carriedHash } = composeMirror(message, target.side, markerOf(lane.lease, row), {
    ...composeOptions(run, row),
    attachments: edit.attachments,
  });
  const stands = contentHash(standing.content);
  const wanted = contentHash(outgoing.content);
  const isOwnAttempt = readWrittenHash(row.writtenHash).hash === stands;
  if (isByHand(row, edit, stands, wanted) && !isOwnAttempt) {
    const reason = changedByHand(target.side, mirror.mirrorId, standing.content, outgoing.content);
    return hold(run, row, reason, { previous: standing.content.text, carriedHash });
  }
  const makeInternal = message.visibility === "internal";
  if (context.settings.mode === "observe") {
    const how = makeInternal ? " and made internal" : "";
    return observe(run, row, `Message ${mirror.mirrorId} in ${sideName(target.side)} would be changed${how}.`);
  }
  const stays = makeInternal ? "internal" : standing.visibility;
  await assertPublicAllowed(run, stays);
  await lane.record({
    to: "sending",
    mirrorId: row.mirrorId,
    attemptId: context.random.id(),
    marker: outgoing.externalId ?? "",
    contentHash: null,
    carriedHash,
    writtenHash: writtenHash(makeInternal ? "internal" : (mirror.visibility ?? standing.visibility), wanted),
    previous: isOwnAttempt ? null : standing.content.text,
    losses: [...losses, ...edit.unpublished].map(lossInRecord),
    event: { what: "sending", detail: `Changing message ${mirror.mirrorId} in ${sideName(target.side)}.` },
  });
  try {
    await callHelpdesk(
      context,
      target,
      "write",
      () =>
        target.updateMessage(
          { ticketId: lane.lease.targetTicketId, messageId: mirror.mirrorId, content: outgoing.content, makeInternal },
          {
            beforeReplace: ({ content }) => {
              if (contentHash(content) !== stands) throw new NotSentError("Its mirror changed in this very moment.");
            },
            ...writeOptions(run, row, stays),
          },
        ),
      row.mirrorId,
    );
  } catch (error) {
    run.copies.forget(row.sourceMessageId);
    return await afterFailedAttempt(run, row, error);
  }
  keep(run, row, {
    what: "edited",
    detail: `Message ${mirror.mirrorId} in ${sideName(target.side)} was changed.`,
  });
  return next;
}

function isByHand(row: LaneMessage, { mirror, standing }: EditToMake, stands: string, wanted: string): boolean {
  if (mirror.written.size === 0 || mirror.written.has(stands) || stands === wanted) return false;
  return row.previous !== standing.content.text;
}

/**
 * Whether an attempt without a clear answer is found on the mirror: it says what was asked for, and said something else
 * before. One that also hides is never believed but made again, which does no harm: a ticket that is internal itself
 * looks the same.
 */
export function foundInPlace(run: LaneRun, row: LaneMessage, mirror: MirrorSoFar, standing: Message): boolean {
  const { visibility, hash: asked } = readWrittenHash(row.writtenHash);
  if (asked === null || mirror.written.has(asked) || contentHash(standing.content) !== asked) return false;
  if (visibility === "internal" && mirror.visibility !== "internal") return false;
  const where = sideName(targetOf(run.lane.lease.direction));
  keep(run, row, { what: "read-back-found", detail: `Message ${mirror.mirrorId} in ${where} says it.` });
  return true;
}

function keep(run: LaneRun, row: LaneMessage, event: { what: string; detail: string }): void {
  tellDelivered(run, row, null);
  run.lane.later({ to: "mirrored", mirrorId: row.mirrorId, targetMessageId: null, event });
}
