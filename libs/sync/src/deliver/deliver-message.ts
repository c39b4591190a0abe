import {
  directionFrom,
  sideName,
  sourceOf,
  targetOf,
  uploadsAttachments,
  type Content,
  type Marker,
  type Message,
} from "@ticket-bridge/helpdesk";
import { isAuthentic, isDeletionNote, isOpeningLine } from "@ticket-bridge/mapping";

import { decideDelivery, type DeliveryDecision, type MarkerStanding } from "../decide/decide-delivery.ts";
import { stoppedRecheckMs } from "../decide/decide-outcome.ts";
import type { EngineContext } from "../engine-context.ts";
import type { LaneMessage } from "../ports/lane-store.ts";
import { seesAll } from "../sees-all.ts";
import { deliverRevision } from "./deliver-revision.ts";
import { concernsOneMessage, freshCopy } from "./fresh-copies.ts";
import { hold } from "./hold-message.ts";
import { askForEdit, lookAgain, lookForItAgain } from "./look-again.ts";
import { giveBack, next, tellMirrored, type LaneRun, type Turn } from "./lane-run.ts";
import { readBack } from "./read-back.ts";
import { sendMirror } from "./send-mirror.ts";
import { skip } from "./skip-message.ts";

/**
 * How soon a lane looks again while the opposite lane's write is in flight: usually a matter of milliseconds, so it
 * begins with 200 ms; but each look may cost a read, so it doubles up to 5 s.
 */
function waitForOppositeMs(failures: number): number {
  return Math.min(200 * 2 ** Math.min(failures, 5), 5_000);
}

/** Brings one captured message to its end, or as far as it can go now. */
export async function deliverMessage(run: LaneRun, row: LaneMessage, following: readonly LaneMessage[]): Promise<Turn> {
  if (row.kind !== "message") return await deliverRevision(run, row, following);
  if (row.state !== "pending") {
    const turn = await readBack(run, row);
    if (turn !== "send-again") return turn;
  }
  let message: Message | null = null;
  try {
    if (!row.mappedAsTarget) message = await freshCopy(run, row, following);
  } catch (error) {
    if (!concernsOneMessage(error)) throw error;
    return await carryOut(run, row, null, { kind: "hold", reason: error.message });
  }
  const decision = await decide(run, row, message);
  return await carryOut(run, row, message, decision);
}

async function decide(run: LaneRun, row: LaneMessage, message: Message | null): Promise<DeliveryDecision> {
  const { direction, sourceTicketId } = run.lane.lease;
  const marker = message === null ? "none" : markerStanding(run, message);
  const named =
    marker === "ours" && message?.marker
      ? await run.context.store.standingOf(message.marker.side, message.marker.messageId, message.marker.revision)
      : null;
  const facts = { direction, sourceTicketId, row, message, marker, named };
  if (message !== null || row.mappedAsTarget) return decideDelivery(facts);
  const unseen = {
    seesAll: await seesAll(run.context, sourceOf(direction)),
    wasInternal: row.copy?.visibility === "internal",
  };
  return decideDelivery({ ...facts, unseen });
}

/**
 * A marker counts only with the right code for this link: it names a message of the other side's ticket, which is this
 * lane's target ticket.
 */
function markerStanding(run: LaneRun, message: Message): MarkerStanding {
  const { marker } = message;
  const { lease } = run.lane;
  if (marker === null) return isOpeningLine(message, run.context.identity) ? "opening" : "none";
  const authentic =
    marker.side === targetOf(lease.direction) &&
    isAuthentic(marker, { ...run.context.identity, ticketId: lease.targetTicketId });
  return authentic ? "ours" : "foreign";
}

async function carryOut(
  run: LaneRun,
  row: LaneMessage,
  message: Message | null,
  decision: DeliveryDecision,
): Promise<Turn> {
  const { mirrorId } = row;
  const { context, lane } = run;
  switch (decision.kind) {
    case "skip":
      if (message !== null && decision.isForgotten === true) await askWhetherItHolds(run, message);
      lane.later({
        ...{ to: "skipped", mirrorId, reason: decision.reason, event: event("skipped", decision.reason) },
        gone: decision.isGone === true,
      });
      return next;
    case "hold":
      return hold(run, row, decision.reason);
    case "wait":
      return giveBack({
        kind: "again",
        afterMs: waitForOppositeMs(lane.lease.failures),
        reason: decision.reason,
        counts: true,
      });
    case "stop-lane":
      return giveBack({ kind: "stopped", afterMs: stoppedRecheckMs, reason: decision.reason });
    case "recognise":
      return await recognise(run, row, message, decision);
    case "mirror":
      if (message === null) return next;
      context.log.log({ level: "debug", message: "Mirroring.", correlationId: row.correlationId, mirrorId });
      return await sendMirror(run, row, message);
  }
}

