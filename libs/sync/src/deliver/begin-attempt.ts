import { requestIdOf } from "../decide/request-id-of.ts";
import type { LaneMessage, MirrorChange } from "../ports/lane-store.ts";
import type { LaneRun } from "./lane-run.ts";

/** What is to be committed before anything of it leaves. */
export interface Intent extends Omit<
  MirrorChange & { readonly to: "sending" },
  "to" | "mirrorId" | "attemptId" | "event"
> {
  /** For the trace. */
  readonly detail: string;
}

/**
 * Commits that a row is about to be written (P2), and as which request. Resolves to that request's id. No two attempts of
 * a row have the same: the row counts one in the commit that names it, and nobody ever counts back, so one that was cut
 * off, or that a person asked for, has its own number too. Throws LeaseLostError when the lane is no longer ours.
 */
export async function beginAttempt(run: LaneRun, row: LaneMessage, { detail, ...intent }: Intent): Promise<string> {
  const { context, lane, begun } = run;
  const { mirrorId, correlationId } = row;
  const number = (begun.get(mirrorId) ?? 0) + 1;
  begun.set(mirrorId, number);
  const requestId = requestIdOf(correlationId, row.attempts + number);
  await lane.record({
    to: "sending",
    mirrorId,
    attemptId: context.random.id(),
    ...intent,
    event: { what: "sending", detail, requestId },
  });
  context.log.log({ level: "debug", message: detail, correlationId, mirrorId, requestId });
  return requestId;
}
