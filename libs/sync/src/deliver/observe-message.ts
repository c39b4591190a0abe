import type { LaneMessage } from "../ports/lane-store.ts";
import { next, type LaneRun, type Turn } from "./lane-run.ts";

/** MODE=observe: what would be done is shown once on the message, which stays pending for a bridge that mirrors. */
export function observe(run: LaneRun, row: LaneMessage, sentence: string): Turn {
  const reason = `Only observed. ${sentence}`;
  run.lane.later({
    to: "pending",
    mirrorId: row.mirrorId,
    observed: true,
    reason,
    event: { what: "observed", detail: reason },
  });
  return next;
}
