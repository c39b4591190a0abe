import { DeliveryError, sides } from "@ticket-bridge/helpdesk";
import { HelpdeskUnavailableError, helpdeskTrouble, RunStoppedError, type HelpdeskTrouble } from "@ticket-bridge/sync";
import { z } from "zod";

/** What came of trying a helpdesk out, as the admin API shows it. */
export const sideTestView = z.object({
  side: z.enum(sides),
  at: z.iso.datetime().meta({ description: "UTC" }),
  failure: z
    .object({ cause: z.enum(["credentials", "unreachable"]), reason: z.string() })
    .nullable()
    .meta({ description: "Why the helpdesk cannot be used at all; null when it can" }),
  steps: z.array(
    z.object({
      step: z.enum(["credentials", "internal-messages", "ticket"]),
      ok: z.boolean().nullable().meta({ description: "null: it was not tried" }),
      sentence: z.string(),
    }),
  ),
});
export type SideTestView = z.output<typeof sideTestView>;

/** Why work was left because of a helpdesk; null when that was not the cause. */
export function outageOf(error: unknown): { readonly cause: HelpdeskTrouble; readonly reason: string } | null {
  if (error instanceof HelpdeskUnavailableError || error instanceof RunStoppedError) {
    return { cause: error.trouble, reason: error.message };
  }
  return error instanceof DeliveryError ? { cause: helpdeskTrouble(error), reason: error.message } : null;
}
