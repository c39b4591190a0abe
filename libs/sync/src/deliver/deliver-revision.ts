import { canEditMessages, sourceOf, targetOf, type Message } from "@ticket-bridge/helpdesk";
import { carriedHash } from "@ticket-bridge/mapping";

import { isRefusal } from "../decide/decide-outcome.ts";
import {
  decideRevision,
  soFar,
  wasInternalAtLast,
  type MirrorSoFar,
  type RevisionDecision,
} from "../decide/decide-revision.ts";
import { lacksFilesByHand } from "../decide/edit-texts.ts";
import { policyOf } from "../engine-context.ts";
import { tooOftenSuspected } from "../decide/suspicion.ts";
import { readWrittenHash } from "../decide/written-hash.ts";
import type { LaneMessage } from "../ports/lane-store.ts";
import { carryEdit } from "./carry-edit.ts";
import { filesLacking, knownFiles, mirrorLacksFiles, type KnownFiles } from "./edit-files.ts";
import { isFoundInPlace, keepFound } from "./edit-in-place.ts";
import { concernsOneMessage, freshCopy } from "./fresh-copies.ts";
import { afterRefusedRead } from "./hide-standing.ts";
import { hold } from "./hold-message.ts";
import { giveBack, isAppending, targetDesk, type LaneRun, type Turn } from "./lane-run.ts";
import { observe } from "./observe-message.ts";
import { holdPublished, holdToPublish } from "./publishing.ts";
import { readBack, settleRemaining } from "./read-back.ts";
import { readStanding, UnreadableStandingError } from "./read-standing.ts";
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
  try {
    return await deliverFresh(run, row, { message, hash, mirror, following, known: knownFiles(run, row) });
  } catch (error) {
    if (!(error instanceof UnreadableStandingError)) throw error;
    return hold(run, row, error.message, row.kind === "edit" ? { carriedHash: hash } : {});
  }
}

interface Fresh {
  readonly message: Message | null;
  /** As of `carriedHash`. */
  readonly hash: string | null;
  readonly mirror: MirrorSoFar;
  readonly following: readonly LaneMessage[];
  readonly known: KnownFiles;
}

async function deliverFresh(run: LaneRun, row: LaneMessage, fresh: Fresh): Promise<Turn> {
  const { message, hash, mirror } = fresh;
  const mayStand = row.writtenHash !== null && canEditMessages(targetDesk(run));
  const decision = await decide(run, row, fresh, mayStand);
  const saysNothingNew = decision.kind === "skip" ? decision.settles : mayStand && hash === mirror.carried;
  if (saysNothingNew && message?.visibility === "public" && (await isHidden(run, row, mirror))) {
    return holdToPublish(run, row, mirror, hash);
  }
  return await carryOut(run, row, fresh, decision);
}

/** @param mayStand an attempt of it may stand in the mirror's place */
async function decide(run: LaneRun, row: LaneMessage, { message, hash, mirror, known }: Fresh, mayStand: boolean) {
  const { sourceTicketId, direction } = run.lane.lease;
  const saysTheSame = hash === mirror.carried;
  const lacksFiles = message !== null && saysTheSame && (await mirrorLacksFiles(run, message, mirror, known));
  const decision = decideRevision({
    row,
    source: sourceOf(direction),
    sourceTicketId,
    message,
    carriedHash: hash,
    mirror,
    mayStand: mayStand || mayBeAppended(run, row),
    mayHide: mayStand && readWrittenHash(row.writtenHash).visibility === "internal",
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

/** An attempt of its own, or the person who was asked to, may have hidden the mirror of what is public again. */
async function isHidden(run: LaneRun, row: LaneMessage, { mirrorId }: MirrorSoFar): Promise<boolean> {
  if (readWrittenHash(row.writtenHash).visibility !== "internal" && !wasInternalAtLast(row)) return false;
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
    const stands = await standsInPlace(run, row, mirror);
    if (stands === true) return await keepFound(run, row, mirror);
    return await readBack(run, row, { unchanged: stands === false ? mirror.mirrorId : null });
  } catch (error) {
    const hides = readWrittenHash(row.writtenHash).visibility === "internal" && mirror.visibility !== "internal";
    if (!hides && error instanceof UnreadableStandingError) return hold(run, row, error.message);
    if (!hides || !isRefusal(error) || (await settleRemaining(run, row)) > 0) throw error;
    return await afterRefusedRead(run, row, { error, message: null, mirror });
  }
}

/** Whether its attempt is found on the mirror; null where that tells nothing: it is no edit in place, or refused to be read. */
async function standsInPlace(run: LaneRun, row: LaneMessage, mirror: MirrorSoFar): Promise<boolean | null> {
  if (row.kind !== "edit" || !canEditMessages(targetDesk(run))) return null;
  try {
    const [standing] = await readStanding(run, row, [mirror.mirrorId]);
    return standing !== undefined && isFoundInPlace(row, mirror, standing);
  } catch (error) {
    if (error instanceof UnreadableStandingError) return null;
    throw error;
  }
}

async function carryOut(run: LaneRun, row: LaneMessage, fresh: Fresh, decision: RevisionDecision): Promise<Turn> {
  const { mirror, hash, following, known } = fresh;
  const suspected = tooOftenSuspected(row, run.lane.lease.direction);
  switch (decision.kind) {
    case "skip":
      return skip(run, row, decision.reason, decision.settles ? { carriedHash: hash } : {});
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
        (await notCarried(run, row, fresh, decision.message)) ??
        (await carryEdit(run, row, mirror, { ...decision, suspected, following, known }))
      );
  }
}

/** With EDITS=ignore only what its mirror lacks of what was carried is brought or said (P7). Null where an edit does that. */
async function notCarried(run: LaneRun, row: LaneMessage, { mirror, hash, known }: Fresh, message: Message) {
  if (policyOf(run.context.settings).edits !== "ignore") return null;
  const lacking = await filesLacking(run, message, mirror, known);
  if (lacking.length === 0) return skip(run, row, "Edits are not carried (EDITS).");
  if (hash === mirror.carried) return null;
  const { direction } = run.lane.lease;
  const reason = lacksFilesByHand(sourceOf(direction), targetOf(direction), mirror.mirrorId, lacking);
  return hold(run, row, reason, { carriedHash: hash });
}
