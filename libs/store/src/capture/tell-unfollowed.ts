import type { Side, TicketId } from "@ticket-bridge/helpdesk";
import type { SeenUnfollowed } from "@ticket-bridge/sync";

import { storableJson } from "../database/storable.ts";
import type { PrismaClient } from "../generated/client.ts";

/** The lane is locked before its rows, as everybody does who changes them. */
export async function tellUnfollowed(
  prisma: Pick<PrismaClient, "$executeRaw">,
  side: Side,
  ticketId: TicketId,
  seen: readonly SeenUnfollowed[],
): Promise<void> {
  await prisma.$executeRaw`
    WITH lane AS MATERIALIZED (
      SELECT link_id FROM lanes
       WHERE source_side = ${side}::side AND source_ticket_id = ${ticketId}::text::bigint AND active FOR UPDATE
    )
    UPDATE mirrors m SET visibility = n.visibility
      FROM lane, jsonb_to_recordset(${storableJson(seen)}::text::jsonb) AS n(id bigint, visibility visibility)
     WHERE m.source_side = ${side}::side AND m.source_message_id = n.id AND m.link_id = lane.link_id
       AND m.visibility = 'public'`;
}
