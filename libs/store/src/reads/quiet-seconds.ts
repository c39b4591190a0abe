import { bySide, type Side } from "@ticket-bridge/helpdesk";

import type { PrismaClient } from "../generated/client.ts";

export async function quietSeconds(prisma: Pick<PrismaClient, "$queryRaw">): Promise<Readonly<Record<Side, number>>> {
  const rows = await prisma.$queryRaw<{ side: Side; seconds: number }[]>`
    SELECT side::text AS side, GREATEST(0, extract(epoch FROM quiet_until - clock_timestamp()))::float8 AS seconds
      FROM budgets`;
  return bySide((side) => rows.find((row) => row.side === side)?.seconds ?? 0);
}
