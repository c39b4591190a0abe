import { linkPair, see } from "./acts.ts";
import { openStore } from "../open-store.ts";

/**
 * A process that opens the embedded store on the folder of its first argument, says "ready <messages>" with how many it
 * found there, and then stores one after the other, saying "stored <messages>" after each; when it cannot open, it says
 * why. Started by the tests with a real Node.
 */
try {
  const store = await openStore({ databaseUrl: null, dataDir: process.argv[2] ?? "" });
  if ((await store.listLinks({ cursor: null, limit: 1 })).items.length === 0) await linkPair(store, 1, 2);
  let stored = (await store.countMirrors()).pending;
  process.stdout.write(`ready ${stored}\n`);
  let ending = false;
  process.on("SIGTERM", () => (ending = true));
  while (!ending) {
    await see(store, "superoffice", 1, [(stored += 1)]);
    process.stdout.write(`stored ${stored}\n`);
  }
  await store.close();
} catch (error) {
  process.stdout.write(`refused ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}\n`);
  process.exit(3);
}
