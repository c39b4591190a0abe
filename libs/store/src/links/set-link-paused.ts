import { sides } from "@ticket-bridge/helpdesk";
import { type Link, pollsTopic } from "@ticket-bridge/sync";

import { notice, noticeChannel } from "../database/database.ts";
import { readRowId } from "../database/read-id.ts";
import type { PrismaClient } from "../generated/client.ts";
import { lockLanes } from "./lock-lanes.ts";
import { linkParts, toLink } from "./to-link.ts";

/** A worker that has a lane of it keeps it for the few seconds until it gives it back. */
export async function setLinkPaused(prisma: PrismaClient, id: string, paused: boolean): Promise<Link | null> {
  const linkId = readRowId(id);
  if (linkId === null) return null;
  return await prisma.$transaction(async (tx) => {
    const { count } = await tx.link.updateMany({ where: { id: linkId, active: true }, data: { paused } });
    if (count === 0) return null;
    await lockLanes(tx, linkId);
    if (paused) {
      await tx.lane.updateMany({ where: { linkId }, data: { paused } });
      await tx.poll.updateMany({ where: { linkId }, data: { enabled: false } });
    } else {
      // A higher next_seq, so that a worker that still has the lane does not release it as idle.
      await tx.$executeRaw`
        UPDATE lanes SET paused = false, stopped = false, wait_reason = NULL, failures = 0, due_at = clock_timestamp(),
                         crossings = '',
                         next_seq = next_seq + 1
         WHERE link_id = ${linkId}::bigint`;
      await tx.$executeRaw`
        UPDATE polls SET enabled = true, due_at = clock_timestamp(), urgency = 'hint', trouble = NULL
         WHERE link_id = ${linkId}::bigint`;
      for (const topic of [notice.lanes, ...sides.map(pollsTopic)]) {
        await tx.$queryRaw`SELECT pg_notify(${noticeChannel}, ${topic})::text`;
      }
    }
    return toLink(await tx.link.findUniqueOrThrow({ where: { id: linkId }, include: linkParts }));
  });
}
