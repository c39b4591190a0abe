import type { Side, TicketId } from "@ticket-bridge/helpdesk";
import type { DuePoll } from "@ticket-bridge/sync";

import type { PrismaClient } from "../generated/client.ts";

interface Row {
  link_id: string;
  ticket_id: TicketId;
}

export async function claimPolls(
  prisma: PrismaClient,
  side: Side,
  limit: number,
  intervalMs: number,
): Promise<readonly DuePoll[]> {
  const rows = await prisma.$queryRaw<Row[]>`
    WITH due AS (
      SELECT link_id, side, due_at FROM polls
       WHERE side = ${side}::side AND enabled AND due_at <= now()
         AND NOT EXISTS (SELECT FROM sides s WHERE s.side = ${side}::side AND s.paused)
       ORDER BY due_at
       LIMIT ${limit}::int
         FOR UPDATE SKIP LOCKED
    ),
    claimed AS (
      UPDATE polls p SET due_at = clock_timestamp() + ${intervalMs}::float8 * interval '1 millisecond' FROM due
       WHERE p.link_id = due.link_id AND p.side = due.side
      RETURNING p.link_id, p.ticket_id, due.due_at AS since
    )
    SELECT link_id::text, ticket_id::text FROM claimed ORDER BY since`;
  return rows.map((row) => ({ linkId: row.link_id, ticketId: row.ticket_id }));
}
