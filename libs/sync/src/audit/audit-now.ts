import { DeliveryError } from "@ticket-bridge/helpdesk";

import type { EngineContext } from "../engine-context.ts";
import type { AuditOutcome } from "../ports/audit-store.ts";
import { auditTicket } from "./audit-ticket.ts";

/**
 * Compares one link's tickets for somebody who asks for it, without waiting for its turn but behind live traffic. Null
 * when there is no such active link. Rejects with DeliveryError when a helpdesk cannot be used.
 */
export async function auditNow(context: EngineContext, linkId: string): Promise<AuditOutcome | null> {
  const link = await context.store.getLink(linkId);
  if (link === null) return null;
  const { superofficeTicketId, requestorTicketId } = link;
  await context.pauses.refresh();
  const paused = context.pauses.told("superoffice") ?? context.pauses.told("requestor");
  // A paused side is not read; what was found before stands.
  if (paused !== null) return { kind: "trouble", reason: paused };
  try {
    const options = { priority: "backfill" } as const;
    return await auditTicket(
      context,
      { linkId, superofficeTicketId, requestorTicketId },
      { options, isPaused: link.paused },
    );
  } catch (error) {
    if (!(error instanceof DeliveryError) || error.fault === "side") throw error;
    const outcome = { kind: "trouble", reason: error.message } as const;
    await context.store.recordAudit(linkId, outcome);
    return outcome;
  }
}
