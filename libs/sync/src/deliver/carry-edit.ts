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
import { afterRefusedRead, hideStanding, holdReadable, leftReadable, notHidden } from "./hide-standing.ts";
import { hold } from "./hold-message.ts";
import { isAppending, targetDesk, type LaneRun, type Turn } from "./lane-run.ts";
import { adoptForgotten } from "./of-its-kind.ts";
import { askToPublish, holdToPublish } from "./publishing.ts";
import { readStanding } from "./read-standing.ts";
import { isSaidBy } from "./said-by-mirror.ts";
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
  { message, retract, publish, suspected, following, known }: EditDecision,
): Promise<Turn> {
  const { direction, sourceTicketId, targetTicketId } = run.lane.lease;
  const [source, side] = [sourceOf(direction), targetOf(direction)];
  const target = targetDesk(run);
  const read = await readToCarry(run, row, { message, mirror, retract });
  if ("kind" in read) return read;
  const hash = carriedHash(message);
  // What a person named as the mirror may be that person's own message: it is never overwritten.
  const isOurs = ({ marker, ticketId }: Message): boolean =>
    marker?.messageId === row.sourceMessageId &&
    isAuthentic(marker, { ...run.context.identity, ticketId: sourceTicketId }) &&
    ticketId === targetTicketId;
  const inPlace = policyOf(run.context.settings).edits !== "note" || retract;
  const hiding = { target, message, mirror, all: read, isOurs, inPlace };
  if (suspected !== null) {
    const ids = leftReadable(hiding, retract).map(({ id }) => id);
    const reason = ids.length > 0 ? `${notHidden(run, ids)} ${suspected}` : suspected;
    return hold(run, row, reason, { carriedHash: hash });
  }
  const all = message.visibility === "internal" ? await hideStanding(run, row, hiding) : read;
  if ("kind" in all) return all;
  const left = retract ? await holdReadable(run, row, { ...hiding, all }) : null;
  if (left !== null) return left;
  const standing = all.find(({ id }) => id === mirror.mirrorId);
  // What a person published, and settled, is public by now, unless a part of it still is not.
  const mayBePublished = !publish && all.every(({ visibility }) => visibility === "public");
  const wasInternal = standing?.visibility === "internal" || (mirror.visibility === "internal" && !mayBePublished);
  const unpublished = message.visibility === "public" && wasInternal ? [staysInternal] : [];
  if (standing === undefined || standing.deleted || standing.ticketId !== targetTicketId) {
    const isGone = retract ? hiddenMirrorIsGone(source, side, mirror.mirrorId) : mirrorIsGone(side, mirror.mirrorId);
    return hold(run, row, isGone, { carriedHash: hash });
  }
  const files = await editFiles(run, message, { known, mirror, standing, all });
  if (isCarriedUnknown(mirror.carried)) {
    const isSaid = isSaidBy(run, row, { message, mirror, all, files });
    if (isSaid && unpublished.length > 0) return holdToPublish(run, row, mirror, hash);
    if (isSaid) return skip(run, row, sameAlready, { carriedHash: hash });
    if (!retract && !wasEditedSince(message, standing, canEditMessages(target))) {
      return hold(run, row, changedUnseen(source, side, mirror.mirrorId), { carriedHash: hash });
    }
  }
  const carries = publish && wasInternal ? carriedHash({ ...message, visibility: "internal" }) : null;
  if (canEditMessages(target) && isOurs(standing) && inPlace) {
    const edit = { target, message, mirror, standing, files, unpublished, carries };
    return await tellPublished(run, row, await editInPlace(run, row, edit), carries === null ? null : following);
  }
  // Before EDITS was changed an attempt may have changed the mirror in its place.
  const stands = readWrittenHash(row.writtenHash).hashes.includes(contentHash(standing.content));
  const saysNothingNew = hash === mirror.carried && mirror.settled === null && !stands;
  const turn = await appendCorrection(run, row, {
    carries,
    settles: saysNothingNew && !(await mirrorLacksFiles(run, message, mirror, known)) ? hash : null,
    message,
    standing,
    isCorrected: mirror.standing.length > 1,
    visibility: wasInternal ? "internal" : message.visibility,
    files,
    unpublished,
  });
  return await tellPublished(run, row, turn, carries === null ? null : following);
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
