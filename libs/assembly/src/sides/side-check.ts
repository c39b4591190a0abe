import { DeliveryError, sides } from "@ticket-bridge/helpdesk";
import { HelpdeskUnavailableError, helpdeskTrouble, RunStoppedError, type HelpdeskTrouble } from "@ticket-bridge/sync";
import { z } from "zod";

/** Whether a helpdesk can be used, as the admin API shows it. */
export const sideCheckView = z.object({
  side: z.enum(sides),
  failure: z
    .object({ cause: z.enum(["credentials", "unreachable"]), reason: z.string() })
    .nullable()
    .meta({ description: "null when it can be used" }),
});

/** Why work was left because of a helpdesk; null when that was not the cause. */
export function outageOf(error: unknown): { readonly cause: HelpdeskTrouble; readonly reason: string } | null {
  if (error instanceof HelpdeskUnavailableError || error instanceof RunStoppedError) {
    return { cause: error.trouble, reason: error.message };
  }
  return error instanceof DeliveryError ? { cause: helpdeskTrouble(error), reason: error.message } : null;
}
