import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";

/** Ends with 0 only when all is written: a promise that never settles would end it with 0 too. */
const program = `
  const [, pglite, dataDir, ...startParams] = process.argv;
  process.exitCode = 1;
  require(pglite).PGlite.create({ dataDir, startParams })
    .then((made) => made.close())
    .then(() => process.exit(0));
`;

/**
 * Makes the files of an empty database in `folder`, an empty folder, by a process of its own. PGlite makes them in a
 * second instance and copies them over, and little of that goes back to the system: 1,064 MB at the most instead of the
 * 182 that opening takes, and 330 stay. The other process takes 550 MB, once in the life of a database; 1,090 without
 * `--liftoff-only` (see `keepWasmSmall`), and half as much CPU again. It has a process group of its own: who stops the bridge
 * by Ctrl-C waits for it instead of being told that it failed.
 *
 * It outlives a killed bridge by the rest of its two seconds, so nobody else may use `folder` before it is whole. Rejects
 * with the end of what it said.
 */
export async function makeFiles(folder: string, startParams: readonly string[]): Promise<void> {
  const pglite = createRequire(import.meta.url).resolve("@electric-sql/pglite");
  const child = spawn(process.execPath, ["--liftoff-only", "--eval", program, "--", pglite, folder, ...startParams], {
    stdio: ["ignore", "ignore", "pipe"],
    detached: true,
  });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said = (said + text).slice(-2_000)));
  const [code, signal] = (await once(child, "close")) as [number | null, string | null];
  if (code !== 0) throw new Error(said.trim() || `its process ended with ${signal ?? code}`);
}
