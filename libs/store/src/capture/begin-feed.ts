import type { MessageId, Side } from "@ticket-bridge/helpdesk";

import type { PrismaClient } from "../generated/client.ts";

/**
 * A position that exists is kept. A new one skips what was written before it, so every ticket has to be read whole
 * before the feed may capture into its lane.
 */
export async function beginFeed(prisma: PrismaClient, side: Side, newest: MessageId): Promise<void> {
  await prisma.$executeRaw`
    WITH begun AS (
      INSERT INTO feeds (side, newest) VALUES (${side}::side, ${newest}::text::bigint)
          ON CONFLICT (side) DO NOTHING
      RETURNING side
    )
    UPDATE lanes SET read_whole = false FROM begun WHERE lanes.source_side = begun.side AND lanes.read_whole`;
}
