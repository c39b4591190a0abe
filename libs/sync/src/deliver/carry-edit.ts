import { canEditMessages, sourceOf, targetOf, type Message } from "@ticket-bridge/helpdesk";
import { carriedHash, contentHash, isAuthentic, type Loss } from "@ticket-bridge/mapping";

import { sameAlready, type MirrorSoFar, type RevisionDecision } from "../decide/decide-revision.ts";
import { isCarriedUnknown } from "../decide/carried-unknown.ts";
import { changedUnseen, hiddenMirrorIsGone, mirrorIsGone } from "../decide/edit-texts.ts";
import { policyOf } from "../engine-context.ts";
import { readWrittenHash } from "../decide/written-hash.ts";
import type { LaneMessage } from "../ports/lane-store.ts";
import { appendCorrection } from "./append-correction.ts";
import { editFiles, mirrorLacksFiles, type KnownFiles } from "./edit-files.ts";
import { editInPlace } from "./edit-in-place.ts";
import { afterRefusedRead, hideStanding, holdReadable, leftReadable, notHidden, type ToHide } from "./hide-standing.ts";
import { hold } from "./hold-message.ts";
import { isAppending, targetDesk, type LaneRun, type Turn } from "./lane-run.ts";
import { adoptForgotten } from "./of-its-kind.ts";
import { askToPublish, holdToPublish } from "./publishing.ts";
import { readStanding } from "./read-standing.ts";
import { isSaidBy, type Compared } from "./said-by-mirror.ts";
import { skip } from "./skip-message.ts";

type EditDecision = RevisionDecision & { readonly kind: "edit" } & {
  /** Why it is to be held, where it met the same failure too often. */
  readonly suspected: string | null;
  readonly following: readonly LaneMessage[];
  readonly known: KnownFiles;
};

/** Brings what an edit says to its mirror, in its place or as a message of its own; what became internal is hidden first (P3). */
export async function carryEdit(
  run: LaneRun,
  row: LaneMessage,
  mirror: MirrorSoFar,
  decision: EditDecision,
): Promise<Turn> {
  const { message, retract, suspected } = decision;
  const { sourceTicketId, targetTicketId } = run.lane.lease;
  const read = await readToCarry(run, row, { message, mirror, retract });
  if ("kind" in read) return read;
  // What a person named as the mirror may be that person's own message: it is never overwritten.
  const isOurs = ({ marker, ticketId }: Message): boolean =>
    marker?.messageId === row.sourceMessageId &&
    isAuthentic(marker, { ...run.context.identity, ticketId: sourceTicketId }) &&
    ticketId === targetTicketId;
  const inPlace = policyOf(run.context.settings).edits !== "note" || retract;
  const hiding = { target: targetDesk(run), message, mirror, all: read, isOurs, inPlace };
  if (suspected !== null) {
    const ids = leftReadable(hiding, retract).map(({ id }) => id);
    const reason = ids.length > 0 ? `${notHidden(run, ids)} ${suspected}` : suspected;
    return hold(run, row, reason, { carriedHash: carriedHash(message) });
  }
  const all = message.visibility === "internal" ? await hideStanding(run, row, hiding) : read;
  if ("kind" in all) return all;
  const left = retract ? await holdReadable(run, row, { ...hiding, all }) : null;
  return left ?? (await carryWords(run, row, { ...hiding, all }, decision));
}

/** Once customers read nothing of it any more that they should not. */
async function carryWords(
  run: LaneRun,
  row: LaneMessage,
  { target, message, mirror, all, isOurs, inPlace }: ToHide,
  { retract, publish, following, known }: EditDecision,
): Promise<Turn> {
  const hash = carriedHash(message);
  const standing = standingMirror(run, mirror, all);
  if (standing === null) return hold(run, row, whyGone(run, mirror, retract), { carriedHash: hash });
  // What a person published, and settled, is public by now, unless a part of it still is not.
  const mayBePublished = !publish && all.every(({ visibility }) => visibility === "public");
  const wasInternal = standing.visibility === "internal" || (mirror.visibility === "internal" && !mayBePublished);
  const isUnpublished = message.visibility === "public" && wasInternal;
  const files = await editFiles(run, message, { known, mirror, standing, all });
  if (isCarriedUnknown(mirror.carried)) {
    const settled = settleUnknown(run, row, { message, mirror, all, files, standing, isUnpublished, retract });
    if (settled !== null) return settled;
  }
  const carries = publish && wasInternal ? carriedHash({ ...message, visibility: "internal" }) : null;
  const edit = { message, standing, files, unpublished: isUnpublished ? [staysInternal] : [], carries };
  const turn =
    canEditMessages(target) && isOurs(standing) && inPlace
      ? await editInPlace(run, row, { ...edit, target, mirror })
      : await appendCorrection(run, row, {
          ...edit,
          settles: (await saysNothingNew(run, row, { message, mirror, standing, known })) ? hash : null,
          isCorrected: mirror.standing.length > 1,
          visibility: wasInternal ? "internal" : message.visibility,
        });
  return await tellPublished(run, row, turn, carries === null ? null : following);
}

