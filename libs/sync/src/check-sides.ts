import { DeliveryError, sides, type Account, type Side } from "@ticket-bridge/helpdesk";

import { HelpdeskUnavailableError } from "./backfill/errors.ts";
import { helpdeskTrouble } from "./decide/helpdesk-trouble.ts";
import type { EngineContext } from "./engine-context.ts";

/** A single refusal may be an accident. */
const tries = 3;

type Parts = Pick<EngineContext, "helpdesks" | "clock">;

/** Asks both helpdesks whether they can be used. Rejects with HelpdeskUnavailableError. */
export async function checkSides(parts: Parts, stopping: AbortSignal): Promise<void> {
  for (const side of sides) await checkSide(parts, side, stopping);
}

/** Asks one of them as whom the bridge works there. Rejects with HelpdeskUnavailableError, and with the signal's reason. */
export async function checkSide({ helpdesks, clock }: Parts, side: Side, stopping: AbortSignal): Promise<Account> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await helpdesks[side].describeAccount({ signal: stopping });
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error;
      if (tried >= tries) throw new HelpdeskUnavailableError(side, helpdeskTrouble(error), error);
      await clock.sleep(1_000, stopping);
      stopping.throwIfAborted();
    }
  }
}
