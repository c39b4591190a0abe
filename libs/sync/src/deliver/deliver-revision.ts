import {
  canEditMessages,
  sourceOf,
  targetOf,
  type Helpdesk,
  type Message,
  type MessageEditing,
} from "@ticket-bridge/helpdesk";
import { carriedHash, contentHash, isAuthentic, type Loss } from "@ticket-bridge/mapping";

import { isRefusal } from "../decide/decide-outcome.ts";
import {
  decideRevision,
  sameAlready,
  soFar,
  type MirrorSoFar,
  type RevisionDecision,
} from "../decide/decide-revision.ts";
import { isCarriedUnknown } from "../decide/carried-unknown.ts";
import {
  changedUnseen,
  hiddenMirrorIsGone,
  lacksFilesByHand,
  mirrorIsGone,
  publishByHand,
} from "../decide/edit-texts.ts";
import { policyOf } from "../engine-context.ts";
import { tooOftenSuspected } from "../decide/suspicion.ts";
import { readWrittenHash } from "../decide/written-hash.ts";
import type { LaneMessage } from "../ports/lane-store.ts";
import { adoptForgotten, appendCorrection } from "./append-correction.ts";
import { editFiles, filesLacking, mirrorLacksFiles } from "./edit-files.ts";
import { editInPlace, isFoundInPlace, keepFound } from "./edit-in-place.ts";
import { concernsOneMessage, freshCopy } from "./fresh-copies.ts";
import { afterRefusedRead, hideStanding, holdReadable, notHidden, openOnes } from "./hide-standing.ts";
import { hold } from "./hold-message.ts";
import { giveBack, type LaneRun, type Turn } from "./lane-run.ts";
import { observe } from "./observe-message.ts";
import { askToPublish, holdPublished } from "./publishing.ts";
import { readBack, settleRemaining } from "./read-back.ts";
import { readStanding } from "./read-standing.ts";
import { isSaidBy } from "./said-by-mirror.ts";
import { skip } from "./skip-message.ts";
import { tellDeletion } from "./tell-deletion.ts";

/** Brings an edit or a deletion of a mirrored message to its end, or as far as it can go now. */
export async function deliverRevision(
  run: LaneRun,
  row: LaneMessage,
  following: readonly LaneMessage[],
): Promise<Turn> {
  const so = soFar(row.earlier);
  if (so.kind === "unsettled") return await afterThoseBefore(run, row);
  if (so.kind === "never") return skip(run, row, so.reason);
  const { mirror } = so;
  if (row.state !== "pending") {
    const found = await readBackEdit(run, row, mirror);
    if (found !== "send-again") return found;
  }
  // A copy of the message that was taken before it was deleted may still count as fresh.
  if (row.kind === "deletion") run.copies.forget(row.sourceMessageId);
  let message: Message | null;
  try {
    message = await freshCopy(run, row, following);
  } catch (error) {
    if (!concernsOneMessage(error)) throw error;
    return hold(run, row, error.message);
  }
  const hash = message === null ? null : carriedHash(message);
  const mayStand = row.writtenHash !== null && canEditMessages(targetDesk(run));
  const decision = await decide(run, row, { message, hash, mirror, mayStand });
  const saysNothingNew = decision.kind === "skip" ? decision.settles : mayStand && hash === mirror.carried;
  if (saysNothingNew && message?.visibility === "public" && (await isHidden(run, row, mirror))) {
    const reason = publishByHand(sourceOf(run.lane.lease.direction), mirror.mirrorId);
    return hold(run, row, reason, { carriedHash: hash });
  }
  return await carryOut(run, row, { mirror, decision, hash, following });
}

interface ToDecide {
  readonly message: Message | null;
  /** As of `carriedHash`. */
  readonly hash: string | null;
  readonly mirror: MirrorSoFar;
  /** An attempt of it may stand in the mirror's place. */
  readonly mayStand: boolean;
}

async function decide(run: LaneRun, row: LaneMessage, { message, hash, mirror, mayStand }: ToDecide) {
  const { sourceTicketId, direction } = run.lane.lease;
  const lacksFiles = message !== null && hash === mirror.carried && (await mirrorLacksFiles(run, row, message, mirror));
  const decision = decideRevision({
    row,
    source: sourceOf(direction),
    sourceTicketId,
    message,
    carriedHash: hash,
    mirror,
    mayStand: mayStand || mayBeAppended(run, row),
    lacksFiles,
  });
  if (message?.visibility !== "internal" || decision.kind !== "skip" || !decision.settles) return decision;
  if (!(await isReadable(run, row, mirror))) return decision;
  return { kind: "edit", message, retract: true, publish: false } as const;
}

/**
 * Whether customers read what says the same as its internal source: a person may have published it as the bridge asked,
 * before its source became internal again (P3). Costs a read, of the few rows only that have nothing to carry.
 */
async function isReadable(run: LaneRun, row: LaneMessage, mirror: MirrorSoFar): Promise<boolean> {
  if (policyOf(run.context.settings).edits === "ignore") return false;
  try {
    const standing = await readStanding(run, row, mirror.standing);
    return standing.some(({ deleted, visibility }) => !deleted && visibility === "public");
  } catch (error) {
    // Nobody knows then, which counts as the worse and is told.
    if (isRefusal(error)) return true;
    throw error;
  }
}

/** Where edits are messages of their own, one that was refused, or that a restored database forgot, may stand there. */
function mayBeAppended(run: LaneRun, row: LaneMessage): boolean {
  if (!isAppending(run)) return false;
  if (row.attempts > 0 || run.context.posts.isFirst(run.lane.lease)) return true;
  return run.target.mirrorSeen(row.sourceMessageId, row.revision) !== null;
}

