import type { Side, TicketId } from "@ticket-bridge/helpdesk";
import { pollsTopic } from "@ticket-bridge/sync";

import { noticeChannel } from "../database/database.ts";
import type { PrismaClient } from "../generated/client.ts";

/** Waits for a poll that is just being claimed instead of skipping it: that one may have read the ticket too early. */
export async function hint(
  prisma: Pick<PrismaClient, "$queryRaw">,
  side: Side,
  tickets: readonly TicketId[],
): Promise<void> {
  if (tickets.length === 0) return;
  await prisma.$queryRaw`
    WITH wanted AS (
      SELECT link_id, side FROM polls
       WHERE side = ${side}::side AND enabled
         AND ticket_id = ANY (string_to_array(${tickets.join(",")}::text, ',')::bigint[])
       ORDER BY link_id
         FOR UPDATE
    ),
    due AS (
      UPDATE polls p SET due_at = LEAST(p.due_at, clock_timestamp()), urgency = 'hint' FROM wanted w
       WHERE p.link_id = w.link_id AND p.side = w.side
      RETURNING 1
    )
    SELECT pg_notify(${noticeChannel}, ${pollsTopic(side)})::text FROM due LIMIT 1`;
}
