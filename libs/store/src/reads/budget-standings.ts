import { bySide, type Side } from "@ticket-bridge/helpdesk";

import type { PrismaClient } from "../generated/client.ts";
import type { BudgetStanding } from "./dashboard-reads.ts";

export async function budgetStandings(
  prisma: Pick<PrismaClient, "$queryRaw">,
): Promise<Readonly<Record<Side, BudgetStanding>>> {
  const rows = await prisma.$queryRaw<(BudgetStanding & { side: Side })[]>`
    SELECT side::text AS side, extract(epoch FROM clock_timestamp() - next_at)::float8 AS "savedUpSeconds",
           GREATEST(0, extract(epoch FROM quiet_until - clock_timestamp()))::float8 AS "quietSeconds"
      FROM budgets`;
  return bySide((side) => {
    const { savedUpSeconds = Infinity, quietSeconds = 0 } = rows.find((row) => row.side === side) ?? {};
    return { savedUpSeconds, quietSeconds };
  });
}
