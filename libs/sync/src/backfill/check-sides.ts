import { DeliveryError, sides } from "@ticket-bridge/helpdesk";

import { helpdeskTrouble } from "../decide/helpdesk-trouble.ts";
import { HelpdeskUnavailableError } from "./errors.ts";
import type { Session } from "./session.ts";

/** A single refusal may be an accident. */
const tries = 3;

/** Asks both helpdesks whether they can be used. Rejects with HelpdeskUnavailableError. */
export async function checkSides({ context, stopping }: Session): Promise<void> {
  for (const side of sides) {
    for (let tried = 1; ; tried += 1) {
      try {
        await context.helpdesks[side].describeAccount({ signal: stopping });
        break;
      } catch (error) {
        if (!(error instanceof DeliveryError)) throw error;
        if (tried >= tries) throw new HelpdeskUnavailableError(side, helpdeskTrouble(error), error);
        await context.clock.sleep(1_000, stopping);
      }
    }
  }
}
