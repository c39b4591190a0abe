import type { MessageId, Side } from "@ticket-bridge/helpdesk";

import type { PrismaClient } from "../generated/client.ts";
import { rereadWindow } from "./note-feed.ts";

/**
 * The newest position that was at least ten minutes old when the feed was last read; of younger ones only, the oldest.
 * Counted from now, a downtime would use up the window, and an id that committed late before it were never read.
 */
export async function feedStart(prisma: PrismaClient, side: Side): Promise<MessageId | null> {
  const rows = await prisma.$queryRaw<{ newest: MessageId | null }[]>`
    SELECT known.newest::text
      FROM feeds f,
           LATERAL (SELECT f.newest, f.newest_at AS at
                    UNION ALL
                    SELECT c.newest, c.at FROM feed_checkpoints c WHERE c.side = f.side) known
     WHERE f.side = ${side}::side
     ORDER BY CASE WHEN at <= f.read_at - ${rereadWindow} THEN at END DESC NULLS LAST, at
     LIMIT 1`;
  return rows[0]?.newest ?? null;
}
