import { DeliveryError, targetOf, type Message, type MessageId } from "@ticket-bridge/helpdesk";

import { callHelpdesk } from "../call-helpdesk.ts";
import type { LaneMessage } from "../ports/lane-store.ts";
import { concernsOneMessage } from "./fresh-copies.ts";
import type { LaneRun } from "./lane-run.ts";

/** What stands at the target was refused to be read for its own sake: what asked for it is held, the lane goes on. */
export class UnreadableStandingError extends DeliveryError {
  constructor({ message, status, ownErrorBody }: DeliveryError, cause: unknown) {
    super(message, { decision: "permanent", fault: "message", status, ownErrorBody, cause });
  }
}

/** These messages of the lane's target ticket as they are now. Throws {@link UnreadableStandingError} where one is refused. */
export async function readStanding(
  { context, lane }: LaneRun,
  { correlationId }: LaneMessage,
  ids: readonly MessageId[],
): Promise<readonly Message[]> {
  const { direction, targetTicketId } = lane.lease;
  const target = context.helpdesks[targetOf(direction)];
  // What was answered must not wait for a read.
  await lane.record();
  try {
    return await callHelpdesk(context, target, "read", () =>
      target.readMessages(targetTicketId, ids, { correlationId, signal: context.calls }),
    );
  } catch (error) {
    throw concernsOneMessage(error) ? new UnreadableStandingError(error, error) : error;
  }
}
