import { directionFrom, type Side } from "@ticket-bridge/helpdesk";
import { delayBounds, delayClasses } from "@ticket-bridge/sync";

import { Prisma, type PrismaClient } from "../generated/client.ts";
import type { MirroredMinute } from "./dashboard-reads.ts";

/** Of several bridges one counts; what two would count is the same. */
const countingLock = 7310586120953n;
const keptDays = 8;

/**
 * Counts from the rows of the messages and writes afterwards: a counter that messages themselves raise would be one row
 * that all of them wait for. The last three minutes are counted anew each time, since a commit may come later than its
 * time of day; after a pause, everything since then, and at first the days that are kept.
 */
export async function countMinutes(prisma: Pick<PrismaClient, "$executeRaw">): Promise<void> {
  await prisma.$executeRaw(counting);
}

const counting = Prisma.sql`
  WITH turn AS MATERIALIZED (
    SELECT GREATEST(date_trunc('minute', clock_timestamp()) - ${keptDays}::int * interval '1 day',
                    COALESCE((SELECT max(minute) FROM mirrored_minutes), '-infinity') - interval '3 minutes') AS since
     WHERE pg_try_advisory_xact_lock(${countingLock}::bigint)
  ),
  counted AS MATERIALIZED (
    SELECT source_side, date_trunc('minute', mirrored_at) AS minute,
           CASE WHEN backfill_id IS NULL AND kind = 'message'
                THEN width_bucket((extract(epoch FROM mirrored_at - LEAST(captured_at, first_sent_at)) * 1000)::float8,
                                  string_to_array(${delayBounds.join(",")}::text, ',')::float8[]) END AS class,
           count(*)::int AS n
      FROM mirrors
     WHERE mirrored_at IS NOT NULL AND mirrored_at >= (SELECT since FROM turn) AND first_sent_at IS NOT NULL
     GROUP BY 1, 2, 3
  ),
  past AS (
    DELETE FROM mirrored_minutes
     WHERE minute < clock_timestamp() - ${keptDays}::int * interval '1 day' AND EXISTS (SELECT FROM turn)
  )
  INSERT INTO mirrored_minutes (source_side, minute, count, delays)
  SELECT source_side, minute, sum(n)::int,
         ARRAY(SELECT COALESCE((SELECT sum(c.n)::int FROM counted c
                                 WHERE (c.source_side, c.minute, c.class) = (m.source_side, m.minute, place)), 0)
                 FROM generate_series(0, ${delayClasses - 1}::int) AS place ORDER BY place)
    FROM counted m GROUP BY source_side, minute
      ON CONFLICT (minute, source_side) DO UPDATE SET count = EXCLUDED.count, delays = EXCLUDED.delays`;

export async function mirroredMinutes(
  prisma: Pick<PrismaClient, "$queryRaw">,
  lastMinutes: number,
  bucketMinutes: number,
): Promise<{ now: number; minutes: readonly MirroredMinute[] }> {
  const rows = await prisma.$queryRaw<{ now: number; side: Side | null; minute: number; count: number }[]>`
    SELECT (extract(epoch FROM clock.now) * 1000)::float8 AS now, m.side,
           (extract(epoch FROM m.minute) * 1000)::float8 AS minute, m.count
      FROM (SELECT clock_timestamp() AS now) AS clock
      LEFT JOIN (
        SELECT source_side::text AS side, sum(count)::int AS count,
               date_bin(${bucketMinutes}::int * interval '1 minute', minute, 'epoch'::timestamptz) AS minute
          FROM mirrored_minutes WHERE minute >= clock_timestamp() - ${lastMinutes}::int * interval '1 minute'
         GROUP BY 1, 3) m ON true`;
  return {
    now: rows[0]?.now ?? 0,
    minutes: rows.flatMap(({ side, minute, count }) =>
      side === null ? [] : [{ direction: directionFrom(side), minute, count }],
    ),
  };
}
