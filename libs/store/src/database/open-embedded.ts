import { mkdir } from "node:fs/promises";

import { PGlite } from "@electric-sql/pglite";
import { PrismaPGlite } from "pglite-prisma-adapter";

import { soleReplica } from "../budget/replicas.ts";
import { applyMigrations } from "../migrate/apply-migrations.ts";
import { findMigrations } from "../migrate/find-migrations.ts";
import type { StoreOptions } from "../options.ts";
import { claimDataDir } from "../owner/claim-data-dir.ts";
import { beginDatabase } from "./begin-database.ts";
import { createPrisma } from "./create-prisma.ts";
import { type Database, noticeChannel } from "./database.ts";
import { createListeners } from "./listeners.ts";
import { keepWasmSmall } from "./keep-wasm-small.ts";
import { makeFiles } from "./make-files.ts";
import { planning } from "./planning.ts";

/**
 * How PGlite is started. Its own parameters less `-F` (no fsync), and a small buffer cache: 290 MB resident instead of
 * 550, and a bridge's tables are small. UTC, because the adapter reads every time as UTC whatever offset stands there.
 */
const startParams = [
  ...PGlite.defaultStartParams.filter((parameter) => parameter !== "-F"),
  ...["shared_buffers=16MB", "timezone=UTC", ...planning].flatMap((setting) => ["-c", setting]),
];

/**
 * Opens the embedded database under `dataDir/db` after taking the folder. Rejects with DataDirInUseError or
 * DatabaseNotMadeError.
 */
export async function openEmbedded(options: StoreOptions): Promise<Database> {
  await mkdir(options.dataDir, { recursive: true, mode: 0o700 });
  const claim = await claimDataDir(options.dataDir);
  try {
    const begun = await beginDatabase(options.dataDir, (folder) => makeFiles(folder, startParams));
    keepWasmSmall();
    const pglite = await PGlite.create({ dataDir: begun.folder, startParams });
    const applied = await migrate(pglite, options.migrationsDir ?? findMigrations());
    await begun.finish();
    if (applied.length > 0) options.log?.({ level: "info", message: `Database migrated: ${applied.join(", ")}.` });
    const listeners = createListeners<string>((error) =>
      options.log?.({ level: "error", message: "A listener of the database's notices failed.", error }),
    );
    await pglite.listen(noticeChannel, listeners.emit);
    const prisma = createPrisma(new PrismaPGlite(pglite), options.onStatement);
    return {
      kind: "embedded",
      prisma,
      onNotice: listeners.add,
      replicas: soleReplica,
      close: async () => {
        await prisma.$disconnect();
        await pglite.close();
        await claim.release();
      },
    };
  } catch (error) {
    await claim.release();
    throw error;
  }
}

/** Under the owner's lock; a failure closes PGlite so that the folder can be opened again in this process. */
async function migrate(pglite: PGlite, migrationsDir: string): Promise<readonly string[]> {
  try {
    return await applyMigrations(
      {
        execute: async (script) => void (await pglite.exec(script)),
        query: async (sql, parameters) => (await pglite.query<Record<string, unknown>>(sql, [...parameters])).rows,
      },
      migrationsDir,
    );
  } catch (error) {
    await pglite.close();
    throw error;
  }
}
