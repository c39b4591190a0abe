import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What fits into a socket's address on Linux (108 bytes with the closing zero), less a reserve for other systems. */
const longestAddress = 100;

/**
 * Calls `use` with a path of the folder that is short enough for the address of a socket in it: the folder itself, or
 * a link to it in a fresh private folder of the system's temp folder, removed afterwards. A socket that is bound stays
 * reachable by any path that leads to it, so the link is needed for the moment of binding or connecting only.
 */
export async function withShortPath<Result>(
  folder: string,
  longestName: number,
  use: (folder: string) => Promise<Result>,
): Promise<Result> {
  if (Buffer.byteLength(folder) + 1 + longestName <= longestAddress) return await use(folder);
  const own = await mkdtemp(join(tmpdir(), "tb-"));
  try {
    const link = join(own, "d");
    await symlink(folder, link, "dir");
    return await use(link);
  } finally {
    await rm(own, { recursive: true, force: true });
  }
}
