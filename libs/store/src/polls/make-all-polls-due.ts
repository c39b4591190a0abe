import type { Side } from "@ticket-bridge/helpdesk";
import { pollsTopic } from "@ticket-bridge/sync";

import { noticeChannel } from "../database/database.ts";
import { Prisma, type PrismaClient } from "../generated/client.ts";
import { activeLink } from "./active-link.ts";

/**
 * What is overdue already keeps its place, so that the most overdue still comes first among its like, and is not written
 * again: while a helpdesk is away two processes may hand its turn to and fro.
 */
export async function makeAllPollsDue(prisma: Pick<PrismaClient, "$queryRaw">, side: Side): Promise<void> {
  await prisma.$queryRaw`
    WITH wanted AS (
      SELECT link_id, side, lately.active FROM polls p, LATERAL (SELECT ${activeLink(Prisma.sql`p.link_id`)} AS active) lately
       WHERE side = ${side}::side AND enabled AND (due_at > now() OR (urgency = 'quiet' AND lately.active))
       ORDER BY link_id FOR UPDATE OF p
    ),
    due AS (
      UPDATE polls p
         SET due_at = LEAST(p.due_at, clock_timestamp()),
             urgency = CASE WHEN p.urgency = 'quiet' AND w.active THEN 'active' ELSE p.urgency END
        FROM wanted w
       WHERE p.link_id = w.link_id AND p.side = w.side
      RETURNING 1
    )
    SELECT pg_notify(${noticeChannel}, ${pollsTopic(side)})::text FROM due LIMIT 1`;
}
