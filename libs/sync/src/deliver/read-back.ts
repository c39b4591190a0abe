import { compareIds, DeliveryError, sideName, targetOf, type MessageId } from "@ticket-bridge/helpdesk";
import { markerCode } from "@ticket-bridge/mapping";

import { callHelpdesk } from "../call-helpdesk.ts";
import type { LaneMessage } from "../ports/lane-store.ts";
import { adoptedWithAttachments, StillSettlingError } from "./adopted-attachments.ts";
import { giveBack, markerOf, next, tellDelivered, type LaneRun, type Turn } from "./lane-run.ts";
import { NotSentError } from "./not-sent-error.ts";
import { ofItsKind } from "./of-its-kind.ts";
import { askAfterFound } from "./publishing.ts";
import { removeDoubles, reportDoubles, type MirrorOnTarget } from "./remove-doubles.ts";

/** Between two looks at the target while an earlier write may still appear there. */
const lookAgainMs = 5_000;

/**
 * Finds out what became of a write without a clear answer. Found is believed at once. Not found proves nothing before
 * the settle time is over, because the server may still be working on it; after that the message is sent again.
 */
export async function readBack(
  run: LaneRun,
  row: LaneMessage,
  { unchanged = null }: LookedBefore = {},
): Promise<Turn | "send-again"> {
  const { context, lane } = run;
  const side = targetOf(lane.lease.direction);
  const target = context.helpdesks[side];
  const settle = await settleRemaining(run, row);
  const marker = markerOf(lane.lease, row);
  const found = await callHelpdesk(context, target, "read", () =>
    target.findMarked(
      lane.lease.targetTicketId,
      marker,
      markerCode(marker, context.identity.bridgeId, context.identity.secret),
      { correlationId: row.correlationId, signal: context.calls },
    ),
  );
  const ids = await ofItsKind(
    run,
    row,
    found.map(({ id }) => id),
  );
  const [first, ...others] = [...ids].sort(compareIds);
  if (first !== undefined) {
    await context.health.answers(side, "write");
    return await whenSettled(run, settle, () => adopt(run, row, { first, others, settle }));
  }
  lane.tell(row, { what: "read-back-nothing", detail: foundNothing(run, { unchanged, settle }), joins: true });
  if (settle <= 0) {
    await lane.record();
    return "send-again";
  }
  const reason = `Its last attempt got no clear answer and it is not in ${sideName(side)} yet. It may still appear there for ${Math.ceil(settle / 1000)} s; after that it is sent again.`;
  const afterMs = Math.min(settle, lookAgainMs);
  return giveBack({ kind: "again", afterMs, reason, counts: false });
}

interface LookedBefore {
  /** Of an edit: the mirror that was read and does not say it. */
  readonly unchanged?: MessageId | null;
}

/** That it was looked for before it is sent again is all that anybody can show who asks why it stands there once (P2). */
function foundNothing({ lane }: LaneRun, { unchanged, settle }: Required<LookedBefore> & { settle: number }): string {
  const { direction, targetTicketId } = lane.lease;
  const mirror = unchanged === null ? "" : `, nor does message ${unchanged} there say it`;
  const found = `No message of ticket ${targetTicketId} in ${sideName(targetOf(direction))} has its marker${mirror}`;
  if (settle <= 0) return `${found}. The time in which it might still appear is over, so that it may be sent again.`;
  return `${found}. It may still appear there for ${Math.ceil(settle / 1000)} s, and is looked for again.`;
}

/** Waits where what was found lacks attachments that an earlier call may still link. */
export async function whenSettled(run: LaneRun, settle: number, work: () => Promise<Turn>): Promise<Turn> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof StillSettlingError)) throw error;
    const where = sideName(targetOf(run.lane.lease.direction));
    const reason = `It stands in ${where}, and its last attempt may still link its attachments for ${Math.ceil(settle / 1000)} s; after that they are linked again.`;
    return giveBack({ kind: "again", afterMs: Math.min(settle, lookAgainMs), reason, counts: false });
  }
}

/** A row found in `sending` was left by a worker that died or lost its lane: from now on its write is uncertain. */
export async function settleRemaining(run: LaneRun, row: LaneMessage): Promise<number> {
  if (row.state === "uncertain") return row.settleRemainingMs ?? 0;
  const { settleMs } = run.context.settings;
  const reason = "The bridge stopped while it was being sent; whether it was written is being found out.";
  await run.lane.record({
    to: "uncertain",
    mirrorId: row.mirrorId,
    reason,
    settleMs,
    event: { what: "uncertain", detail: reason },
  });
  return settleMs;
}

interface FoundMirror {
  readonly first: MessageId;
  readonly others: readonly MessageId[];
  readonly settle: number;
}

async function adopt(run: LaneRun, row: LaneMessage, { first, others, settle }: FoundMirror): Promise<Turn> {
  const where = sideName(targetOf(run.lane.lease.direction));
  const losses = await adoptedWithAttachments(run, row, first, settle);
  tellDelivered(run, row, first);
  run.lane.later({
    to: "mirrored",
    mirrorId: row.mirrorId,
    targetMessageId: first,
    losses,
    event: { what: "read-back-found", detail: `Found in ${where} as message ${first} by its marker.` },
  });
  if (losses.length === 0) await askAfterFound(run, row);
  if (others.length > 0) {
    // Only what is stored is safe to keep the others from.
    await run.lane.record();
    await removeOrReport(run, { lease: run.lane.lease, row, storedTarget: first, answered: null }, others);
  }
  return next;
}

/** The row is mirrored, so nobody looks here again: what cannot be removed now is for a person, and the lane goes on. */
async function removeOrReport(run: LaneRun, mirror: MirrorOnTarget, others: readonly MessageId[]): Promise<void> {
  try {
    await removeDoubles(run.context, mirror);
  } catch (error) {
    if (!(error instanceof DeliveryError || error instanceof NotSentError)) throw error;
    await reportDoubles(run.context, mirror, others);
  }
}
