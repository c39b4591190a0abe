import type { PrismaClient } from "../generated/client.ts";
import type { ChangeMarks } from "./dashboard-reads.ts";

/**
 * Asked once a second while somebody looks at the page, so nothing is counted that may be many: newest rows by index, and
 * counters that a trigger raises with each change of a message, whoever makes it. These run ahead of what can be read: a
 * sequence shows a change before it is committed. With 13,000 held beside a million mirrors and 100,000 links it takes
 * 2 ms; counting what needs a person took 22. `xmin` tells that a row was written, whatever was written in it.
 */
export async function changeMarks(prisma: PrismaClient): Promise<ChangeMarks> {
  const [marks] = await prisma.$queryRaw<[ChangeMarks]>`
    SELECT concat_ws(' ',
             (SELECT max(id) FROM mirrors),
             (SELECT concat(last_value, is_called) FROM mirror_changes)) AS mirrors,
           (SELECT concat(last_value, is_called) FROM attention_changes) AS attention,
           concat_ws(' ',
             (SELECT max(id) FROM links),
             (SELECT count(*) FROM (SELECT FROM links WHERE active AND paused LIMIT 1000) few),
             (SELECT count(*) FROM (SELECT FROM lanes WHERE stopped OR wait_reason IS NOT NULL LIMIT 1000) few)) AS links,
           concat_ws(' ',
             (SELECT max(id) FROM ticket_creations),
             (SELECT string_agg(state || ' ' || n, ' ' ORDER BY state)
                FROM (SELECT state::text, count(*) AS n
                        FROM (SELECT state FROM ticket_creations
                               WHERE state = ANY (ARRAY['held'::creation_state, 'uncertain'::creation_state])
                               LIMIT 10000) few
                       GROUP BY state) counted)) AS creations,
           concat_ws(' ',
             (SELECT max(id) FROM alarms),
             (SELECT count(*) FROM alarms WHERE acknowledged_at IS NULL)) AS audit,
           (SELECT coalesce(string_agg(id || ' ' || x, ' '), '')
              FROM (SELECT id, xmin::text AS x FROM backfills ORDER BY id DESC LIMIT 5) newest) AS backfills,
           (SELECT coalesce(string_agg(concat_ws(' ', side, paused, trouble, changes_refused), ' ' ORDER BY side), '')
              FROM sides) AS sides,
           (SELECT coalesce(string_agg(concat_ws(' ', side, hook_heard_at, '/', hook_refused_at), ' ' ORDER BY side), '')
              FROM sides) AS hooks,
           (SELECT coalesce(string_agg(id || ' ' || outcome, ' '), '')
              FROM (SELECT id, outcome FROM operator_acts ORDER BY id DESC LIMIT 20) newest) AS acts`;
  return marks;
}
