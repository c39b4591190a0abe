import { Prisma } from "../generated/client.ts";

/** Ids are given before their rows are committed, and clocks are put right: so much the order of both may differ. */
const marginMs = 300_000;

/**
 * The lowest id that was captured at that moment or later, looked for by halves over the primary key: ids grow with the
 * time of capture. So a time is a range of ids to every index that is there already, and none has to be written for it.
 */
function firstIdAt(moment: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    (WITH RECURSIVE halves(low, high) AS (
       SELECT COALESCE((SELECT id FROM mirrors ORDER BY id LIMIT 1), 0),
              COALESCE((SELECT id FROM mirrors ORDER BY id DESC LIMIT 1), 0) + 1
       UNION ALL
       SELECT CASE WHEN probe.captured_at < ${moment} THEN probe.id + 1 ELSE asked.low END,
              CASE WHEN probe.captured_at < ${moment} THEN asked.high ELSE asked.middle END
         FROM (SELECT low, high, (low + high) / 2 AS middle FROM halves WHERE low < high) asked
         CROSS JOIN LATERAL (
           SELECT id, captured_at FROM mirrors WHERE id >= asked.middle ORDER BY id LIMIT 1) probe
     )
     SELECT max(low) FROM halves)`;
}

const at = (milliseconds: number) =>
  Prisma.sql`('epoch'::timestamptz + ${milliseconds}::float8 * interval '1 millisecond')`;

/** The ids between which everything stands that was captured in that time, both included. */
export function idsOf(
  from: number | null,
  until: number | null,
): { readonly low: Prisma.Sql; readonly high: Prisma.Sql } {
  return {
    low: from === null ? Prisma.sql`0::bigint` : firstIdAt(at(from - marginMs)),
    high: until === null ? Prisma.sql`9223372036854775807::bigint` : firstIdAt(at(until + marginMs)),
  };
}

/** Whether a row was captured in that time. */
export function isCapturedBetween(from: number | null, until: number | null): Prisma.Sql {
  return Prisma.sql`(${from === null ? Prisma.sql`true` : Prisma.sql`captured_at >= ${at(from)}`}
    AND ${until === null ? Prisma.sql`true` : Prisma.sql`captured_at < ${at(until)}`})`;
}
