import { mkdir } from "node:fs/promises";

import { openStore, type BridgeStore } from "@ticket-bridge/store";

import type { BridgeConfig } from "./config/config.ts";
import type { Log } from "./log/create-log.ts";
import { errorText } from "./log/error-text.ts";
import { StartError } from "./start-error.ts";

/** What the store says in a sentence for the person who starts the program. */
const told = ["DataDirInUseError", "DatabaseNewerError", "MigrationFailedError", "StoreUnavailableError"];

/** Makes the data folder and opens the database. Throws StartError for what a person has to mend. */
export async function openDatabase(config: BridgeConfig, log: Log): Promise<BridgeStore> {
  const { databaseUrl, dataDir } = config;
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    const sentence = `DATA_DIR ${dataDir} cannot be made (${code}); write a folder that the bridge may write to.`;
    throw new StartError([sentence], error);
  }
  try {
    return await openStore({
      databaseUrl,
      dataDir,
      log: ({ level, message, error }) => {
        log[level](error === undefined ? {} : { error: errorText(error) }, message);
      },
    });
  } catch (error) {
    if (!(error instanceof Error) || !told.includes(error.name)) throw error;
    // Only the embedded database is always there; a server may be named wrongly.
    const hint = error.name === "StoreUnavailableError" && databaseUrl !== null ? " Is DATABASE_URL right?" : "";
    throw new StartError([`${error.message}${hint}`], error);
  }
}
