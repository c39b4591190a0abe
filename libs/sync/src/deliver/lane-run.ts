import {
  canEditMessages,
  sourceOf,
  targetOf,
  type Helpdesk,
  type Marker,
  type MessageEditing,
  type MessageId,
} from "@ticket-bridge/helpdesk";
import type { ComposeOptions } from "@ticket-bridge/mapping";

import { policyOf, type EngineContext } from "../engine-context.ts";
import type { Crossing, LaneLease, LaneMessage, LaneRelease, TraceEvent } from "../ports/lane-store.ts";
import type { FreshCopies } from "./fresh-copies.ts";
import type { HeldLane } from "./held-lane.ts";
import type { TargetView } from "./target-view.ts";

/** The parts of one run of one lane. */
export interface LaneRun {
  readonly context: EngineContext;
  readonly lane: HeldLane;
  readonly copies: FreshCopies;
  readonly target: TargetView;
  /** When the rows were loaded, by the monotonic clock: their durations count from there. */
  readonly loadedAt: number;
  /** What was sent over the link before this run. */
  readonly crossings: readonly Crossing[];
  /** How many attempts this run began of each row, by mirror id. */
  readonly begun: Map<string, number>;
}

/** What a message's turn came to: go on with the next one, or give the lane back. */
export type Turn = { readonly kind: "next" } | { readonly kind: "release"; readonly release: LaneRelease };

export const next: Turn = { kind: "next" };

export function giveBack(release: LaneRelease): Turn {
  return { kind: "release", release };
}

/**
 * Tells that a message reached its target now, as which one there, and how long after its capture.
 *
 * @param requestId of the attempt that was answered; none of what was found there
 */
export function tellDelivered(
  { context, lane, loadedAt }: LaneRun,
  row: LaneMessage,
  target: MessageId | null,
  requestId?: string,
): void {
  const { direction } = lane.lease;
  context.log.delivered(direction, row.capturedAgoMs + context.clock.monotonic() - loadedAt);
  tellMirrored(context, {
    direction,
    mirrorId: row.mirrorId,
    correlationId: row.correlationId,
    targetMessageId: target,
    ...(requestId !== undefined && { requestId }),
  });
}

/** The log's end of a correlation id; the target is null where a mirror was changed in its place. */
export function tellMirrored(
  { log }: Pick<EngineContext, "log">,
  mirrored: Pick<LaneLease, "direction"> &
    Pick<LaneMessage, "mirrorId" | "correlationId"> &
    Pick<TraceEvent, "requestId"> & { readonly targetMessageId: MessageId | null },
  message = "Mirrored.",
): void {
  log.log({ level: "info", message, ...mirrored });
}

/**
 * What composing anything for the lane's target takes: who the bridge is, the ticket, and what an administrator decided.
 * History leaves as no e-mail, whatever that is (P6).
 */
export function composeOptions({ context, lane }: LaneRun, { isHistory }: LaneMessage): ComposeOptions {
  const options = { ...context.identity, ticketId: lane.lease.targetTicketId, ...context.settings.policy };
  return isHistory ? { ...options, outboundMailbox: null } : options;
}

export function targetDesk({ context, lane }: LaneRun): Helpdesk | (Helpdesk & MessageEditing) {
  return context.helpdesks[targetOf(lane.lease.direction)];
}

/** Whether edits are messages of their own there. */
export function isAppending(run: LaneRun): boolean {
  return !canEditMessages(targetDesk(run)) || policyOf(run.context.settings).edits === "note";
}

/** The message that this row carries, and where it stands. */
export function sourceOfRow({ direction, sourceTicketId }: LaneLease, { sourceMessageId }: LaneMessage) {
  return { side: sourceOf(direction), ticketId: sourceTicketId, id: sourceMessageId };
}

/** The marker of the mirror that this row makes. */
export function markerOf({ direction, sourceTicketId }: LaneLease, row: LaneMessage): Marker {
  return {
    side: sourceOf(direction),
    ticketId: sourceTicketId,
    messageId: row.sourceMessageId,
    revision: row.revision,
  };
}
