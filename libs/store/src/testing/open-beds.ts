import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { openEmbedded } from "../database/open-embedded.ts";
import { openServer } from "../database/open-server.ts";
import { databaseBed, type DatabaseScene } from "./database-bed.ts";
import { startRealPostgresql } from "./real-postgresql.ts";
import type { Bed } from "./scene.ts";

export async function openEmbeddedBed(): Promise<Bed<DatabaseScene>> {
  const dataDir = await mkdtemp(join(tmpdir(), "ticket-bridge-store-"));
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

/** A server of the tests' own that two processes share. */
export async function openServerBed(): Promise<Bed<DatabaseScene>> {
  const server = await startRealPostgresql();
  const databaseUrl = await server.createDatabase();
  const statements: string[] = [];
  const options = { databaseUrl, dataDir: "" };
  // Both migrate at once, as two replicas that start together do.
  const [database, second] = await Promise.all([
    openServer(databaseUrl, { ...options, onStatement: (sql) => statements.push(sql) }),
    openServer(databaseUrl, options),
  ]);
  return databaseBed({
    database,
    second,
    statements,
    close: async () => {
      await database.close();
      await second.close();
      await server.remove();
    },
  });
}
