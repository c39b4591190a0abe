import { targetOf, type Visibility, type WriteOptions } from "@ticket-bridge/helpdesk";

import type { LaneMessage } from "../ports/lane-store.ts";
import type { LaneRun } from "./lane-run.ts";

interface Attempt {
  /** Of what will stand at the target. */
  readonly visibility: Visibility;
  /** As which the intent was committed. */
  readonly requestId: string;
}

/**
 * Of a write that says what a message says: asked as the bytes go out, its copy is no older than it may be, and no alarm
 * stops what is public (P3).
 */
export function writeOptions(run: LaneRun, row: LaneMessage, { visibility, requestId }: Attempt): WriteOptions {
  const options = linkOptions(run, row, visibility);
  return {
    ...options,
    correlationId: requestId,
    beforeBytes: () => {
      options.beforeBytes();
      run.copies.assertFresh(row.sourceMessageId);
    },
  };
}

/** Of a write that adds to a message which stands at the target with this visibility. */
export function linkOptions(run: LaneRun, row: LaneMessage, visibility: Visibility): WriteOptions {
  const options = uploadOptions(run, row);
  if (visibility === "internal") return options;
  return {
    ...options,
    beforeBytes: () => {
      options.beforeBytes();
      run.context.publicWrites.assertAllowed();
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
