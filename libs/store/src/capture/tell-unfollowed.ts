import type { Side, TicketId } from "@ticket-bridge/helpdesk";
import type { SeenUnfollowed } from "@ticket-bridge/sync";

import { storableJson } from "../database/storable.ts";
import type { PrismaClient } from "../generated/client.ts";

/**
 * The lane is locked before its rows, as everybody does who changes them. A version is only noted where none is known: one
 * that was skipped as gone meanwhile has none so that it is looked at where it is listed.
 */
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
    ),
    told AS MATERIALIZED (
      SELECT x.id AS mirror, n.visibility, n.version
        FROM lane
             CROSS JOIN jsonb_to_recordset(${storableJson(seen)}::text::jsonb)
               AS n(id bigint, visibility visibility, version text)
             CROSS JOIN LATERAL (
               SELECT y.id FROM mirrors y
                WHERE y.source_side = ${side}::side AND y.source_message_id = n.id AND y.link_id = lane.link_id
               OFFSET 0) x
    )
    UPDATE mirrors m
       SET visibility = n.visibility,
           seen_version = CASE WHEN m.revision = 1 AND NOT m.gone THEN COALESCE(m.seen_version, n.version)
                               ELSE m.seen_version END
      FROM told n
     WHERE m.id = ANY (ARRAY(SELECT mirror FROM told)) AND m.id = n.mirror AND m.visibility = 'public'`;
}