function isAppending(run: LaneRun): boolean {
  return !canEditMessages(targetDesk(run)) || policyOf(run.context.settings).edits === "note";
}

/** An attempt of its own without an answer may have hidden the mirror of what is public again. */
async function isHidden(run: LaneRun, row: LaneMessage, { mirrorId }: MirrorSoFar): Promise<boolean> {
  if (readWrittenHash(row.writtenHash).visibility !== "internal") return false;
  const [standing] = await readStanding(run, row, [mirrorId]);
  return standing?.visibility === "internal";
}

/** The rows before it were settled in this run, if at all: what they came to is seen by loading the lane again. */
async function afterThoseBefore(run: LaneRun, row: LaneMessage): Promise<Turn> {
  if (run.context.settings.mode === "observe") return observe(run, row, "Would follow its message.");
  await run.lane.record();
  return giveBack({ kind: "yield" });
}

async function readBackEdit(run: LaneRun, row: LaneMessage, mirror: MirrorSoFar): Promise<Turn | "send-again"> {
  try {
    if (row.kind === "edit" && canEditMessages(targetDesk(run))) {
      const [standing] = await readStanding(run, row, [mirror.mirrorId]);
      if (standing !== undefined && isFoundInPlace(row, mirror, standing)) return await keepFound(run, row, mirror);
    }
    return await readBack(run, row);
  } catch (error) {
    const hides = readWrittenHash(row.writtenHash).visibility === "internal" && mirror.visibility !== "internal";
    if (!hides || !isRefusal(error) || (await settleRemaining(run, row)) > 0) throw error;
    return await afterRefusedRead(run, row, error, mirror);
  }
}

interface Decided {
  readonly mirror: MirrorSoFar;
  readonly decision: RevisionDecision;
  /** As of `carriedHash`. */
  readonly hash: string | null;
  readonly following: readonly LaneMessage[];
}

async function carryOut(run: LaneRun, row: LaneMessage, decided: Decided): Promise<Turn> {
  const { mirror, decision, hash, following } = decided;
  const suspected = tooOftenSuspected(row, run.lane.lease.direction);
  switch (decision.kind) {
    case "skip":
      return skip(run, row, decision.reason, decision.settles ? hash : null);
    case "hold":
      return hold(run, row, decision.reason, { carriedHash: hash });
    case "publish-by-hand":
      return await holdPublished(run, row, { mirror, carriedHash: hash, following });
    case "tell-deletion":
      if (policyOf(run.context.settings).deletes === "ignore")
        return skip(run, row, "Deletions are not told (DELETES).");
      return suspected === null ? await tellDeletion(run, row, mirror) : hold(run, row, suspected);
    case "edit":
      return (
        (await notCarried(run, row, decided, decision.message)) ??
        (await carryEdit(run, row, mirror, { ...decision, suspected, following }))
      );
  }
}

/** With EDITS=ignore only what its mirror lacks of what was carried is brought or said (P7). Null where an edit does that. */
async function notCarried(run: LaneRun, row: LaneMessage, { mirror, hash }: Decided, message: Message) {
  if (policyOf(run.context.settings).edits !== "ignore") return null;
  const lacking = await filesLacking(run, row, message, mirror);
  if (lacking.length === 0) return skip(run, row, "Edits are not carried (EDITS).");
  if (hash === mirror.carried) return null;
  const { direction } = run.lane.lease;
  const reason = lacksFilesByHand(sourceOf(direction), targetOf(direction), mirror.mirrorId, lacking);
  return hold(run, row, reason, { carriedHash: hash });
}

type EditDecision = RevisionDecision & { readonly kind: "edit" } & {
  /** Why it is to be held, where it met the same failure too often. */
  readonly suspected: string | null;
  readonly following: readonly LaneMessage[];
};

async function carryEdit(
  run: LaneRun,
  row: LaneMessage,
  mirror: MirrorSoFar,
  { message, retract, publish, suspected, following }: EditDecision,
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
    const open = message.visibility === "internal" ? openOnes(hiding).map(({ id }) => id) : [];
    return hold(run, row, open.length > 0 ? `${notHidden(run, open)} ${suspected}` : suspected);
  }
  const all = message.visibility === "internal" ? await hideStanding(run, row, hiding) : read;
  if ("kind" in all) return all;
  const left = retract ? await holdReadable(run, row, { ...hiding, all }) : null;
  if (left !== null) return left;
  const standing = all.find(({ id }) => id === mirror.mirrorId);
  const wasInternal = mirror.visibility === "internal" || standing?.visibility === "internal";
  const unpublished = message.visibility === "public" && wasInternal ? [staysInternal] : [];
  if (standing === undefined || standing.deleted || standing.ticketId !== targetTicketId) {
    const isGone = retract ? hiddenMirrorIsGone(source, side, mirror.mirrorId) : mirrorIsGone(side, mirror.mirrorId);
    return hold(run, row, isGone, { carriedHash: hash });
  }
  const files = await editFiles(run, row, message, { mirror, standing, all });
  if (isCarriedUnknown(mirror.carried)) {
    const isSaid = isSaidBy(run, row, { message, mirror, all, files });
    if (isSaid && unpublished.length > 0)
      return hold(run, row, publishByHand(source, mirror.mirrorId), { carriedHash: hash });
    if (isSaid) return skip(run, row, sameAlready, hash);
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
    settles: saysNothingNew && !(await mirrorLacksFiles(run, row, message, mirror)) ? hash : null,
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
    return await afterRefusedRead(run, row, error, mirror);
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

function targetDesk(run: LaneRun): Helpdesk | (Helpdesk & MessageEditing) {
  return run.context.helpdesks[targetOf(run.lane.lease.direction)];
}
