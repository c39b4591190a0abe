import type { Side } from "@ticket-bridge/helpdesk";

import { readRowId } from "../database/read-id.ts";
import { storableText } from "../database/storable.ts";
import type { PrismaClient } from "../generated/client.ts";

/**
 * A claim has set the next poll into the future, so one that is due by now was hinted at meanwhile and keeps its place.
 * By the clock and not by the statement's begin, because it may have waited for that very hint.
 */
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
       SET due_at = CASE WHEN due_at > clock_timestamp()
                         THEN clock_timestamp() + ${afterMs}::float8 * interval '1 millisecond' ELSE due_at END,
           trouble = COALESCE(${trouble}::text, trouble)
     WHERE link_id = ${id}::bigint AND side = ${side}::side`;
}
