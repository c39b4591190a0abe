import { targetOf, type WriteOptions } from "@ticket-bridge/helpdesk";

import type { LaneMessage } from "../ports/lane-store.ts";
import type { LaneRun } from "./lane-run.ts";

/** Of a write that says what a message says: asked as the bytes go out, its copy is no older than it may be (P3). */
export function writeOptions(run: LaneRun, row: LaneMessage): WriteOptions {
  const options = uploadOptions(run, row);
  return {
    ...options,
    beforeBytes: () => {
      options.beforeBytes();
      run.copies.assertFresh(row.sourceMessageId);
    },
  };
}

/** Of a write that nobody sees before the message: asked as the bytes go out, the lane is ours and nobody paused. */
export function uploadOptions({ context, lane }: LaneRun, { correlationId }: LaneMessage): WriteOptions {
  const check = (): void => {
    lane.assertHeld();
    context.pauses.assertNotPaused(targetOf(lane.lease.direction));
  };
  return { beforeBytes: check, whileSending: check, correlationId, signal: context.calls };
}
