import type { LaneMessage, MirrorChange } from "../ports/lane-store.ts";
import { next, type LaneRun, type Turn } from "./lane-run.ts";
import { observe } from "./observe-message.ts";

/** What a person who looks at a held edit has before him. */
export type Shown = Partial<Pick<MirrorChange & { to: "held" }, "previous" | "carriedHash">>;

/**
 * A fault of the message: it waits for a person and its lane goes on. A bridge that only observes just says so.
 *
 * @param detail for the trace, where that says more of this message than the reason, which it may share with others
 */
export function hold(run: LaneRun, row: LaneMessage, reason: string, shown: Shown = {}, detail = reason): Turn {
  if (run.context.settings.mode === "observe") return observe(run, row, `Would be held: ${reason}`);
  run.lane.later({ to: "held", mirrorId: row.mirrorId, reason, ...shown, event: { what: "held", detail } });
  return next;
}
