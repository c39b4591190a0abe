import { chmod, mkdtemp, rename, rm } from "node:fs/promises";
import { createServer, type RequestListener } from "node:http";
import { join } from "node:path";

import { apiSocketName } from "@ticket-bridge/assembly";
import { withShortPath } from "@ticket-bridge/store";

import { closeServer } from "./listen.ts";

const roomForNames = 48;

/**
 * Serves on a socket in the data folder, for the user who owns it alone. One that an earlier process left behind is
 * replaced: whoever calls this has the folder for itself.
 */
export async function listenInFolder(
  handler: RequestListener,
  dataDir: string,
): Promise<{ close(withinMs: number): Promise<void> }> {
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000 }, handler);
  // Born in a folder that nobody else may enter, so that there is no moment in which others could connect.
  const cradle = await mkdtemp(join(dataDir, ".api-"));
  try {
    await withShortPath(
      cradle,
      roomForNames,
      (folder) =>
        new Promise<void>((resolve, reject) => {
          server.once("error", reject);
          server.listen(join(folder, "s"), resolve);
        }),
    );
    await chmod(join(cradle, "s"), 0o600);
    await rename(join(cradle, "s"), join(dataDir, apiSocketName));
  } finally {
    await rm(cradle, { recursive: true, force: true });
  }
  return {
    close: async (withinMs) => {
      await rm(join(dataDir, apiSocketName), { force: true });
      await closeServer(server, withinMs);
    },
  };
}
