import type { Side } from "@ticket-bridge/helpdesk";

import { readRowId } from "../database/read-id.ts";
import { storableText } from "../database/storable.ts";
import type { PrismaClient } from "../generated/client.ts";

/** A claim takes the hint away, so one that stands there came since. */
export async function postponePoll(
  prisma: PrismaClient,
  side: Side,
  linkId: string,
  { afterMs, reason }: { afterMs: number; reason: string | null },
): Promise<void> {
  const id = readRowId(linkId);
  if (id === null) return;
  const trouble = reason === null ? null : storableText(reason);
  await prisma.$executeRaw`
    UPDATE polls
       SET due_at = CASE WHEN urgency = 'hint' THEN due_at
                         ELSE clock_timestamp() + ${afterMs}::float8 * interval '1 millisecond' END,
           trouble = COALESCE(${trouble}::text, trouble)
     WHERE link_id = ${id}::bigint AND side = ${side}::side`;
}
