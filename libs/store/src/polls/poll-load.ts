import type { Side } from "@ticket-bridge/helpdesk";
import type { PollLoad } from "@ticket-bridge/sync";

import { Prisma, type PrismaClient } from "../generated/client.ts";
import { activeLink } from "./active-link.ts";

export async function pollLoad(prisma: PrismaClient, side: Side): Promise<PollLoad> {
  const rows = await prisma.$queryRaw<PollLoad[]>`
    SELECT count(*) FILTER (WHERE active)::int AS active, count(*) FILTER (WHERE NOT active)::int AS quiet
      FROM (SELECT ${activeLink(Prisma.sql`p.link_id`)} AS active FROM polls p
             WHERE p.side = ${side}::side AND p.enabled) polled`;
  return rows[0] ?? { active: 0, quiet: 0 };
}
