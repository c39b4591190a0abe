import type { Side } from "@ticket-bridge/helpdesk";

import { Prisma } from "../generated/client.ts";

/** The column of `links` that holds the ticket of this side. */
export function ticketColumn(side: Side): Prisma.Sql {
  return side === "superoffice" ? Prisma.sql`superoffice_ticket_id` : Prisma.sql`requestor_ticket_id`;
}
