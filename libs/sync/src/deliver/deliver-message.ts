import { sourceOf, targetOf, type Message } from "@ticket-bridge/helpdesk";
import { isAuthentic, isOpeningLine } from "@ticket-bridge/mapping";

import { decideDelivery, type DeliveryDecision, type MarkerStanding } from "../decide/decide-delivery.ts";
import { stoppedRecheckMs } from "../decide/decide-outcome.ts";
import type { LaneMessage } from "../ports/lane-store.ts";
import { seesAll } from "../sees-all.ts";
import { deliverRevision } from "./deliver-revision.ts";
import { concernsOneMessage, freshCopy } from "./fresh-copies.ts";
import { hold } from "./hold-message.ts";
import { giveBack, next, type LaneRun, type Turn } from "./lane-run.ts";
import { readBack } from "./read-back.ts";
import { askWhetherItHolds, recogniseMirror, waitForOpposite } from "./recognise-mirror.ts";
import { sendMirror } from "./send-mirror.ts";
import { skip } from "./skip-message.ts";

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
  switch (decision.kind) {
    case "skip":
      if (message !== null && decision.isForgotten === true) await askWhetherItHolds(run, message);
      return skip(run, row, decision.reason, { gone: decision.isGone === true });
    case "hold":
      return hold(run, row, decision.reason);
    case "wait":
      return waitForOpposite(run, decision.reason);
    case "stop-lane":
      return giveBack({ kind: "stopped", afterMs: stoppedRecheckMs, reason: decision.reason });
    case "recognise":
      return await recogniseMirror(run, row, message, decision);
    case "mirror":
      return message === null ? next : await sendMirror(run, row, message);
  }
}
