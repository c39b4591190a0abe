import { appendFile, chmod, cp, mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { openStore } from "@ticket-bridge/store";
import { afterEach, beforeEach, expect, it } from "vitest";

import { readConfig } from "./config/read-config.ts";
import { createLog } from "./log/create-log.ts";
import { openDatabase } from "./open-database.ts";
import { StartError } from "./start-error.ts";

let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "ticket-bridge-database-"));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

it("closes the embedded database to other users at every start, also in a folder that is open to them, and says so", async () => {
  await chmod(dataDir, 0o755);
  const config = configured();
  const lines: string[] = [];
  const log = createLog({ level: "info", destination: { write: (line) => void lines.push(line) } });
  const database = join(dataDir, "db");
  await (await openDatabase(config, log)).close();
  expect(await modeOf(database)).toBe(0o700);
  await chmod(database, 0o777);
  await (await openDatabase(config, log)).close();
  expect(await modeOf(database)).toBe(0o700);
  expect(await modeOf(dataDir)).toBe(0o755);
  expect(lines.join("")).toContain("is open to other users of this machine (mode 755)");
});

it("tells in a sentence that a migration was edited after it was applied", async () => {
  const edited = join(dataDir, "edited");
  await cp(join(import.meta.dirname, "../../../prisma/migrations"), edited, { recursive: true });
  await appendFile(join(edited, "20260101000000_initial/migration.sql"), "-- edited\n");
  await (await openStore({ databaseUrl: null, dataDir, migrationsDir: edited })).close();
  const log = createLog({ level: "info", destination: { write: () => undefined } });
  const opening = openDatabase(configured(), log);
  await expect(opening).rejects.toThrow(StartError);
  await expect(opening).rejects.toThrow('Migration "20260101000000_initial" was edited after it had been applied');
});

function configured() {
  return readConfig({
    SUPEROFFICE_URL: "http://127.0.0.1:9",
    SUPEROFFICE_USERNAME: "bridge",
    SUPEROFFICE_PASSWORD: "its-password",
    REQUESTOR_URL: "http://127.0.0.1:9",
    REQUESTOR_USERNAME: "bridge",
    REQUESTOR_PASSWORD: "its-password",
    DATA_DIR: dataDir,
  }).config;
}

async function modeOf(path: string): Promise<number> {
  return (await stat(path)).mode & 0o777;
}
