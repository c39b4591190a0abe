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
import { isDeletionNote } from "@ticket-bridge/mapping";

import type { DeliveryDecision } from "../decide/decide-delivery.ts";
import type { EngineContext } from "../engine-context.ts";
import type { LaneMessage, MirrorKind } from "../ports/lane-store.ts";
import { giveBack, tellMirrored, type LaneRun, type Turn } from "./lane-run.ts";
import { askForEdit, lookAgain, lookForItAgain } from "./look-again.ts";
import { skip } from "./skip-message.ts";

/**
 * How soon a lane looks again while the opposite lane's write is in flight: usually a matter of milliseconds, so it
 * begins with 200 ms; but each look may cost a read, so it doubles up to 5 s.
 */
function waitForOppositeMs(failures: number): number {
  return Math.min(200 * 2 ** Math.min(failures, 5), 5_000);
}

/** The lane waits until the opposite one has learnt what became of its write. */
export function waitForOpposite({ lane }: LaneRun, reason: string): Turn {
  return giveBack({ kind: "again", afterMs: waitForOppositeMs(lane.lease.failures), reason, counts: true });
}

type Recognised = DeliveryDecision & { readonly kind: "recognise" };

/** Our own mirror, seen before its id was stored: its row gets the id, and this message is no message of its own. */
export async function recogniseMirror(
  run: LaneRun,
  row: LaneMessage,
  message: Message | null,
  recognised: Recognised,
): Promise<Turn> {
  const { lane, context } = run;
  const { mirrorId, correlationId, isHeld, isSkipped } = recognised;
  await lane.record();
  const kind = message === null ? null : await kindOfNamed(run, message, mirrorId);
  if (kind === "another") {
    return skip(
      run,
      row,
      "It is a correction or a note that the bridge wrote before its database was lost or restored.",
    );
  }
  const uploads = await hasUploads(run, mirrorId);
  if (uploads && !isSkipped) {
    if (isHeld) return await wakeHeld(run, row, mirrorId);
    const reason = "It is a mirror that the bridge is still writing: its attachments may not be linked yet.";
    return waitForOpposite(run, reason);
  }
  // An edit may have been carried as internal, which is to be told then.
  const isLooked = recognised.unexpected || kind === "edit";
  const marker = isLooked ? (message?.marker ?? null) : null;
  const outcome = await adopt(run, row, recognised, { marker, told: uploads ? mayLackFiles : null });
  if (outcome === "settled-elsewhere") {
    return waitForOpposite(run, "It carries the marker of a message whose mirror was settled meanwhile.");
  }
  // Its sender may never learn that the write worked, and would go on telling that the helpdesk does not answer.
  await context.health.answers(sourceOf(lane.lease.direction), "write");
  const direction = directionFrom(targetOf(lane.lease.direction));
  tellMirrored(
    context,
    { direction, mirrorId, correlationId, targetMessageId: row.sourceMessageId },
    "Mirrored: its marker was seen before its answer.",
  );
  return skip(run, row, "It is a mirror that the bridge wrote, recognised by its marker.");
}

/** Nobody works any more on what was skipped, so that nobody links what was uploaded for it. */
const mayLackFiles =
  "Its mirror came after it was skipped. Look whether its attachments are there, and bring what is missing by hand.";

interface ToAdopt {
  /** Of a mirror that may not say what its source says by now, or not to those who read that; null of any other. */
  readonly marker: Named | null;
  readonly told: string | null;
}

async function adopt(
  { context, lane }: LaneRun,
  row: LaneMessage,
  { mirrorId, isSkipped }: Recognised,
  given: ToAdopt,
) {
  const { marker, told } = given;
  const { direction, targetTicketId } = lane.lease;
  const where = sideName(sourceOf(direction));
  const detail = `Seen in ${where} as message ${row.sourceMessageId} by its marker before its id was stored.`;
  const event = { what: "recognised", detail };
  const store = () => context.store.adoptRecognised(mirrorId, row.sourceMessageId, event, told);
  if (marker === null) return await store();
  const source = { side: marker.side, ticketId: targetTicketId, id: marker.messageId };
  return await (isSkipped ? lookForItAgain : lookAgain)(context.store, source, store);
}

/**
 * Of which kind the row is that its marker names: after a restore a deletion may have the revision of a correction that is
 * forgotten, which does not tell it (P1), and an edit that of a note.
 */
async function kindOfNamed(
  { context }: LaneRun,
  { marker, content }: Message,
  mirrorId: string,
): Promise<MirrorKind | "another"> {
  if (marker === null || marker.revision === 1) return "message";
  const named = await context.store.getMirror(mirrorId);
  const kind = named?.kind ?? "edit";
  const note = named === null ? null : await isNote(context, marker, content);
  return note === null || note === (kind === "deletion") ? kind : "another";
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

/**
 * After a restore, of a correction or a note that the database forgot: an edit is asked for, which adopts the correction,
 * and makes another one where its source says something else by now (P7).
 */
export async function askWhetherItHolds({ context, lane }: LaneRun, { marker, content }: Message): Promise<void> {
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
