import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { openEmbedded } from "./database/open-embedded.ts";
import { databaseBed } from "./testing/database-bed.ts";
import { describeDatabaseContract } from "./testing/describe-store-contract.ts";

describeDatabaseContract("the embedded database", async () => {
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
});
