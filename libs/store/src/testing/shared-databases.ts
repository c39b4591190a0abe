import { execFile } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

import { inject } from "vitest";

import { databasesAt, type PostgresqlDatabases } from "./real-postgresql.ts";

declare module "vitest" {
  interface ProvidedContext {
    readonly databases: { readonly postgresql: string; readonly embedded: string };
  }
}

/** The server that all specs share, made by vitest.databases.ts at the root; it is neither stopped nor disturbed. */
export function sharedPostgresql(): PostgresqlDatabases {
  return databasesAt(inject("databases").postgresql);
}

/**
 * Puts an empty embedded database under `dataDir`, as a first start and a proper end leave it. For tests of what comes
 * after the first start: the copy takes 0.2 s of the processor, a first start 3.7 s.
 */
export async function putEmptyDatabase(dataDir: string): Promise<void> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  // A thousand files, for which Node's own `cp` takes three times as long.
  await promisify(execFile)("cp", ["-Rp", join(inject("databases").embedded, "db"), join(dataDir, "db")]);
}
