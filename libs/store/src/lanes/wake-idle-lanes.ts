import { notice, noticeChannel } from "../database/database.ts";
import type { PrismaClient } from "../generated/client.ts";

/** Locks the lanes ordered by side and source ticket, as everybody does who locks several. */
export async function wakeIdleLanes(prisma: PrismaClient): Promise<void> {
  await prisma.$queryRaw`
    WITH idle AS (
      SELECT link_id, source_side FROM lanes
       WHERE active AND leased_by IS NULL AND due_at IS NULL AND pending + sending + uncertain > 0
       ORDER BY source_side, source_ticket_id FOR UPDATE
    ),
    woken AS (
      UPDATE lanes l SET due_at = clock_timestamp() FROM idle i
       WHERE l.link_id = i.link_id AND l.source_side = i.source_side
      RETURNING 1
    )
    SELECT pg_notify(${noticeChannel}, ${notice.lanes})::text FROM woken LIMIT 1`;
}
