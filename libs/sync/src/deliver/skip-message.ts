import type { LaneMessage, MirrorChange } from "../ports/lane-store.ts";
import { next, type LaneRun, type Turn } from "./lane-run.ts";

/** What is to be remembered of what is skipped. */
type Remembered = Partial<Pick<MirrorChange & { to: "skipped" }, "carriedHash" | "gone">>;

export function skip(run: LaneRun, row: LaneMessage, reason: string, remembered: Remembered = {}): Turn {
  const event = { what: "skipped", detail: reason };
  run.lane.later({ to: "skipped", mirrorId: row.mirrorId, reason, ...remembered, event });
  return next;
}
