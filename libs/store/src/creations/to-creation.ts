import { otherSide, type TicketId } from "@ticket-bridge/helpdesk";
import type { Creation } from "@ticket-bridge/sync";

import type { TicketCreation } from "../generated/client.ts";

export function toCreation(row: TicketCreation): Creation {
  return {
    id: String(row.id),
    source: { side: row.sourceSide, ticketId: String(row.sourceTicketId) as TicketId },
    target:
      row.targetTicketId === null
        ? null
        : { side: otherSide(row.sourceSide), ticketId: String(row.targetTicketId) as TicketId },
    state: row.state,
    reason: row.reason,
    attempts: row.attempts,
    learnedAt: row.learnedAt.getTime(),
    updatedAt: row.updatedAt.getTime(),
  };
}
