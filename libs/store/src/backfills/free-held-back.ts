import type { Side } from "@ticket-bridge/helpdesk";
import { pollsTopic } from "@ticket-bridge/sync";

import { noticeChannel } from "../database/database.ts";
import type { RawStatements } from "../database/past-prisma.ts";
import { Prisma } from "../generated/client.ts";

/** What a run held back, on one link or on all of its links, is present no longer: the next poll captures it. */
export async function freeHeldBack(
  tx: RawStatements,
  { backfillId, linkId }: { readonly backfillId: string; readonly linkId: string | null },
): Promise<void> {
  const onLink = linkId === null ? Prisma.empty : Prisma.sql`AND link_id = ${linkId}::text::bigint`;
  const polls = await tx.$queryRaw<{ side: Side }[]>`
    WITH freed AS (
      DELETE FROM present_messages WHERE backfill_id = ${backfillId}::text::bigint ${onLink} RETURNING link_id, side
    )
    UPDATE polls p SET due_at = least(p.due_at, now()), urgency = 'hint'
      FROM (SELECT DISTINCT link_id, side FROM freed) f WHERE p.link_id = f.link_id AND p.side = f.side
    RETURNING p.side::text`;
  for (const side of new Set(polls.map((poll) => poll.side))) {
    await tx.$queryRaw`SELECT pg_notify(${noticeChannel}, ${pollsTopic(side)})::text`;
  }
}