/** An edit is asked for: it adopts the correction, and makes another one where its source says something else by now (P7). */
async function askWhetherItHolds({ context, lane }: LaneRun, { marker, content }: Message): Promise<void> {
  if (marker === null || (await isNote(context, marker, content)) === true) return;
  const { side, messageId: id } = marker;
  await askForEdit(context, { side, ticketId: lane.lease.targetTicketId, id });
}

type Named = Pick<Marker, "side" | "messageId" | "revision">;

/** Null where nobody knows of which mirror it would tell. */
async function isNote({ store }: EngineContext, marker: Named, content: Content): Promise<boolean | null> {
  const of = (await store.standingOf(marker.side, marker.messageId, 1))?.targetMessageId ?? null;
  return of === null ? null : isDeletionNote(content, marker, of);
}

/** Nobody works any more on what was skipped, so that nobody links what was uploaded for it. */
const mayLackFiles =
  "Its mirror came after it was skipped. Look whether its attachments are there, and bring what is missing by hand.";

/** Our own mirror, seen before its id was stored: its row gets the id, and this message is no message of its own. */
async function recognise(
  run: LaneRun,
  row: LaneMessage,
  message: Message | null,
  { mirrorId, correlationId, unexpected, isHeld, isSkipped }: DeliveryDecision & { kind: "recognise" },
): Promise<Turn> {
  const { lane, context } = run;
  const where = sideName(sourceOf(lane.lease.direction));
  await lane.record();
  if (message !== null && !(await isOfItsKind(run, message, mirrorId))) {
    const reason = "It is a correction or a note that the bridge wrote before its database was lost or restored.";
    return skip(run, row, reason);
  }
  const uploads = await hasUploads(run, mirrorId);
  if (uploads && !isSkipped) {
    if (isHeld) return await wakeHeld(run, row, mirrorId);
    const reason = "It is a mirror that the bridge is still writing: its attachments may not be linked yet.";
    return giveBack({ kind: "again", afterMs: waitForOppositeMs(lane.lease.failures), reason, counts: true });
  }
  const detail = `Seen in ${where} as message ${row.sourceMessageId} by its marker before its id was stored.`;
  const told = uploads ? mayLackFiles : null;
  const adopt = () => context.store.adoptRecognised(mirrorId, row.sourceMessageId, event("recognised", detail), told);
  // An edit may have been carried as internal, which is to be told then.
  const isEdit = (message?.marker?.revision ?? 1) > 1;
  const marker = unexpected || isEdit ? (message?.marker ?? null) : null;
  const outcome =
    marker === null
      ? await adopt()
      : await (isSkipped ? lookForItAgain : lookAgain)(
          context.store,
          { side: marker.side, ticketId: lane.lease.targetTicketId, id: marker.messageId },
          adopt,
        );
  const reason =
    outcome === "adopted"
      ? "It is a mirror that the bridge wrote, recognised by its marker."
      : "It carries the marker of a message whose mirror was settled meanwhile.";
  if (outcome === "settled-elsewhere") {
    return giveBack({ kind: "again", afterMs: waitForOppositeMs(lane.lease.failures), reason, counts: true });
  }
  // Its sender may never learn that the write worked, and would go on telling that the helpdesk does not answer.
  await context.health.answers(sourceOf(lane.lease.direction), "write");
  const direction = directionFrom(targetOf(lane.lease.direction));
  tellMirrored(
    context,
    { direction, mirrorId, correlationId, targetMessageId: row.sourceMessageId },
    "Mirrored: its marker was seen before its answer.",
  );
  return skip(run, row, reason);
}

/**
 * After a restore a deletion may have the revision of a correction that is forgotten, which does not tell it (P1), and an
 * edit that of a note.
 */
async function isOfItsKind({ context }: LaneRun, { marker, content }: Message, mirrorId: string): Promise<boolean> {
  if (marker === null || marker.revision === 1) return true;
  const named = await context.store.getMirror(mirrorId);
  const note = named === null ? null : await isNote(context, marker, content);
  return note === null || note === (named?.kind === "deletion");
}

/**
 * A refusal that was none: nobody works on a held row, so waiting for it would stop this lane until a person comes (P4).
 * Its own lane tries it once more, which looks first, finds this mirror and links its attachments.
 */
async function wakeHeld(run: LaneRun, row: LaneMessage, mirrorId: string): Promise<Turn> {
  await run.context.store.retryMirror(mirrorId);
  return skip(run, row, "It is a mirror that the bridge wrote, although it was told that it was refused.");
}

/**
 * Whether its own lane must end it: a message may be seen before its attachments are linked, and two who link them at
 * once would link them twice.
 */
async function hasUploads({ context, lane }: LaneRun, mirrorId: string): Promise<boolean> {
  if (!uploadsAttachments(context.helpdesks[sourceOf(lane.lease.direction)])) return false;
  return (await context.store.attachmentsOf(mirrorId)).some(({ targetId }) => targetId !== null);
}

function event(what: string, detail: string) {
  return { what, detail };
}
