import { DeliveryError, sourceOf } from "@ticket-bridge/helpdesk";

import { backoffMs } from "../decide/backoff.ts";
import { stoppedRecheckMs } from "../decide/decide-outcome.ts";
import type { EngineContext } from "../engine-context.ts";
import type { LaneLease, LaneRelease } from "../ports/lane-store.ts";
import { deliverMessage } from "./deliver-message.ts";
import { FreshCopies } from "./fresh-copies.ts";
import { LeaseLostError, type HeldLane } from "./held-lane.ts";
import type { LaneRun } from "./lane-run.ts";
import { TargetView } from "./target-view.ts";

/** A lane gives way to others after this many messages or this long, so that a busy ticket starves nobody (P4). */
const mostMessages = 50;
const longestRunMs = 5_000;

/**
 * Works through one claimed lane in order and gives it back. Never throws for what a helpdesk does; what the database
 * does passes through, and the lease then runs out by itself.
 *
 * @param stopping aborted at shutdown: the message in flight is finished, no new one is begun
 * @returns how the lane was given back; null when its lease was lost
 */
export async function deliverLane(
  context: EngineContext,
  lane: HeldLane,
  stopping: AbortSignal,
): Promise<LaneRelease | null> {
  try {
    const release = await workThrough(context, lane, stopping);
    await lane.release(release);
    return release;
  } catch (error) {
    if (error instanceof LeaseLostError) {
      context.log.log({ level: "warn", message: error.message });
      return null;
    }
    throw error;
  }
}

async function workThrough(context: EngineContext, lane: HeldLane, stopping: AbortSignal): Promise<LaneRelease> {
  const { clock } = context;
  const started = clock.monotonic();
  const rows = await lane.load(mostMessages);
  const copies = new FreshCopies(context, lane.lease);
  copies.seed(rows);
  const run: LaneRun = { context, lane, copies, target: new TargetView(context, lane.lease) };
  for (const [index, row] of rows.entries()) {
    if (stopping.aborted || clock.monotonic() - started > longestRunMs) return { kind: "yield" };
    try {
      const turn = await deliverMessage(run, row, rows.slice(index + 1));
      if (turn.kind === "release") return turn.release;
    } catch (error) {
      if (error instanceof DeliveryError) return afterFailedRead(context, lane.lease, error);
      throw error;
    }
  }
  return rows.length < mostMessages ? { kind: "idle" } : { kind: "yield" };
}

/** A read that failed changed nothing: the lane waits, the messages stay as they are. */
function afterFailedRead(context: EngineContext, lease: LaneLease, error: DeliveryError): LaneRelease {
  context.log.log({ level: "warn", message: error.message, linkId: lease.linkId, side: sourceOf(lease.direction) });
  if (error.decision === "permanent") return { kind: "stopped", afterMs: stoppedRecheckMs, reason: error.message };
  const afterMs = Math.max(backoffMs(lease.failures + 1, context.random.next()), error.retryAfterMs ?? 0);
  return { kind: "again", afterMs, reason: error.message, counts: true };
}
