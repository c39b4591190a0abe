import { targetOf, type Message, type MessageId } from "@ticket-bridge/helpdesk";

import { callHelpdesk } from "../call-helpdesk.ts";
import type { LaneMessage } from "../ports/lane-store.ts";
import type { LaneRun } from "./lane-run.ts";

/** These messages of the lane's target ticket as they are now. */
export async function readStanding(
  { context, lane }: LaneRun,
  { correlationId }: LaneMessage,
  ids: readonly MessageId[],
): Promise<readonly Message[]> {
  const { direction, targetTicketId } = lane.lease;
  const target = context.helpdesks[targetOf(direction)];
  // What was answered must not wait for a read.
  await lane.record();
  return await callHelpdesk(context, target, "read", () =>
    target.readMessages(targetTicketId, ids, { correlationId, signal: context.calls }),
  );
}
