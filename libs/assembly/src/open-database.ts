import { openStore, type BridgeStore } from "@ticket-bridge/store";

import type { BridgeConfig } from "./config/config.ts";
import type { Log } from "./log/create-log.ts";
import { errorText } from "./log/error-text.ts";
import { closeDatabaseFolder, privateDataDir } from "./private-data-dir.ts";
import { toldByStore } from "./told-by-store.ts";

/** Makes the data folder and opens the database. Throws StartError for what a person has to mend. */
export async function openDatabase(config: BridgeConfig, log: Log): Promise<BridgeStore> {
  const { dataDir } = config;
  const warning = await privateDataDir(dataDir);
  if (warning !== null) log.warn(warning);
  // Before the store opens it, and again for one that it made.
  await closeDatabaseFolder(dataDir);
  const store = await opened(config, log);
  await closeDatabaseFolder(dataDir);
  return store;
}

async function opened({ databaseUrl, dataDir }: BridgeConfig, log: Log): Promise<BridgeStore> {
  try {
    return await openStore({
      databaseUrl,
      dataDir,
      log: ({ level, message, error }) => {
        log[level](error === undefined ? {} : { error: errorText(error) }, message);
      },
    });
  } catch (error) {
    throw toldByStore(error, databaseUrl) ?? error;
  }
}
