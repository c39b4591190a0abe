import type { Side } from "@ticket-bridge/helpdesk";

import { notice, noticeChannel } from "../database/database.ts";
import type { PrismaClient } from "../generated/client.ts";

/**
 * What is overdue already keeps its place, so that the most overdue still comes first. What failed is forgotten for
 * paused links too: who polls them when they go on does not know that they failed.
 */
export async function makeAllPollsDue(prisma: PrismaClient, side: Side): Promise<void> {
  await prisma.$queryRaw`
    WITH wanted AS (
      SELECT link_id, side FROM polls
       WHERE side = ${side}::side AND ((enabled AND due_at > now()) OR trouble IS NOT NULL)
       ORDER BY link_id FOR UPDATE
    ),
    due AS (
      UPDATE polls p SET due_at = LEAST(p.due_at, clock_timestamp()), trouble = NULL FROM wanted w
       WHERE p.link_id = w.link_id AND p.side = w.side
      RETURNING 1
    )
    SELECT pg_notify(${noticeChannel}, ${notice.polls})::text FROM due LIMIT 1`;
}
