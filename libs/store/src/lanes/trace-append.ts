import { Prisma } from "../generated/client.ts";

const firstKept = 20;
const mostKept = 60;

/** A mirror's trace with one event more. */
export function traceAppend(trace: Prisma.Sql, what: Prisma.Sql, detail: Prisma.Sql, call?: TracedCall): Prisma.Sql {
  return withLines(trace, Prisma.sql`jsonb_build_array(${traceLine(what, detail, call)})`, Prisma.sql`1`);
}

/**
 * A mirror's trace with the lines of {@link linesOf} more.
 *
 * @param joins the first of them is told with the last line, where that tells the same
 */
export function traceJoined(trace: Prisma.Sql, lines: Prisma.Sql, joins: Prisma.Sql): Prisma.Sql {
  const told = Prisma.sql`(${lines}->0)`;
  const last = Prisma.sql`(${trace}->-1)`;
  const again = Prisma.sql`
    jsonb_build_object('detail', ${told}->'detail', 'lastAt', ${told}->'at',
                       'times', COALESCE((${last}->>'times')::int, 1) + 1)`;
  const joined = Prisma.sql`jsonb_set(${trace}, '{-1}', ${last} || ${again})`;
  return Prisma.sql`
    CASE WHEN ${joins} AND ${last}->>'what' = ${told}->>'what'
         THEN ${withLines(joined, Prisma.sql`(${lines} - 0)`, Prisma.sql`jsonb_array_length(${lines}) - 1`)}
         ELSE ${withLines(trace, lines, Prisma.sql`jsonb_array_length(${lines})`)} END`;
}

/**
 * The first 20 events stay, because they tell how it began; of the rest the last 40, so that a message that fails for
 * weeks does not grow without end.
 */
function withLines(trace: Prisma.Sql, lines: Prisma.Sql, count: Prisma.Sql): Prisma.Sql {
  const kept = Prisma.raw(`'$[0 to ${firstKept - 1}, last - $rest to last]'`);
  const rest = Prisma.sql`jsonb_build_object('rest', ${Prisma.raw(String(mostKept - firstKept - 1))} - (${count}))`;
  return Prisma.sql`
    (CASE WHEN jsonb_array_length(${trace}) + ${count} > ${Prisma.raw(String(mostKept))}
          THEN jsonb_path_query_array(${trace}, ${kept}, ${rest}) ELSE ${trace} END)
    || ${lines}`;
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

/** The lines of a step's events: a JSON array of MirrorEvent. */
export function linesOf(events: Prisma.Sql): Prisma.Sql {
  const of = (name: string) => Prisma.raw(`e.event->'${name}'`);
  const call = { requestId: of("requestId"), status: of("status") };
  const at = Prisma.sql`
    clock_timestamp() - COALESCE((e.event->>'agoMs')::float8, 0) * interval '1 millisecond'`;
  return Prisma.sql`
    (SELECT jsonb_agg(${traceLine(of("what"), of("detail"), call, at)} ORDER BY e.place)
       FROM jsonb_array_elements(${events}) WITH ORDINALITY AS e(event, place))`;
}
