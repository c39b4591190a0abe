import { otherSide, type MessageId, type Side } from "@ticket-bridge/helpdesk";
import type { KnownAs } from "@ticket-bridge/sync";

import { Prisma, type PrismaClient } from "../generated/client.ts";
import { isMirrorOf } from "../mirrors/is-mirror.ts";

interface Row {
  readonly id: MessageId;
  readonly as: KnownAs["as"];
  readonly state: KnownAs["state"];
  readonly reason: string | null;
  readonly counterpart: MessageId | null;
  readonly run: string | null;
}

/**
 * Each message by two look-ups; OFFSET 0 keeps them so (see planning.ts). One that is both was captured before its id was
 * stored as a mirror's: it is the mirror.
 */
export async function knownMessages(
  prisma: PrismaClient,
  side: Side,
  ids: readonly MessageId[],
): Promise<ReadonlyMap<MessageId, KnownAs>> {
  if (ids.length === 0) return new Map();
  const rows = await prisma.$queryRaw<Row[]>`
    SELECT a.id::text, k.role AS as, k.reason, k.counterpart::text, k.backfill_id::text AS run,
           CASE WHEN k.state IN ('pending', 'sending', 'uncertain') THEN 'waiting' ELSE k.state::text END AS state
      FROM unnest(string_to_array(${ids.join(",")}::text, ',')::bigint[]) AS a(id)
      CROSS JOIN LATERAL (
        (SELECT 'target' AS role, state, reason, source_message_id AS counterpart, backfill_id FROM mirrors x
          WHERE ${isMirrorOf("x", Prisma.sql`${otherSide(side)}::side`, Prisma.sql`a.id`)} OFFSET 0)
        UNION ALL
        (SELECT 'source', state, reason, target_message_id, backfill_id FROM mirrors x
          WHERE x.source_side = ${side}::side AND x.source_message_id = a.id AND x.revision = 1 OFFSET 0)
      ) k`;
  const known = new Map<MessageId, KnownAs>();
  for (const { id, as, state, reason, counterpart, run } of rows) {
    if (as === "target" || !known.has(id)) known.set(id, { as, state, reason, counterpart, ofRun: run });
  }
  return known;
}