/** The mirror itself, where it stands on its ticket. */
function standingMirror({ lane }: LaneRun, { mirrorId }: MirrorSoFar, all: readonly Message[]): Message | null {
  const standing = all.find(({ id }) => id === mirrorId);
  return standing?.deleted === false && standing.ticketId === lane.lease.targetTicketId ? standing : null;
}

function whyGone({ lane }: LaneRun, { mirrorId }: MirrorSoFar, retract: boolean): string {
  const { direction } = lane.lease;
  const [source, target] = [sourceOf(direction), targetOf(direction)];
  return retract ? hiddenMirrorIsGone(source, target, mirrorId) : mirrorIsGone(target, mirrorId);
}

interface Unknown extends Compared {
  readonly standing: Message;
  /** Its source is public by now, and the mirror is not. */
  readonly isUnpublished: boolean;
  readonly retract: boolean;
}

/** Of a mirror of which nobody remembers what it carries. Null where its edit is to be carried. */
function settleUnknown(run: LaneRun, row: LaneMessage, unknown: Unknown): Turn | null {
  const { message, mirror, standing, files, isUnpublished, retract } = unknown;
  const hash = carriedHash(message);
  if (isSaidBy(run, row, unknown)) {
    return isUnpublished ? holdToPublish(run, row, mirror, hash) : skip(run, row, sameAlready, { carriedHash: hash });
  }
  // It differs by what the bridge itself uploaded and never linked.
  if (retract || files.lacking.length > 0 || wasEditedSince(message, standing, canEditMessages(targetDesk(run))))
    return null;
  const { direction } = run.lane.lease;
  const reason = changedUnseen(sourceOf(direction), targetOf(direction), mirror.mirrorId);
  return hold(run, row, reason, { carriedHash: hash });
}

interface ToCorrect {
  readonly message: Message;
  readonly mirror: MirrorSoFar;
  readonly standing: Message;
  readonly known: KnownFiles;
}

/** Whether no correction is due, unless an earlier one stands there unknown. */
async function saysNothingNew(run: LaneRun, row: LaneMessage, { message, mirror, standing, known }: ToCorrect) {
  if (carriedHash(message) !== mirror.carried || mirror.settled !== null) return false;
  // Before EDITS was changed an attempt may have changed the mirror in its place.
  if (readWrittenHash(row.writtenHash).hashes.includes(contentHash(standing.content))) return false;
  return !(await mirrorLacksFiles(run, message, mirror, known));
}

interface ToCarry {
  readonly message: Message;
  readonly mirror: MirrorSoFar;
  readonly retract: boolean;
}

/** The mirror and its corrections, or the end of this turn. */
async function readToCarry(
  run: LaneRun,
  row: LaneMessage,
  { message, mirror, retract }: ToCarry,
): Promise<Turn | readonly Message[]> {
  try {
    // First of all, so that what else is done counts it in: customers may read it (P3), and it may be the last word (P7).
    const forgotten = isAppending(run) ? await adoptForgotten(run, row, message) : null;
    return forgotten ?? (await readStanding(run, row, mirror.standing));
  } catch (error) {
    if (!retract) throw error;
    return await afterRefusedRead(run, row, { error, message, mirror });
  }
}

/** @param following null where nothing was published */
async function tellPublished(run: LaneRun, row: LaneMessage, turn: Turn, following: readonly LaneMessage[] | null) {
  const isOver = turn.kind === "next" && run.context.settings.mode !== "observe";
  if (isOver && following !== null) await askToPublish(run, row, following);
  return turn;
}

/** SuperOffice's ChangedAt counts in them. */
const wholeSecondMs = 1_000;

/**
 * Whether a mirror of which nobody remembers what it carries may differ because its source was edited, and not by hand.
 * When it was written tells only its ChangedAt where CreatedAt is the source's own time, as in SuperOffice; a change by
 * hand has moved that as well.
 */
function wasEditedSince(message: Message, mirror: Message, canBeOverwritten: boolean): boolean {
  if (message.changedAt === null) return false;
  if (!canBeOverwritten) return mirror.createdAt !== null && message.changedAt > mirror.createdAt;
  return mirror.changedAt !== null && message.changedAt > mirror.changedAt + wholeSecondMs;
}

/** For the record of a mirror whose source customers may read by now, and whose edit went with it. */
const staysInternal: Loss = {
  what: "Public by now",
  why: "The mirror stays internal: the bridge never publishes by itself what was internal.",
};
