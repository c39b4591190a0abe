import type { Side } from "@ticket-bridge/helpdesk";

import { notice, noticeChannel } from "../database/database.ts";
import type { PrismaClient } from "../generated/client.ts";

/** Stores that a helpdesk asked for quiet; a longer one that stands already is kept. Every process hears of it. */
export async function storeQuiet(prisma: PrismaClient, side: Side, milliseconds: number): Promise<void> {
  await prisma.$queryRaw`
    WITH quiet AS (
      UPDATE budgets
         SET quiet_until = GREATEST(quiet_until, clock_timestamp() + ${milliseconds}::float8 * interval '1 millisecond')
       WHERE side = ${side}::side
      RETURNING 1
    )
    SELECT pg_notify(${noticeChannel}, ${`${notice.quiet} ${side}`})::text FROM quiet`;
}
