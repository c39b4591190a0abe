import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { PGlite } from "@electric-sql/pglite";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";

import { DatabaseNewerError } from "../errors/database-newer-error.ts";
import { MigrationChangedError } from "../errors/migration-changed-error.ts";
import { MigrationFailedError } from "../errors/migration-failed-error.ts";
import { applyMigrations, type MigrationSession } from "./apply-migrations.ts";
import { findMigrations } from "./find-migrations.ts";

let database: PGlite;
let session: MigrationSession;
let folder: string;

beforeAll(async () => {
  database = await PGlite.create();
  session = {
    execute: async (script) => void (await database.exec(script)),
    query: async (sql, parameters) => (await database.query<Record<string, unknown>>(sql, [...parameters])).rows,
  };
});

afterAll(async () => {
  await database.close();
});

beforeEach(async () => {
  await database.exec("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
  folder = await mkdtemp(join(tmpdir(), "ticket-bridge-migrations-"));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function migration(name: string, sql: string): Promise<void> {
  await mkdir(join(folder, name));
  await writeFile(join(folder, name, "migration.sql"), sql);
}

it("applies what is missing, in the order of the names, once", async () => {
  await migration("2_second", "INSERT INTO t VALUES (2); -- a ; in a comment");
  await migration("1_first", "CREATE TABLE t (n int); INSERT INTO t VALUES (1)");
  expect(await applyMigrations(session, folder)).toEqual(["1_first", "2_second"]);
  await migration("3_third", "INSERT INTO t VALUES (3)");
  expect(await applyMigrations(session, folder)).toEqual(["3_third"]);
  expect(await applyMigrations(session, folder)).toEqual([]);
  expect((await database.query("SELECT n FROM t ORDER BY n")).rows).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
});

it("refuses a database that a newer program has migrated", async () => {
  await cp(findMigrations(), folder, { recursive: true });
  await migration("99990101000000_from_the_future", "SELECT 1");
  await applyMigrations(session, folder);
  const older = applyMigrations(session, findMigrations());
  await expect(older).rejects.toThrow(DatabaseNewerError);
  await expect(older).rejects.toThrow(
    'The database was migrated by a newer version of ticket-bridge (this one does not know "99990101000000_from_the_future").',
  );
});

it("takes a failed migration back as a whole, names it, and applies it when it is mended", async () => {
  await migration("1_first", "CREATE TABLE t (n int)");
  await migration("2_broken", "INSERT INTO t VALUES (1); INSERT INTO nowhere VALUES (1)");
  const failing = applyMigrations(session, folder);
  await expect(failing).rejects.toThrow(MigrationFailedError);
  await expect(failing).rejects.toThrow(/"2_broken" failed: .*nowhere/);
  expect((await database.query("SELECT n FROM t")).rows).toEqual([]);
  await writeFile(join(folder, "2_broken/migration.sql"), "INSERT INTO t VALUES (1)");
  expect(await applyMigrations(session, folder)).toEqual(["2_broken"]);
});

it("refuses a migration that was edited after it was applied, and applies nothing more", async () => {
  await migration("1_first", "CREATE TABLE t (n int)");
  await applyMigrations(session, folder);
  await writeFile(join(folder, "1_first/migration.sql"), "CREATE TABLE t (n int, m int)");
  await migration("2_second", "INSERT INTO t VALUES (1)");
  const edited = applyMigrations(session, folder);
  await expect(edited).rejects.toThrow(MigrationChangedError);
  await expect(edited).rejects.toThrow(
    'Migration "1_first" was edited after it had been applied to this database. ' +
      "Put the released file back; what is to change goes into a new migration.",
  );
  expect((await database.query("SELECT * FROM t")).rows).toEqual([]);
  await writeFile(join(folder, "1_first/migration.sql"), "CREATE TABLE t (n int)");
  expect(await applyMigrations(session, folder)).toEqual(["2_second"]);
});

it("takes the same lines with the line ends of another system for the same", async () => {
  await migration("1_first", "CREATE TABLE t (n int);\n-- end\n");
  await applyMigrations(session, folder);
  await writeFile(join(folder, "1_first/migration.sql"), "CREATE TABLE t (n int);\r\n-- end\r\n");
  expect(await applyMigrations(session, folder)).toEqual([]);
});

it("fills in the checksum of a migration that was recorded without one, and holds to it from then on", async () => {
  await migration("1_first", "CREATE TABLE t (n int)");
  await applyMigrations(session, folder);
  await database.exec(`UPDATE "_prisma_migrations" SET checksum = ''`);
  expect(await applyMigrations(session, folder)).toEqual([]);
  await writeFile(join(folder, "1_first/migration.sql"), "CREATE TABLE t (n int, m int)");
  await expect(applyMigrations(session, folder)).rejects.toThrow(MigrationChangedError);
});

it("finds the migrations above a bundle before those above the sources", async () => {
  await mkdir(join(folder, "dist/prisma/migrations"), { recursive: true });
  await writeFile(join(folder, "dist/prisma/migrations/migration_lock.toml"), "");
  expect(findMigrations(join(folder, "dist"))).toBe(join(folder, "dist/prisma/migrations"));
  expect(findMigrations()).toMatch(/prisma\/migrations$/);
  expect(() => findMigrations(folder)).toThrow(/were not found above/);
});

it("keeps what the first version stored, and gives its rows what the next ones need", async () => {
  const all = findMigrations();
  const [first = "", ...later] = (await readdir(all, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
  await cp(join(all, first), join(folder, first), { recursive: true });
  await applyMigrations(session, folder);
  await database.exec(`
    INSERT INTO links (superoffice_ticket_id, requestor_ticket_id) VALUES (734, 47);
    INSERT INTO lanes (link_id, source_side, source_ticket_id, target_ticket_id, next_seq, due_at, pending)
      VALUES (1, 'superoffice', 734, 47, 2, now(), 1), (1, 'requestor', 47, 734, 1, NULL, 0);
    INSERT INTO polls (link_id, side, ticket_id) VALUES (1, 'superoffice', 734), (1, 'requestor', 47);
    INSERT INTO sides (side, paused) VALUES ('superoffice', true), ('requestor', false) ON CONFLICT DO NOTHING;
    INSERT INTO mirrors (link_id, source_side, seq, source_message_id, correlation_id) VALUES (1, 'superoffice', 1, 8812, 'c');
  `);
  expect(await applyMigrations(session, all)).toEqual(later);
  const { rows } = await database.query(`
    SELECT m.state, m.suspicions, m.observed, m.kind, m.revision, m.gone, m.seen_version, m.carried_hash, l.generation, l.crossings, p.urgency
      FROM mirrors m JOIN lanes l USING (link_id, source_side) JOIN polls p ON p.link_id = m.link_id AND p.side = m.source_side`);
  expect(rows).toEqual([
    {
      ...{ state: "pending", suspicions: 0, observed: false, generation: 0, crossings: "", urgency: "quiet" },
      ...{ kind: "message", revision: 1, gone: false, seen_version: null, carried_hash: null },
    },
  ]);
  const sides = await database.query("SELECT side::text, creating_since, changes_refused FROM sides ORDER BY side");
  expect(sides.rows).toEqual([
    { side: "requestor", creating_since: null, changes_refused: null },
    { side: "superoffice", creating_since: null, changes_refused: null },
  ]);
  expect((await database.query("SELECT FROM ticket_creations")).rows).toEqual([]);
});
