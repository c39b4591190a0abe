import type { Side } from "@ticket-bridge/helpdesk";

import type { PrismaClient } from "../generated/client.ts";

/** Null also while the side is paused: what is not read is never due. */
export async function nextPollIn(prisma: PrismaClient, side: Side): Promise<number | null> {
  const rows = await prisma.$queryRaw<{ wait: number | null }[]>`
    SELECT GREATEST(0, extract(epoch FROM min(due_at) - clock_timestamp()) * 1000)::float8 AS wait
      FROM polls WHERE side = ${side}::side AND enabled
       AND NOT EXISTS (SELECT FROM sides s WHERE s.side = ${side}::side AND s.paused)
    HAVING count(*) > 0`;
  return rows[0]?.wait ?? null;
}
