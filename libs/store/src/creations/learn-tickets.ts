import { otherSide, type Side, type TicketId } from "@ticket-bridge/helpdesk";
import { longestBackoffMs } from "@ticket-bridge/sync";

import { notice, noticeChannel } from "../database/database.ts";
import type { PrismaClient } from "../generated/client.ts";
import { ticketColumn } from "../links/ticket-column.ts";

/**
 * A row that failed keeps its backoff: one that every hint cut short would be none. A longer wait is for news, as of a
 * ticket that could not be found.
 */
export async function learnTickets(
  prisma: Pick<PrismaClient, "$queryRaw">,
  side: Side,
  tickets: readonly TicketId[],
): Promise<void> {
  if (tickets.length === 0) return;
  await prisma.$queryRaw`
    WITH seen AS (
      SELECT DISTINCT ticket::bigint AS ticket FROM unnest(string_to_array(${tickets.join(",")}::text, ',')) AS ticket
    ),
    learned AS (
      INSERT INTO ticket_creations (source_side, source_ticket_id, due_at)
      SELECT ${side}::side, ticket, clock_timestamp() FROM seen
       WHERE NOT EXISTS (SELECT FROM links k WHERE k.${ticketColumn(side)} = ticket)
         AND NOT EXISTS (SELECT FROM ticket_creations c
                          WHERE c.source_side = ${otherSide(side)}::side
                            AND c.target_ticket_id = ticket)
       ORDER BY ticket
          ON CONFLICT (source_side, source_ticket_id) DO UPDATE SET due_at = excluded.due_at
             WHERE ticket_creations.state = 'pending' AND ticket_creations.leased_by IS NULL
               AND ticket_creations.due_at > excluded.due_at
                 + CASE WHEN ticket_creations.failures = 0 THEN 0 ELSE ${longestBackoffMs}::float8 END
                 * interval '1 millisecond'
      RETURNING 1
    )
    SELECT pg_notify(${noticeChannel}, ${notice.creations})::text FROM learned LIMIT 1`;
}
