import { spawn } from "node:child_process";
import { join } from "node:path";

import { repository } from "./repository.ts";

/** What `npm start` runs. */
export const launcher = join(repository, "apps/bridge/start.js");

/** Has the launcher build what is not built, so that no start of a bridge has to. Rejects with what it said. */
export async function buildBridge(signal: AbortSignal): Promise<void> {
  const child = spawn(process.execPath, [launcher, "--version"], {
    cwd: repository,
    stdio: ["ignore", "pipe", "pipe"],
    signal,
  });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => said.push(text));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code !== 0) throw new Error(`The bridge could not be built: ${said.join("").trim()}`);
}
