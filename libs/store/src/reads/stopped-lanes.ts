import { directionFrom, sides, type Direction, type Side } from "@ticket-bridge/helpdesk";

import type { PrismaClient } from "../generated/client.ts";
import type { StoppedLanes } from "./dashboard-reads.ts";

/** By lanes_troubled_idx, whose condition is repeated for it. */
export async function stoppedLanes(
  prisma: Pick<PrismaClient, "$queryRaw">,
): Promise<Readonly<Record<Direction, StoppedLanes>>> {
  const rows = await prisma.$queryRaw<(StoppedLanes & { side: Side })[]>`
    SELECT source_side::text AS side, count(*)::int AS count, (array_agg(wait_reason ORDER BY link_id))[1] AS reason
      FROM lanes WHERE (stopped OR wait_reason IS NOT NULL) AND stopped AND active
     GROUP BY source_side`;
  return Object.fromEntries(
    sides.map((side) => {
      const { count = 0, reason = null } = rows.find((row) => row.side === side) ?? {};
      return [directionFrom(side), { count, reason }];
    }),
  ) as Record<Direction, StoppedLanes>;
}
