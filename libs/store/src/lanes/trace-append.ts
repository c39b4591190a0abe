import { Prisma } from "../generated/client.ts";

const firstKept = 20;
const mostKept = 60;

/**
 * A mirror's trace with one event more. The first 20 events stay, because they tell how it began; of the rest the last
 * 40, so that a message that fails for weeks does not grow without end.
 */
export function traceAppend(trace: Prisma.Sql, what: Prisma.Sql, detail: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    (CASE WHEN jsonb_array_length(${trace}) >= ${Prisma.raw(String(mostKept))}
          THEN ${trace} - ${Prisma.raw(String(firstKept))} ELSE ${trace} END)
    || jsonb_build_array(${traceLine(what, detail)})`;
}

/** One line of a trace: `{at, what, detail}`, `at` in milliseconds since 1970 by the database's clock. */
export function traceLine(what: Prisma.Sql, detail: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`jsonb_build_object(
    'at', floor(extract(epoch FROM clock_timestamp()) * 1000), 'what', ${what}, 'detail', ${detail})`;
}
