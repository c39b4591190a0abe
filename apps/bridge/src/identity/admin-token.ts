import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { StartError } from "../start-error.ts";

/**
 * The admin API's token: the given one, else the one under `dataDir`, else a new one that is stored there for its owner
 * alone. `madeNow` says that a person has not seen it yet. Throws StartError for a file that holds no token.
 */
export async function settleAdminToken(
  dataDir: string,
  given: string | null,
): Promise<{ token: string; madeNow: boolean; path: string }> {
  const path = join(dataDir, "admin-token");
  if (given !== null) return { token: given, madeNow: false, path };
  const token = randomBytes(24).toString("base64url");
  try {
    await writeFile(path, `${token}\n`, { mode: 0o600, flag: "wx" });
    return { token, madeNow: true, path };
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
  const stored = (await readFile(path, "utf8")).trim();
  if (/^[\x21-\x7e]{16,1024}$/.test(stored)) return { token: stored, madeNow: false, path };
  throw new StartError([`${path} holds no token; remove it, and the next start makes a new one.`]);
}
