import type { Side } from "@ticket-bridge/helpdesk";

import { Prisma, type PrismaClient } from "../generated/client.ts";
import { activeLink } from "./active-link.ts";

/** What somebody is just hinting at is left out: it is due sooner anyway. */
export async function hurryActive(prisma: PrismaClient, side: Side, withinMs: number): Promise<void> {
  await prisma.$executeRaw`
    WITH awake AS (
      SELECT link_id, side FROM polls p
       WHERE side = ${side}::side AND enabled AND urgency = 'quiet' AND ${activeLink(Prisma.sql`p.link_id`)}
       ORDER BY link_id
         FOR UPDATE OF p SKIP LOCKED
    )
    UPDATE polls p SET urgency = 'active',
                       due_at = LEAST(p.due_at, clock_timestamp() + ${withinMs}::float8 * interval '1 millisecond')
      FROM awake a WHERE p.link_id = a.link_id AND p.side = a.side`;
}
