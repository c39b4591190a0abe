import { DeliveryError, type Helpdesk } from "@ticket-bridge/helpdesk";

import type { CallKind, SideHealth } from "./side-health.ts";

/**
 * Makes one call to a helpdesk and tells the side's health how it went. A refused message or ticket proves that the
 * helpdesk works; only a fault of the side closes its gate.
 *
 * @param message the mirror that a write is for: see SideHealth.failed
 */
export async function callHelpdesk<Answer>(
  context: { readonly health: Pick<SideHealth, "worked" | "failed" | "answers"> },
  helpdesk: Helpdesk,
  kind: CallKind,
  call: () => Promise<Answer>,
  message: string | null = null,
): Promise<Answer> {
  try {
    const answer = await call();
    await context.health.worked(helpdesk.side, kind);
    return answer;
  } catch (error) {
    if (error instanceof DeliveryError) {
      if (error.fault === "side") await context.health.failed(helpdesk.side, kind, error, message);
      else await context.health.answers(helpdesk.side, kind);
    }
    throw error;
  }
}
