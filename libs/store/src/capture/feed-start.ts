import type { MessageId, Side } from "@ticket-bridge/helpdesk";

import type { PrismaClient } from "../generated/client.ts";
import { rereadWindow } from "./note-feed.ts";

/** The newest position that is at least ten minutes old; of younger ones only, the oldest. */
export async function feedStart(prisma: PrismaClient, side: Side): Promise<MessageId | null> {
  const rows = await prisma.$queryRaw<{ newest: MessageId | null }[]>`
    SELECT newest::text FROM (
      SELECT newest, newest_at AS at FROM feeds WHERE side = ${side}::side
      UNION ALL
      SELECT newest, at FROM feed_checkpoints WHERE side = ${side}::side
    ) known
     ORDER BY CASE WHEN at <= now() - ${rereadWindow} THEN at END DESC NULLS LAST, at
     LIMIT 1`;
  return rows[0]?.newest ?? null;
}
