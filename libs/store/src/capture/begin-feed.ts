import type { MessageId, Side } from "@ticket-bridge/helpdesk";

import type { PrismaClient } from "../generated/client.ts";

/**
 * A position that exists is kept. A new one skips what was written before it, so every ticket has to be read whole
 * before the feed may capture into its lane; a listing that is under way now may have been answered too early for that.
 * Locks the lanes in the order of everybody who locks several.
 */
export async function beginFeed(prisma: PrismaClient, side: Side, newest: MessageId): Promise<void> {
  await prisma.$executeRaw`
    WITH begun AS (
      INSERT INTO feeds (side, newest) VALUES (${side}::side, ${newest}::text::bigint)
          ON CONFLICT (side) DO NOTHING
      RETURNING side
    ),
    skipped AS (
      SELECT l.link_id, l.source_side FROM lanes l JOIN begun ON l.source_side = begun.side
       ORDER BY l.source_ticket_id
         FOR UPDATE OF l
    )
    UPDATE lanes l SET read_whole = false, generation = l.generation + 1
      FROM skipped s WHERE l.link_id = s.link_id AND l.source_side = s.source_side`;
}
