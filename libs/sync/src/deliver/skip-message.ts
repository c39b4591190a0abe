import type { LaneMessage } from "../ports/lane-store.ts";
import { next, type LaneRun, type Turn } from "./lane-run.ts";

/** @param carriedHash of its source where its mirror says so already, which is to be remembered */
export function skip(run: LaneRun, row: LaneMessage, reason: string, carriedHash: string | null = null): Turn {
  const event = { what: "skipped", detail: reason };
  run.lane.later({ to: "skipped", mirrorId: row.mirrorId, reason, carriedHash, event });
  return next;
}
