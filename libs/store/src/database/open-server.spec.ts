import { Client } from "pg";
import { expect, it } from "vitest";

import type { LogLine } from "../options.ts";
import { sharedPostgresql } from "../testing/shared-databases.ts";
import { migrationLock, openServer } from "./open-server.ts";

const server = sharedPostgresql();

it("says what it waits for while another process migrates the database, and opens it then", async () => {
  const databaseUrl = await server.createDatabase();
  const other = new Client({ connectionString: databaseUrl });
  await other.connect();
  await other.query("SELECT pg_advisory_lock($1::bigint)", [migrationLock]);

  const lines: LogLine[] = [];
  const opening = openServer(databaseUrl, { databaseUrl, dataDir: "", log: (line) => lines.push(line) });
  await expect
    .poll(() => lines, { timeout: 10_000 })
    .toEqual([
      { level: "info", message: "Waiting for another process that is migrating the database to finish with it." },
    ]);
  await other.end();
  await (await opening).close();
  expect(lines.slice(1)).toEqual([{ level: "info", message: expect.stringMatching(/^Database migrated: /) as string }]);
}, 30_000);

it("says nothing of waiting when the database is free", async () => {
  const databaseUrl = await server.createDatabase();
  const lines: LogLine[] = [];
  const open = () => openServer(databaseUrl, { databaseUrl, dataDir: "", log: (line) => lines.push(line) });
  await (await open()).close();
  await (await open()).close();
  expect(lines).toHaveLength(1);
}, 30_000);
