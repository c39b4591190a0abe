import { Prisma } from "../generated/client.ts";

const firstKept = 20;
const mostKept = 60;

/**
 * A mirror's trace with one event more. The first 20 events stay, because they tell how it began; of the rest the last
 * 40, so that a message that fails for weeks does not grow without end.
 */
export function traceAppend(trace: Prisma.Sql, what: Prisma.Sql, detail: Prisma.Sql, call?: TracedCall): Prisma.Sql {
  return Prisma.sql`
    (CASE WHEN jsonb_array_length(${trace}) >= ${Prisma.raw(String(mostKept))}
          THEN ${trace} - ${Prisma.raw(String(firstKept))} ELSE ${trace} END)
    || jsonb_build_array(${traceLine(what, detail, call)})`;
}

/** What is known of a call to a helpdesk; each may be NULL. */
interface TracedCall {
  readonly requestId: Prisma.Sql;
  readonly status: Prisma.Sql;
}

/**
 * One line of a trace: `{at, what, detail}`, `at` in milliseconds since 1970 by the database's clock, now when missing.
 * With a call also `requestId` and `status`, each where it is known: most lines have neither, and a line is kept as long
 * as its message.
 */
export function traceLine(
  what: Prisma.Sql,
  detail: Prisma.Sql,
  call?: TracedCall,
  at = Prisma.sql`clock_timestamp()`,
): Prisma.Sql {
  const line = Prisma.sql`'at', floor(extract(epoch FROM ${at}) * 1000), 'what', ${what}, 'detail', ${detail}`;
  if (call === undefined) return Prisma.sql`jsonb_build_object(${line})`;
  return Prisma.sql`jsonb_strip_nulls(
    jsonb_build_object(${line}, 'requestId', ${call.requestId}, 'status', ${call.status}))`;
}
