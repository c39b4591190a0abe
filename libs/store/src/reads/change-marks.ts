import type { PrismaClient } from "../generated/client.ts";
import type { ChangeMarks, ChangeTopic } from "./dashboard-reads.ts";

/**
 * Their marks may be another one before the change can be read: a sequence shows it before it is committed, and the
 * newest id hides an older row that is committed later.
 */
const ahead = ["mirrors", "attention", "links", "creations"] as const satisfies readonly ChangeTopic[];

/**
 * Gives the marks each time it is called. A mark of {@link ahead} becomes another one at once, as nearly every change can
 * be read by then, and once more when a transaction has ended that was writing in that moment, however long that took: a
 * slow commit, a standby that is waited for. One that goes on and on is waited for and tells nothing.
 *
 * Such transactions are known by their locks, which they keep until what they wrote can be read. The oldest transaction
 * in flight (pg_snapshot_xmin) would not do: any other one of the whole server that stays open, like that of a backup,
 * would hide the end of ours. So there is a second statement, after the marks and only while there is something to wait for.
 */
export function watchChanges(prisma: PrismaClient): () => Promise<ChangeMarks> {
  let last: ChangeMarks | null = null;
  const late = Object.fromEntries(ahead.map((topic) => [topic, new LateChanges()])) as Record<Ahead, LateChanges>;
  return async () => {
    const marks = await readMarks(prisma);
    const risen = new Set<Ahead>(ahead.filter((topic) => last?.[topic] !== marks[topic]));
    const mustAsk = risen.size > 0 || ahead.some((topic) => late[topic].areAwaited);
    const writers = mustAsk ? await readWriters(prisma) : [];
    last = marks;
    const told = ahead.map((topic) => [topic, `${marks[topic]} ${late[topic].countEnded(writers, risen.has(topic))}`]);
    return { ...marks, ...(Object.fromEntries(told) as Pick<ChangeMarks, Ahead>) };
  };
}

type Ahead = (typeof ahead)[number];

/** The transactions whose changes of one topic may not be read yet. */
class LateChanges {
  #writers: ReadonlySet<string> = new Set();
  #ended = 0;

  get areAwaited(): boolean {
    return this.#writers.size > 0;
  }

  /** How often some of them had ended, given who writes now, and whether each of these may have changed something. */
  countEnded(writing: readonly string[], mayHaveChanged: boolean): number {
    const left = writing.filter((writer) => this.#writers.has(writer));
    if (left.length < this.#writers.size) this.#ended += 1;
    this.#writers = new Set(mayHaveChanged ? writing : left);
    return this.#ended;
  }
}

/**
 * Asked once a second while somebody looks at the page, so nothing is counted that may be many: newest rows by index, and
 * counters that a trigger raises with each change, whoever makes it. With 13,000 held beside a million mirrors and
 * 100,000 links it takes 0.3 ms, and 0.5 with who writes, among sixty sessions; counting what needs a person took 22.
 * `xmin` tells that a row was written, whatever was written in it; that a run's carrier gives no sign of life any more, no row
 * tells.
 */
async function readMarks(prisma: PrismaClient): Promise<ChangeMarks> {
  const [marks] = await prisma.$queryRaw<[ChangeMarks]>`
    SELECT concat_ws(' ',
             (SELECT max(id) FROM mirrors),
             (SELECT concat(last_value, is_called) FROM mirror_changes)) AS mirrors,
           (SELECT concat(last_value, is_called) FROM attention_changes) AS attention,
           concat_ws(' ',
             (SELECT max(id) FROM links),
             (SELECT concat(last_value, is_called) FROM link_changes)) AS links,
           concat_ws(' ',
             (SELECT max(id) FROM ticket_creations),
             (SELECT concat(last_value, is_called) FROM creation_changes)) AS creations,
           concat_ws(' ',
             (SELECT max(id) FROM alarms),
             (SELECT count(*) FROM alarms WHERE acknowledged_at IS NULL)) AS audit,
           (SELECT coalesce(string_agg(concat_ws(' ', id, x, carried), ' '), '')
              FROM (SELECT id, xmin::text AS x, run_until > clock_timestamp() AS carried
                      FROM backfills ORDER BY id DESC LIMIT 5) newest) AS backfills,
           (SELECT coalesce(string_agg(concat_ws(' ', side, paused, trouble, changes_refused), ' ' ORDER BY side), '')
              FROM sides) AS sides,
           (SELECT coalesce(string_agg(concat_ws(' ', side, hook_heard_at, '/', hook_refused_at), ' ' ORDER BY side), '')
              FROM sides) AS hooks,
           (SELECT coalesce(string_agg(id || ' ' || outcome, ' '), '')
              FROM (SELECT id, outcome FROM operator_acts ORDER BY id DESC LIMIT 20) newest) AS acts`;
  return marks;
}

/** The transactions that write to what the marks of {@link ahead} tell of, each by a name that none has again. */
async function readWriters(prisma: PrismaClient): Promise<readonly string[]> {
  const rows = await prisma.$queryRaw<{ writer: string }[]>`
    SELECT DISTINCT virtualtransaction AS writer
      FROM pg_locks
     WHERE locktype = 'relation' AND mode = 'RowExclusiveLock' AND granted
       AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
       AND relation = ANY (ARRAY['mirrors', 'links', 'lanes', 'polls', 'ticket_creations']::regclass[]::oid[])`;
  return rows.map(({ writer }) => writer);
}
