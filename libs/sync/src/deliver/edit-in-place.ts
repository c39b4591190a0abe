import {
  DeliveryError,
  sideName,
  targetOf,
  uploadsAttachments,
  type Helpdesk,
  type Message,
  type MessageEditing,
  type MessageId,
  type Visibility,
  type WriteOptions,
} from "@ticket-bridge/helpdesk";
import { composeMirror, contentHash, lossInRecord, type AttachmentOutcome, type Loss } from "@ticket-bridge/mapping";

import { callHelpdesk } from "../call-helpdesk.ts";
import type { MirrorSoFar } from "../decide/decide-revision.ts";
import { changedByHand } from "../decide/edit-texts.ts";
import type { StandingFiles } from "../decide/standing-files.ts";
import { readWrittenHash, writtenHash } from "../decide/written-hash.ts";
import type { LaneMessage, TraceEvent } from "../ports/lane-store.ts";
import { adoptedWithAttachments } from "./adopted-attachments.ts";
import { beginAttempt, type Intent } from "./begin-attempt.ts";
import { afterFailedAttempt } from "./failed-attempt.ts";
import { notHidden } from "./hide-standing.ts";
import { hold } from "./hold-message.ts";
import { composeOptions, markerOf, next, tellDelivered, type LaneRun, type Turn } from "./lane-run.ts";
import { NotSentError } from "./not-sent-error.ts";
import { observe } from "./observe-message.ts";
import { assertPublicAllowed } from "./public-allowed.ts";
import { askAfterFound } from "./publishing.ts";
import { settleRemaining, whenSettled } from "./read-back.ts";
import { sendPrepared } from "./send-prepared.ts";
import { supposedOutcomes } from "./supposed-outcomes.ts";
import { tellDecided } from "./tell-decided.ts";
import { storeUnlinked } from "./upload-attachment.ts";
import { writeOptions } from "./write-options.ts";

export interface EditToMake {
  readonly target: Helpdesk & MessageEditing;
  readonly message: Message;
  readonly mirror: MirrorSoFar;
  /** The mirror as just read. */
  readonly standing: Message;
  /** What of its attachments the mirror has already. */
  readonly files: StandingFiles;
  /** What else is lost, for the record. */
  readonly unpublished: readonly Loss[];
  /** What is kept as carried; null: what its source says. */
  readonly carries: string | null;
}

/**
 * Changes a mirror in its place. The text that it replaces is committed with the intent, so that it stands in the record
 * whatever becomes of the call. What a person changed there is not overwritten unless a person, shown both texts, asked
 * for it by a retry.
 */
export async function editInPlace(run: LaneRun, row: LaneMessage, edit: EditToMake): Promise<Turn> {
  const { target, message, mirror, standing, files } = edit;
  // Nothing is uploaded for an edit that a person has to look at first.
  const { outgoing, carriedHash } = compose(run, row, edit, supposedOutcomes(run, message, files));
  if (isByHand(row, edit, contentHash(outgoing.content))) {
    const reason = changedByHand(target.side, mirror.mirrorId, standing.content, outgoing.content);
    return hold(run, row, reason, { previous: standing.content.text, carriedHash });
  }
  if (run.context.settings.mode === "observe") {
    const how = message.visibility === "internal" ? " and made internal" : "";
    return observe(run, row, `Message ${mirror.mirrorId} in ${sideName(target.side)} would be changed${how}.`);
  }
  const place = { change: "words", messages: [mirror.mirrorId] } as const;
  tellDecided(run, row, { place, visibility: staysAs(edit), source: message.visibility });
  await assertPublicAllowed(run, staysAs(edit));
  return await sendPrepared(run, row, { message, standing: files }, (outcomes) => put(run, row, edit, outcomes));
}

/** What people may read of the mirror when it is changed. */
function staysAs({ message, standing }: EditToMake): Visibility {
  return message.visibility === "internal" ? "internal" : standing.visibility;
}

function compose(run: LaneRun, row: LaneMessage, edit: EditToMake, attachments: readonly AttachmentOutcome[]) {
  const { removed } = edit.files;
  const options = { ...composeOptions(run, row), attachments, removed };
  return composeMirror(edit.message, edit.target.side, markerOf(run.lane.lease, row), options);
}

/** What is to be committed before the mirror is changed. */
function intentOf(row: LaneMessage, edit: EditToMake, composed: ReturnType<typeof compose>): Intent {
  const { target, message, mirror, standing, unpublished, carries } = edit;
  const { outgoing, losses, carriedHash } = composed;
  const isKeptInternal = message.visibility === "internal" || carries !== null;
  const visibility = isKeptInternal ? "internal" : (mirror.visibility ?? standing.visibility);
  return {
    marker: outgoing.externalId ?? "",
    contentHash: null,
    carriedHash: carries ?? carriedHash,
    writtenHash: writtenHash(visibility, contentHash(outgoing.content), row.writtenHash),
    previous: isOwnAttempt(row, contentHash(standing.content)) ? null : standing.content.text,
    losses: [...losses, ...unpublished].map(lossInRecord),
    detail: `Changing message ${mirror.mirrorId} in ${sideName(target.side)}.`,
  };
}

