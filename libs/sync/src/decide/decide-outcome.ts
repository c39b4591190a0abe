import { DeliveryError, sideName, type Side } from "@ticket-bridge/helpdesk";

import type { LaneRelease, MirrorChange } from "../ports/lane-store.ts";
import { backoffMs } from "./backoff.ts";
import { isSuspect } from "./suspicion.ts";

/** A stopped lane is looked at again after this time: a ticket may come back or be allowed again by itself. */
export const stoppedRecheckMs = 10 * 60_000;

/**
 * A ticket that was refused is looked at again after 1 s, doubling up to ten minutes: two hiccups of a directory
 * service are told apart from a real refusal only by asking again.
 *
 * @param failures failures of this lane in a row before this one
 */
export function refusedRecheckMs(failures: number): number {
  return Math.min(1_000 * 2 ** Math.min(failures, 10), stoppedRecheckMs);
}

export interface OutcomeContext {
  readonly mirrorId: string;
  /** As which it was sent. */
  readonly requestId: string;
  readonly target: Side;
  /** Failures of this lane in a row before this one. */
  readonly failures: number;
  readonly settleMs: number;
  readonly random: number;
}

export interface Outcome {
  readonly change: MirrorChange;
  /** Null: only this message is concerned, the lane goes on. */
  readonly release: LaneRelease | null;
}

/**
 * What a failed POST means. A fault of the message holds it and lets the lane go on; of the ticket, stops the lane; of
 * the side, leaves everything pending (P1). Whatever may have been written becomes uncertain (P2).
 */
export function decideOutcome(error: DeliveryError, context: OutcomeContext): Outcome {
  const { mirrorId, requestId } = context;
  const event = { what: "attempt-failed", detail: error.message, requestId, status: error.status };
  const suspicion = isSuspect(error) ? error.message : null;
  const afterMs = Math.max(backoffMs(context.failures + 1, context.random), error.retryAfterMs ?? 0);
  if (error.decision === "uncertain") {
    const reason = `${error.message.replace(/[.\s]*$/, ".")} Whether it was written is not known yet: ${sideName(context.target)} is read back for up to ${Math.round(context.settleMs / 1000)} s before it is sent again.`;
    return {
      change: {
        to: "uncertain",
        mirrorId,
        reason,
        suspicion,
        settleMs: context.settleMs,
        event: { ...event, what: "uncertain" },
      },
      release: { kind: "again", afterMs, reason, counts: true },
    };
  }
  if (error.decision === "permanent" && error.fault === "message") {
    return { change: { to: "held", mirrorId, reason: error.message, event }, release: null };
  }
  const pending: MirrorChange = { to: "pending", mirrorId, reason: error.message, suspicion, event };
  if (error.decision === "permanent" && error.fault === "ticket") {
    return {
      change: pending,
      release: { kind: "stopped", afterMs: refusedRecheckMs(context.failures), reason: error.message },
    };
  }
  return {
    change: pending,
    release: { kind: "again", afterMs, reason: error.message, counts: true },
  };
}

/** Whether a message or its ticket was refused for good: waiting for its side does not help. */
export function isRefusal(error: unknown): error is DeliveryError {
  return error instanceof DeliveryError && error.decision === "permanent" && error.fault !== "side";
}
