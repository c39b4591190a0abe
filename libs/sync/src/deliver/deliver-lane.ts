import { DeliveryError, sides, sourceOf } from "@ticket-bridge/helpdesk";

import { backoffMs } from "../decide/backoff.ts";
import { refusedRecheckMs } from "../decide/decide-outcome.ts";
import type { EngineContext } from "../engine-context.ts";
import type { LaneLease, LaneRelease } from "../ports/lane-store.ts";
import { settleLostWrite } from "./after-lost-lease.ts";
import { deliverMessage } from "./deliver-message.ts";
import { FreshCopies } from "./fresh-copies.ts";
import { unhurried } from "../unhurried-helpdesks.ts";
import { LeaseLostError, type HeldLane } from "./held-lane.ts";
import type { LaneRun } from "./lane-run.ts";
import { waitForAcknowledgement } from "./public-allowed.ts";
import { TargetView } from "./target-view.ts";

/** A lane gives way to others after this many messages or this long, so that a busy ticket starves nobody (P4). */
const mostMessages = 50;
const longestRunMs = 5_000;

/**
 * Works through one claimed lane in order and gives it back, also after an error that nobody foresaw: then it waits and
 * says why. Throws only when the lane cannot be given back because the database is away; its lease then runs out.
 *
 * @param stopping aborted at shutdown: the message in flight is finished, no new one is begun
 * @returns how the lane was given back
 */
export async function deliverLane(context: EngineContext, lane: HeldLane, stopping: AbortSignal): Promise<LaneRelease> {
  try {
    const release = await workThrough(context, lane, stopping);
    await lane.release(release);
    return release;
  } catch (error) {
    const release = afterBreak(context, lane.lease, error);
    for (const write of lane.lostWrites()) await settleLostWrite(context, lane.lease, write);
    await lane.abandon(release);
    return release;
  }
}

function afterBreak(context: EngineContext, lease: LaneLease, error: unknown): LaneRelease {
  const { linkId, direction, failures } = lease;
  if (error instanceof LeaseLostError) {
    // Either another worker has the lane, or a person settled a row of it and the lane is still ours to give back.
    context.log.log({ level: "warn", message: error.message, linkId, direction });
    return { kind: "yield" };
  }
  const reason = `The bridge met an error of its own: ${error instanceof Error ? error.message : String(error)}`;
  context.log.log({ level: "error", message: reason, linkId, direction });
  return { kind: "again", afterMs: backoffMs(failures + 1, context.random.next()), reason, counts: true };
}

async function workThrough(engine: EngineContext, lane: HeldLane, stopping: AbortSignal): Promise<LaneRelease> {
  const { clock } = engine;
  const started = clock.monotonic();
  const { messages: rows, crossings, isUnhurried } = await lane.load(mostMessages);
  let goesBehind = false;
  const context = isUnhurried ? { ...engine, helpdesks: unhurried(engine.helpdesks, () => goesBehind) } : engine;
  const loadedAt = clock.monotonic();
  const copies = new FreshCopies(context, lane.lease);
  copies.seed(rows);
  const target = new TargetView(context, lane.lease);
  const run: LaneRun = { context, lane, copies, target, loadedAt, crossings, begun: new Map() };
  for (const [index, row] of rows.entries()) {
    if (stopping.aborted || clock.monotonic() - started > longestRunMs) return { kind: "yield" };
    if (await isPaused(context)) return { kind: "yield" };
    goesBehind = row.isHistory;
    try {
      const turn = await deliverMessage(run, row, rows.slice(index + 1));
      if (turn.kind === "release") return turn.release;
    } catch (error) {
      if (error instanceof DeliveryError) return afterFailedRead(context, lane.lease, error);
      const waiting = waitForAcknowledgement(error);
      if (waiting !== null) return waiting;
      throw error;
    }
  }
  return rows.length < mostMessages ? { kind: "idle" } : { kind: "yield" };
}

/**
 * Whether a side is paused. Lanes of a paused side are not claimed, so one that was claimed may mean that the word of the
 * resume was lost: without asking the store it would be claimed and given back as fast as the database can.
 */
async function isPaused({ pauses }: EngineContext): Promise<boolean> {
  const known = () => sides.some((side) => pauses.isPaused(side));
  if (!known()) return false;
  await pauses.refresh();
  return known();
}

/** A read that failed changed nothing: the lane waits, the messages stay as they are. */
function afterFailedRead(context: EngineContext, lease: LaneLease, error: DeliveryError): LaneRelease {
  context.log.log({ level: "warn", message: error.message, linkId: lease.linkId, side: sourceOf(lease.direction) });
  if (error.decision === "permanent") {
    return { kind: "stopped", afterMs: refusedRecheckMs(lease.failures), reason: error.message };
  }
  const afterMs = Math.max(backoffMs(lease.failures + 1, context.random.next()), error.retryAfterMs ?? 0);
  return { kind: "again", afterMs, reason: error.message, counts: true };
}