async function put(
  run: LaneRun,
  row: LaneMessage,
  edit: EditToMake,
  outcomes: readonly AttachmentOutcome[],
): Promise<Turn> {
  const { target, message, mirror, standing } = edit;
  const { context, lane } = run;
  const composed = compose(run, row, edit, outcomes);
  const { outgoing, carriedHash } = composed;
  const { mirrorId: messageId } = mirror;
  const makeInternal = message.visibility === "internal";
  const stands = contentHash(standing.content);
  const intent = intentOf(row, edit, composed);
  const requestId = await beginAttempt(run, row, intent);
  const options = writeOptions(run, row, { visibility: staysAs(edit), requestId });
  const change = { ticketId: lane.lease.targetTicketId, messageId, content: outgoing.content, makeInternal };
  const beforeReplace = ({ content }: Message): void => {
    if (contentHash(content) !== stands) throw new NotSentError("Its mirror changed in this very moment.");
  };
  let status: number;
  let refusal: string | null;
  try {
    const write = () => target.updateMessage(change, { beforeReplace, ...options });
    ({ status } = await callHelpdesk(context, target, "write", write, row.mirrorId));
    refusal = await link(run, row, edit, { outcomes, options });
  } catch (error) {
    run.copies.forget(row.sourceMessageId);
    const isOpen = makeInternal && standing.visibility === "public";
    return await afterFailedAttempt(run, row, error, {
      requestId,
      first: isOpen ? notHidden(run, [messageId]) : null,
      carriedHash,
    });
  }
  if (refusal !== null) {
    await storeUnlinked(run, row, refusal);
    const lost = outcomes.map((outcome) =>
      idOf(outcome) === null ? outcome : ({ kind: "lost", why: refusal } as const),
    );
    // Once more, to say so: the text that the edit replaces is kept already.
    const asWritten = { ...edit, standing: { ...standing, content: outgoing.content } };
    return await put(run, { ...row, writtenHash: intent.writtenHash }, asWritten, lost);
  }
  const detail = `Message ${messageId} in ${sideName(target.side)} was changed.`;
  keep(run, row, { what: "edited", detail, requestId, status });
  return next;
}

/**
 * Links what came with the edit, after it: one that hides its mirror hides it first (P3). Resolves to why that was refused
 * for good, which the text is to say (P7), and to null where all is there.
 */
async function link(
  run: LaneRun,
  row: LaneMessage,
  { target, mirror }: EditToMake,
  { outcomes, options }: { readonly outcomes: readonly AttachmentOutcome[]; readonly options: WriteOptions },
): Promise<string | null> {
  const ids = outcomes.flatMap((outcome) => idOf(outcome) ?? []);
  if (ids.length === 0 || !uploadsAttachments(target)) return null;
  try {
    const write = () => target.linkAttachments(mirror.mirrorId, ids, options);
    await callHelpdesk(run.context, target, "write", write, row.mirrorId);
    return null;
  } catch (error) {
    if (!(error instanceof DeliveryError) || error.decision !== "permanent") throw error;
    return error.message;
  }
}

/** Of what was uploaded for the edit. */
function idOf(outcome: AttachmentOutcome): string | null {
  if (outcome.kind !== "carried" || !("uploaded" in outcome.attachment.content)) return null;
  return outcome.attachment.content.uploaded;
}

function isOwnAttempt(row: LaneMessage, stands: string): boolean {
  return readWrittenHash(row.writtenHash).hashes.includes(stands);
}

function isByHand(row: LaneMessage, { mirror, standing }: EditToMake, wanted: string): boolean {
  const stands = contentHash(standing.content);
  if (mirror.written.size === 0 || mirror.written.has(stands) || stands === wanted) return false;
  return !isOwnAttempt(row, stands) && row.previous !== standing.content.text;
}

/**
 * Whether an attempt without a clear answer is found on the mirror: it says what was asked for, and said something else
 * before. One that also hides is never believed but made again, which does no harm: a ticket that is internal itself
 * looks the same.
 */
export function isFoundInPlace(row: LaneMessage, mirror: MirrorSoFar, standing: Message): boolean {
  const { visibility, hash: asked } = readWrittenHash(row.writtenHash);
  if (asked === null || mirror.written.has(asked) || contentHash(standing.content) !== asked) return false;
  return visibility !== "internal" || mirror.visibility === "internal";
}

/** An attempt that was found: what it was to link may be missing. */
export async function keepFound(run: LaneRun, row: LaneMessage, { mirrorId }: MirrorSoFar): Promise<Turn> {
  const settle = await settleRemaining(run, row);
  return await whenSettled(run, settle, () => keepLinked(run, row, mirrorId, settle));
}

async function keepLinked(run: LaneRun, row: LaneMessage, mirrorId: MessageId, settle: number): Promise<Turn> {
  const losses = await adoptedWithAttachments(run, row, mirrorId, settle);
  const where = sideName(targetOf(run.lane.lease.direction));
  keep(run, row, { what: "read-back-found", detail: `Message ${mirrorId} in ${where} says it.` }, losses);
  // Where files are missing an edit is asked for already.
  if (losses.length === 0) await askAfterFound(run, row);
  return next;
}

/** @param losses besides what the attempt could not carry */
function keep(run: LaneRun, row: LaneMessage, event: TraceEvent, losses: readonly string[] = []): void {
  tellDelivered(run, row, null, event.requestId);
  run.lane.later({ to: "mirrored", mirrorId: row.mirrorId, targetMessageId: null, losses, event });
}
