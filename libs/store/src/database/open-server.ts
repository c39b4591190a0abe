import { PrismaPg } from "@prisma/adapter-pg";
import { Client, Pool } from "pg";

import { watchReplicas } from "../budget/replicas.ts";
import { StoreUnavailableError } from "../errors/store-unavailable-error.ts";
import { applyMigrations } from "../migrate/apply-migrations.ts";
import { findMigrations } from "../migrate/find-migrations.ts";
import type { StoreOptions } from "../options.ts";
import { createPrisma } from "./create-prisma.ts";
import type { Database } from "./database.ts";
import { listenForNotices } from "./listen-for-notices.ts";
import { pastPrisma } from "./past-prisma.ts";
import { planning } from "./planning.ts";

/** Any number that nobody else is likely to lock: "ticket-b" in ASCII. */
export const migrationLock = "8388352649193269602";

/** How long the lock may take before it is said what is waited for: most starts find it free. */
const silentWaitMs = 2_000;

/**
 * UTC, because the adapter reads every time as UTC whatever offset stands there; the statements need READ COMMITTED.
 * How they are planned: see planning.ts.
 */
const session = {
  options: ["timezone=UTC", "default_transaction_isolation=read\\ committed", ...planning]
    .map((setting) => `-c ${setting}`)
    .join(" "),
  application_name: "ticket-bridge",
  connectionTimeoutMillis: 5_000,
  keepAlive: true,
} as const;

/**
 * Opens a PostgreSQL server; rejects with StoreUnavailableError, DatabaseNewerError, MigrationChangedError or
 * MigrationFailedError.
 */
export async function openServer(databaseUrl: string, options: StoreOptions): Promise<Database> {
  const applied = await migrate(databaseUrl, options);
  if (applied.length > 0) options.log?.({ level: "info", message: `Database migrated: ${applied.join(", ")}.` });

  const complain = (error: unknown) =>
    options.log?.({
      level: "warn",
      message: "A connection to the database was lost; it is renewed when needed.",
      error,
    });
  const pool = new Pool({
    ...session,
    connectionString: databaseUrl,
    max: 10,
    // A server that went away without a word must not hold a worker for ever.
    statement_timeout: 25_000,
    query_timeout: 30_000,
  });
  // Without this and the adapter's, an idle connection that breaks would end the process.
  pool.on("error", complain);
  const adapter = new PrismaPg(pool, {
    onConnectionError: complain,
    statementNameGenerator: ({ sql }) => statementName(sql),
  });
  const { onStatement } = options;
  const prisma = pastPrisma(createPrisma(adapter, onStatement), { pool, nameOf: statementName, onStatement });
  const notices = listenForNotices(() => new Client({ ...session, connectionString: databaseUrl }), options.log);
  const replicas = watchReplicas({ prisma, onNotice: notices.add });
  return {
    kind: "postgresql",
    prisma,
    onNotice: notices.add,
    replicas,
    close: async () => {
      await replicas.leave();
      await notices.close();
      await prisma.$disconnect();
      await pool.end();
    },
  };
}

const names = new Map<string, string>();

/** Prepares every statement once a connection. Their texts come from this library, so there are few of them. */
function statementName(sql: string): string {
  const known = names.get(sql);
  if (known !== undefined) return known;
  const name = `tb${names.size}`;
  names.set(sql, name);
  return name;
}

async function migrate(databaseUrl: string, options: StoreOptions): Promise<readonly string[]> {
  const client = new Client({ ...session, connectionString: databaseUrl });
  // What breaks the connection also rejects the query that runs on it.
  client.on("error", () => undefined);
  try {
    await client.connect();
    await lockMigrations(client, options.log);
  } catch (error) {
    await client.end().catch(() => undefined);
    throw new StoreUnavailableError(error);
  }
  try {
    return await applyMigrations(
      {
        execute: async (script) => void (await client.query(script)),
        query: async (sql, parameters) => (await client.query<Record<string, unknown>>(sql, [...parameters])).rows,
      },
      options.migrationsDir ?? findMigrations(),
    );
  } finally {
    // Ending the session gives the lock back.
    await client.end().catch(() => undefined);
  }
}

/** Waits as long as it takes: a migration of a big database may need an hour, and giving up would not make it shorter. */
async function lockMigrations(client: Client, log: StoreOptions["log"]): Promise<void> {
  const patience = setTimeout(
    () =>
      log?.({
        level: "info",
        message: "Waiting for another process that is migrating the database to finish with it.",
      }),
    silentWaitMs,
  );
  try {
    await client.query("SELECT pg_advisory_lock($1::bigint)", [migrationLock]);
  } finally {
    clearTimeout(patience);
  }
}
