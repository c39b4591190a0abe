import { DeliveryError, targetOf } from "@ticket-bridge/helpdesk";

import { backoffMs } from "../decide/backoff.ts";
import { decideOutcome, isRefusal, stoppedRecheckMs } from "../decide/decide-outcome.ts";
import { isSuspect } from "../decide/suspicion.ts";
import { ticketGone } from "../decide/ticket-gone.ts";
import { SidePausedError } from "../paused-sides.ts";
import type { LaneMessage, LaneRelease, MirrorChange, TraceEvent } from "../ports/lane-store.ts";
import { giveBack, next, type LaneRun, type Turn } from "./lane-run.ts";
import { NotSentError } from "./not-sent-error.ts";
import { waitForAcknowledgement } from "./public-allowed.ts";

export interface Refusal {
  /** As which it was sent. */
  readonly requestId: string;
  /** What a person has to know before the reason why it was refused. */
  readonly first?: string | null;
  /** Of what its source says, as it is held. */
  readonly carriedHash?: string;
}

/** What becomes of a row in `sending` whose write failed. Rethrows what is no failure of a write. */
export async function afterFailedAttempt(
  run: LaneRun,
  row: LaneMessage,
  error: unknown,
  { requestId, first = null, ...asHeld }: Refusal,
): Promise<Turn> {
  const { lane, context } = run;
  if (error instanceof NotSentError) {
    const reason = `${error.message} Nothing was sent.`;
    // If no other worker took the lane meanwhile, this says for certain that nothing was written.
    await lane.record({ to: "pending", mirrorId: row.mirrorId, reason, event: { what: "not-sent", detail: reason } });
    if (error instanceof SidePausedError) return giveBack({ kind: "yield" });
    const waiting = waitForAcknowledgement(error);
    if (waiting !== null) return giveBack(waiting);
    // Counted and shown: where the budget is so small that copies grow old in its line, lanes must make room.
    const afterMs = backoffMs(lane.lease.failures + 1, context.random.next());
    return giveBack({ kind: "again", afterMs, reason, counts: true });
  }
  if (!(error instanceof DeliveryError)) throw error;
  const outcome = decideOutcome(error, {
    mirrorId: row.mirrorId,
    requestId,
    target: targetOf(lane.lease.direction),
    failures: lane.lease.failures,
    settleMs: context.settings.settleMs,
    random: context.random.next(),
  });
  context.log.log({
    level: "warn",
    message: error.message,
    correlationId: row.correlationId,
    mirrorId: row.mirrorId,
    requestId,
    status: error.status,
    decision: error.decision,
    fault: error.fault,
  });
  if (isSuspect(error)) await context.health.tellWrites(targetOf(lane.lease.direction));
  if (outcome.change.to === "held") {
    const reason = first === null ? outcome.change.reason : `${first} ${outcome.change.reason}`;
    const held = { ...outcome.change, ...asHeld, reason };
    return await holdOrStop(run, row, { held, isUrgent: first !== null });
  }
  if (first !== null && outcome.release?.kind === "stopped") {
    const event = { ...outcome.change.event, detail: `${first} ${error.message}` };
    return await afterRefusedTicket(run, row, { event, asHeld }, outcome.release);
  }
  await lane.record(outcome.change);
  return outcome.release === null ? next : giveBack(outcome.release);
}

/** Seven seconds: two hiccups of a directory service are over by then, and customers read on what should be hidden. */
const triesBeforeTold = 4;

type Stopped = LaneRelease & { readonly kind: "stopped" };

/** Its ticket may be refused for long, and what a person has to know first must not hide behind a lane that stopped. */
async function afterRefusedTicket(
  run: LaneRun,
  { mirrorId }: LaneMessage,
  { event, asHeld }: { readonly event: TraceEvent; readonly asHeld: Pick<Refusal, "carriedHash"> },
  stopped: Stopped,
): Promise<Turn> {
  const { lane } = run;
  const { detail: reason } = event;
  if (lane.lease.failures + 1 >= triesBeforeTold) {
    await lane.record({ to: "held", mirrorId, reason, ...asHeld, event: { ...event, what: "held" } });
    return next;
  }
  await lane.record({ to: "pending", mirrorId, reason, event });
  return giveBack({ ...stopped, reason });
}

interface ToHold {
  /** With what failed as its event. */
  readonly held: MirrorChange;
  /** A person has to know it whatever else is refused. */
  readonly isUrgent: boolean;
}

/** A refusal of the message may really be about its ticket: Requestor answers both with 400. One read tells. */
async function holdOrStop(run: LaneRun, row: LaneMessage, { held, isUrgent }: ToHold): Promise<Turn> {
  const { lane } = run;
  const { event } = held;
  // The refusal is certain whatever comes of the next read: the row must not stay in `sending`.
  await lane.record({ to: "pending", mirrorId: row.mirrorId, reason: event.detail, event });
  run.target.forgetTicket();
  if (await ticketStands(run, row, isUrgent)) {
    lane.later({ ...held, event: { ...event, what: "held" } });
    return next;
  }
  const { direction, targetTicketId } = lane.lease;
  const reason = `${ticketGone(targetOf(direction), targetTicketId)} ${event.detail}`;
  return giveBack({ kind: "stopped", afterMs: stoppedRecheckMs, reason });
}

async function ticketStands({ target }: LaneRun, { correlationId }: LaneMessage, isUrgent: boolean): Promise<boolean> {
  try {
    return (await target.ticket(correlationId)) !== null;
  } catch (error) {
    if (isUrgent && isRefusal(error)) return true;
    throw error;
  }
}
