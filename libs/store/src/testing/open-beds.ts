import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { openEmbedded } from "../database/open-embedded.ts";
import { openServer } from "../database/open-server.ts";
import { databaseBed, type DatabaseScene } from "./database-bed.ts";
import type { Bed } from "./scene.ts";
import { putEmptyDatabase, sharedPostgresql } from "./shared-databases.ts";

export async function openEmbeddedBed(): Promise<Bed<DatabaseScene>> {
  const dataDir = await mkdtemp(join(tmpdir(), "ticket-bridge-store-"));
  await putEmptyDatabase(dataDir);
  const statements: string[] = [];
  const database = await openEmbedded({ databaseUrl: null, dataDir, onStatement: (sql) => statements.push(sql) });
  return databaseBed({
    database,
    second: database,
    statements,
    close: async () => {
      await database.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  });
}

/** With this a process says every three seconds that it lives: see budget/replicas.ts. */
function isSignOfLife(sql: string): boolean {
  return sql.includes("INSERT INTO replicas");
}

/** A database on the tests' server that two processes share. */
export async function openServerBed(): Promise<Bed<DatabaseScene>> {
  const databaseUrl = await sharedPostgresql().createDatabase();
  const statements: string[] = [];
  const options = { databaseUrl, dataDir: "" };
  // What a process costs whatever its messages do is no statement of theirs: it may fall into any count.
  const onStatement = (sql: string) => void (isSignOfLife(sql) || statements.push(sql));
  // Both migrate at once, as two replicas that start together do.
  const [database, second] = await Promise.all([
    openServer(databaseUrl, { ...options, onStatement }),
    openServer(databaseUrl, options),
  ]);
  return databaseBed({
    database,
    second,
    statements,
    close: async () => {
      await database.close();
      await second.close();
    },
  });
}
