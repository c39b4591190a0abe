import type { Side } from "@ticket-bridge/helpdesk";

import { notice, noticeChannel } from "../database/database.ts";
import type { PrismaClient } from "../generated/client.ts";

/** What is overdue already keeps its place, so that the most overdue still comes first. */
export async function makeAllPollsDue(prisma: PrismaClient, side: Side): Promise<void> {
  await prisma.$queryRaw`
    WITH wanted AS (
      SELECT link_id, side FROM polls WHERE side = ${side}::side AND enabled AND due_at > now()
       ORDER BY link_id FOR UPDATE
    ),
    due AS (
      UPDATE polls p SET due_at = LEAST(p.due_at, clock_timestamp()) FROM wanted w
       WHERE p.link_id = w.link_id AND p.side = w.side
      RETURNING 1
    )
    SELECT pg_notify(${noticeChannel}, ${notice.polls})::text FROM due LIMIT 1`;
}
