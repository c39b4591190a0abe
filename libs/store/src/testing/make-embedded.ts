import { openStore } from "../open-store.ts";

/** A process that makes and migrates the embedded database under the folder of its first argument. */
await (await openStore({ databaseUrl: null, dataDir: process.argv[2] ?? "" })).close();
