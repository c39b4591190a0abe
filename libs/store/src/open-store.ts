import type { BridgeStore } from "./bridge-store.ts";
import { buildStore } from "./build-store.ts";
import { openEmbedded } from "./database/open-embedded.ts";
import { openServer } from "./database/open-server.ts";
import { freeLeases } from "./lanes/free-leases.ts";
import type { StoreOptions } from "./options.ts";
import { freeTurns } from "./polls/leave-turns.ts";

/**
 * Opens the database and brings it up to date: the PostgreSQL of `databaseUrl`, or without one the embedded database
 * under `dataDir`. Rejects with DataDirInUseError, DatabaseNotMadeError, DatabaseNewerError, MigrationChangedError,
 * MigrationFailedError or StoreUnavailableError; each one's message is a sentence for the person who started the program.
 */
export async function openStore(options: StoreOptions): Promise<BridgeStore> {
  if (options.databaseUrl !== null) return buildStore(await openServer(options.databaseUrl, options));
  const database = await openEmbedded(options);
  await freeLeases(database.prisma);
  await freeTurns(database.prisma);
  return buildStore(database);
}
