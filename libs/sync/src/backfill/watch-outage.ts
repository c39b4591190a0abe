import { DeliveryError, sides } from "@ticket-bridge/helpdesk";

import { SidePausedError } from "../paused-sides.ts";
import type { Session } from "./session.ts";
import { afterPatience, patienceMs } from "./with-patience.ts";

const everyMs = 5_000;

/**
 * Lanes wait by themselves while a helpdesk is away, for as long as that takes; a run does not. Where nothing has moved
 * for ten minutes both are asked. Rejects with RunStoppedError when one of them cannot be used, and with RunHaltedError when
 * one is paused.
 */
export async function watchOutage({ context, progress, stopping }: Session, done: AbortSignal): Promise<void> {
  let seen = -1;
  let since = context.clock.monotonic();
  while (!done.aborted) {
    const now = context.clock.monotonic();
    const moved = progress.messagesDone + progress.messagesUnderWay + progress.ticketsDone;
    if (moved !== seen) {
      seen = moved;
      since = now;
    } else if (now - since >= patienceMs) {
      for (const side of sides) {
        try {
          await context.helpdesks[side].describeAccount({ signal: stopping });
        } catch (error) {
          if (error instanceof DeliveryError || error instanceof SidePausedError) throw afterPatience(error);
        }
      }
      since = now;
    }
    await context.clock.sleep(everyMs, done);
  }
}
