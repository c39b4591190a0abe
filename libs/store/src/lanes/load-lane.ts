import { otherSide, sourceOf } from "@ticket-bridge/helpdesk";
import type { LaneLease, LoadedLane } from "@ticket-bridge/sync";

import { Prisma, type PrismaClient } from "../generated/client.ts";
import { firstInFlight, loadedColumns, type LoadedRow, toLoadedLane, undelivered } from "./loaded-rows.ts";

/**
 * How many bytes of stored copies (as compressed in the table) one loading brings; messages past it come without their
 * copy, which the engine then reads anew, as it does with old copies anyway. Fifty messages of 5 MB must not all stand
 * in memory.
 */
const copyBytes = 4_000_000;

/** The row of the lane comes also when it has no messages: its next_seq is what a release compares with. */
export async function loadLane(
  prisma: PrismaClient,
  lease: LaneLease,
  limit: number,
  options = { unobserved: false },
): Promise<LoadedLane> {
  const side = sourceOf(lease.direction);
  const fits = Prisma.sql`sum(pg_column_size(m.copy)) OVER (ORDER BY m.seq) <= ${copyBytes}::int`;
  const [first, ...others] = await prisma.$queryRaw<LoadedRow[]>`
    WITH opposite AS MATERIALIZED (
      SELECT o.source_side, ${firstInFlight} AS first_sent_at, o.crossings
        FROM lanes o WHERE o.link_id = ${lease.linkId}::text::bigint AND o.source_side = ${otherSide(side)}::side
    )
    SELECT ${loadedColumns(fits)}
      FROM lanes l
      LEFT JOIN opposite o ON true
      LEFT JOIN LATERAL (${undelivered(limit, options.unobserved)}) m ON true
     WHERE l.link_id = ${lease.linkId}::text::bigint AND l.source_side = ${side}::side
     ORDER BY m.seq`;
  if (first === undefined) return { messages: [], nextSeq: lease.nextSeq, crossings: [], isUnhurried: false };
  return toLoadedLane(lease.direction, [first, ...others]);
}
