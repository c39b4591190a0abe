import type { Side } from "@ticket-bridge/helpdesk";
import { pollsTopic } from "@ticket-bridge/sync";

import { notice, noticeChannel } from "../database/database.ts";
import type { PrismaClient } from "../generated/client.ts";

/**
 * Who resumes a side wants to see it work: lanes that wait after failures are tried at once, except those stopped for a
 * fault of their ticket, which a pause of the side did not cause.
 */
export async function setPaused(prisma: PrismaClient, side: Side, paused: boolean): Promise<void> {
  await prisma.$transaction(async (tx) => {
    await tx.sideState.update({ where: { side }, data: { paused } });
    await tx.$queryRaw`SELECT pg_notify(${noticeChannel}, ${notice.sides})::text`;
    if (paused) return;
    await tx.$executeRaw`
      WITH waiting AS (
        SELECT link_id, source_side FROM lanes
         WHERE active AND leased_by IS NULL AND due_at > now() AND NOT stopped
         ORDER BY source_side, source_ticket_id FOR UPDATE
      )
      UPDATE lanes l SET due_at = clock_timestamp() FROM waiting w
       WHERE l.link_id = w.link_id AND l.source_side = w.source_side`;
    await tx.$queryRaw`
      SELECT pg_notify(${noticeChannel}, ${notice.lanes})::text, pg_notify(${noticeChannel}, ${pollsTopic(side)})::text`;
  });
}
