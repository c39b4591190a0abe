import { createHash, randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { DatabaseNewerError } from "../errors/database-newer-error.ts";
import { MigrationChangedError } from "../errors/migration-changed-error.ts";
import { MigrationFailedError } from "../errors/migration-failed-error.ts";

/** One session of the database; `execute` runs a script of several statements. */
export interface MigrationSession {
  execute(script: string): Promise<void>;
  query(sql: string, parameters: readonly string[]): Promise<readonly Record<string, unknown>[]>;
}

/**
 * Brings the database up to date; the caller holds the lock that keeps others out. Returns the names that were applied.
 * Rejects with DatabaseNewerError when it knows migrations that this program does not, with MigrationChangedError when
 * one that it has was edited since, with MigrationFailedError when a script fails.
 *
 * Our own runner, because Prisma's engine hands each script to the driver adapter, which splits it at every semicolon
 * over several connections (pg) or does not wait for it and loses its error (PGlite), and neither puts script and
 * record into one transaction: a process killed in between leaves a database that nobody can start. The table is
 * Prisma's own, so `prisma migrate status` and `deploy` go on with it.
 */
export async function applyMigrations(session: MigrationSession, migrationsDir: string): Promise<readonly string[]> {
  await session.execute(createTable);
  const applied = await readApplied(session);
  const known = await readNames(migrationsDir);
  const foreign = [...applied.keys()].filter((name) => !known.includes(name)).sort();
  if (foreign[0] !== undefined) throw new DatabaseNewerError(foreign[0]);

  const missing: Migration[] = [];
  for (const name of known) {
    const migration = await readMigration(migrationsDir, name);
    const recorded = applied.get(name);
    if (recorded === undefined) missing.push(migration);
    else await compare(session, migration, recorded);
  }
  for (const migration of missing) await applyOne(session, migration);
  return missing.map(({ name }) => name);
}

/** The names of the applied migrations, each with its checksum; that is empty where none was recorded. */
async function readApplied(session: MigrationSession): Promise<ReadonlyMap<string, string>> {
  const rows = await session.query(
    `SELECT "migration_name", COALESCE("checksum", '') AS "checksum" FROM "_prisma_migrations"
      WHERE "finished_at" IS NOT NULL AND "rolled_back_at" IS NULL`,
    [],
  );
  return new Map(rows.map((row) => [String(row["migration_name"]), String(row["checksum"])]));
}

interface Migration {
  readonly name: string;
  readonly script: string;
  readonly checksum: string;
}

/** A checkout with the line ends of another system is the same migration. */
async function readMigration(migrationsDir: string, name: string): Promise<Migration> {
  const script = (await readFile(join(migrationsDir, name, "migration.sql"), "utf8")).replaceAll("\r\n", "\n");
  return { name, script, checksum: createHash("sha256").update(script).digest("hex") };
}

async function compare(session: MigrationSession, { name, checksum }: Migration, recorded: string): Promise<void> {
  if (recorded === checksum) return;
  if (recorded !== "") throw new MigrationChangedError(name);
  await session.query(`UPDATE "_prisma_migrations" SET "checksum" = $1 WHERE "migration_name" = $2`, [checksum, name]);
}

async function applyOne(session: MigrationSession, { name, script, checksum }: Migration): Promise<void> {
  try {
    await session.execute("BEGIN");
    await session.execute(script);
    await session.query(
      `INSERT INTO "_prisma_migrations" ("id", "checksum", "finished_at", "migration_name", "applied_steps_count")
       VALUES ($1, $2, now(), $3, 1)`,
      [randomUUID(), checksum, name],
    );
    await session.execute("COMMIT");
  } catch (error) {
    // On a lost connection the server rolls back by itself, and the first error is the one that tells why.
    await session.execute("ROLLBACK").catch(() => undefined);
    throw new MigrationFailedError(name, error);
  }
}

async function readNames(migrationsDir: string): Promise<readonly string[]> {
  const entries = await readdir(migrationsDir, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

const createTable = `
CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
    "id"                  VARCHAR(36) PRIMARY KEY NOT NULL,
    "checksum"            VARCHAR(64) NOT NULL,
    "finished_at"         TIMESTAMPTZ,
    "migration_name"      VARCHAR(255) NOT NULL,
    "logs"                TEXT,
    "rolled_back_at"      TIMESTAMPTZ,
    "started_at"          TIMESTAMPTZ NOT NULL DEFAULT now(),
    "applied_steps_count" INTEGER NOT NULL DEFAULT 0
)`;
