import { setImmediate as nextTurn } from "node:timers/promises";

import { type Direction, directionFrom, type Side } from "@ticket-bridge/helpdesk";
import type { MirrorState, WakeTopic } from "@ticket-bridge/sync";

import type { BridgeStore } from "../bridge-store.ts";
import { buildStore } from "../build-store.ts";
import { type Database, notice, noticeChannel } from "../database/database.ts";
import type { Bed, RowCount, Scene } from "./scene.ts";

/** A scene on a real database, where statements can be counted and calls be budgeted. */
export interface DatabaseScene extends Scene {
  readonly store: BridgeStore;
  readonly other: BridgeStore;
  readonly database: Database;
  /** How many statements the first store sent while this ran. */
  readonly count: (run: () => Promise<unknown>) => Promise<number>;
}

export interface Databases {
  /** The database of the store under test. */
  readonly database: Database;
  /** A second process's view of the same database; on the embedded database, which has one owner, the same one. */
  readonly second: Database;
  /** Every statement the first database was sent, in order. */
  readonly statements: string[];
  close(): Promise<void>;
}

export function databaseBed(databases: Databases): Bed<DatabaseScene> {
  const { database, second } = databases;
  const notices = new Set<string>();
  database.onNotice((payload) => notices.add(payload));
  return {
    fresh: async () => {
      await empty(database);
      databases.statements.length = 0;
      const store = buildStore(database);
      return {
        store,
        other: second === database ? store : buildStore(second),
        database,
        races: second !== database,
        count: async (run) => {
          const before = await markStatements(databases);
          await run();
          return (await markStatements(databases)) - before - 1;
        },
        passTime: (milliseconds) => passTime(database, milliseconds),
        now: () => Date.now(),
        heard: () => heard(database, notices),
        ...looks(database),
      };
    },
    close: () => databases.close(),
  };
}

let marks = 0;

/**
 * Sends a statement that cannot be taken for another and waits until it was seen; returns its place. Statements are
 * told of in order but later than they are answered, so all that were sent before are seen by then.
 */
async function markStatements({ database, statements }: Databases): Promise<number> {
  const mark = `SELECT 'mark ${(marks += 1)}'`;
  await database.prisma.$queryRawUnsafe(mark);
  const deadline = performance.now() + 5_000;
  while (!statements.includes(mark)) {
    if (performance.now() > deadline) throw new Error("A statement was sent and never told of.");
    await nextTurn();
  }
  return statements.indexOf(mark);
}

/** Notices come in the order of their commits, so after one of our own all that were given before have come. */
async function heard({ prisma }: Database, notices: Set<string>): Promise<readonly WakeTopic[]> {
  const mark = `mark ${(marks += 1)}`;
  await prisma.$queryRaw`SELECT pg_notify(${noticeChannel}, ${mark})::text`;
  const deadline = performance.now() + 5_000;
  while (!notices.has(mark)) {
    if (performance.now() > deadline) throw new Error("A notice was given and never heard.");
    await nextTurn();
  }
  const topics = topicsOf(notices);
  notices.clear();
  return topics;
}

/** Whatever wakes somebody is told under its own name; a quiet of the budget or a replica is not. */
function topicsOf(notices: ReadonlySet<string>): readonly WakeTopic[] {
  const { quiet: _quiet, replicas: _replicas, ...topics } = notice;
  return Object.values(topics)
    .filter((topic) => notices.has(topic))
    .sort();
}

async function empty({ prisma }: Database): Promise<void> {
  await prisma.$executeRawUnsafe(
    "TRUNCATE access_tokens, sessions, operator_acts, backfills, backfill_tickets, links, lanes, mirrors, audits, audit_sums, alarms, mirrored_minutes, ticket_creations, present_messages, polls, feeds, feed_checkpoints, identity, replicas RESTART IDENTITY CASCADE",
  );
  await prisma.$executeRawUnsafe(
    "UPDATE sides SET paused = false, last_success_at = NULL, last_failure_at = NULL, trouble = NULL, last_write_at = NULL, polled_by = NULL, creating_since = NULL, changes_refused = NULL, hook_heard_at = NULL, hook_refused_at = NULL",
  );
  await prisma.$executeRawUnsafe("UPDATE budgets SET next_at = now(), quiet_until = now()");
}

/**
 * The database's clock cannot be set, so every moment that is stored moves back instead; which there are is asked of
 * the database, so that a new column is not forgotten. Times that a helpdesk gave are not the database's.
 */
async function passTime({ prisma }: Database, milliseconds: number): Promise<void> {
  const columns = await prisma.$queryRawUnsafe<{ table: string; moves: string }[]>(`
    SELECT table_name::text AS table,
           string_agg(format('%1$I = %1$I - interval ''${milliseconds} milliseconds''', column_name), ', ') AS moves
      FROM information_schema.columns
     WHERE table_schema = 'public' AND data_type = 'timestamp with time zone'
       AND table_name NOT LIKE '\\_prisma%' AND column_name <> 'source_created_at'
     GROUP BY table_name`);
  await prisma.$transaction(
    columns.map(({ table, moves }) => prisma.$executeRawUnsafe(`UPDATE "${table}" SET ${moves}`)),
  );
}

const states = ["pending", "sending", "mirrored", "skipped", "uncertain", "held"] as const;

type Looks = Pick<
  Scene,
  "countRows" | "keptCounts" | "sharedPlaces" | "statesWithCopy" | "countCheckpoints" | "picture"
>;

function looks({ prisma }: Database): Looks {
  const read = <Row>(text: string) => prisma.$queryRawUnsafe<Row[]>(text);
  const counts = async (text: string): Promise<readonly RowCount[]> =>
    (await read<{ link: string; side: Side; state: MirrorState; count: number }>(text)).map((row) => ({
      linkId: row.link,
      direction: directionFrom(row.side) satisfies Direction,
      state: row.state,
      count: row.count,
    }));
  const number = async (text: string) => (await read<{ n: number }>(text))[0]?.n ?? 0;
  return {
    countRows: () =>
      counts(`
        SELECT link_id::text AS link, source_side::text AS side, state::text, count(*)::int AS count
          FROM mirrors GROUP BY link_id, source_side, mirrors.state ORDER BY link_id, source_side, mirrors.state`),
    keptCounts: () =>
      counts(`
        SELECT link_id::text AS link, source_side::text AS side, state, count
          FROM lanes, LATERAL (VALUES ${states.map((state) => `('${state}', lanes.${state})`).join(", ")}) c(state, count)
         WHERE count <> 0 ORDER BY link_id, source_side, state::mirror_state`),
    sharedPlaces: () =>
      number(`
        SELECT count(*)::int AS n
          FROM (SELECT FROM mirrors GROUP BY link_id, source_side, seq HAVING count(*) > 1) shared`),
    statesWithCopy: async () =>
      (
        await read<{ state: MirrorState }>("SELECT state::text FROM mirrors WHERE copy IS NOT NULL ORDER BY mirrors.id")
      ).map(({ state }) => state),
    countCheckpoints: () => number("SELECT count(*)::int AS n FROM feed_checkpoints"),
    picture: () =>
      read("SELECT * FROM lanes LEFT JOIN mirrors USING (link_id, source_side) ORDER BY link_id, source_side, id"),
  };
}
