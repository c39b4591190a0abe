import { chmod, mkdir, stat } from "node:fs/promises";
import { join } from "node:path";

import { StartError } from "./start-error.ts";

const forOthers = 0o077;

/**
 * Makes the data folder for its owner alone. One that exists already keeps its mode, because an administrator may have
 * chosen it; the answer is then a sentence for the log when others may look into it, else null. Throws StartError.
 */
export async function privateDataDir(dataDir: string): Promise<string | null> {
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    const { mode } = await stat(dataDir);
    if ((mode & forOthers) === 0) return null;
    return `DATA_DIR ${dataDir} is open to other users of this machine (mode ${(mode & 0o777).toString(8)}); close it with: chmod 700`;
  } catch (error) {
    const sentence = `DATA_DIR ${dataDir} cannot be made (${codeOf(error)}); write a folder that the bridge may write to.`;
    throw new StartError([sentence], error);
  }
}

/**
 * Closes the embedded database to everybody but its owner: its files are made readable and writable for all, and hold
 * customers' private notes. A folder that is not there yet is left to the store, which takes an empty one for a
 * database. Throws StartError.
 */
export async function closeDatabaseFolder(dataDir: string): Promise<void> {
  const folder = join(dataDir, "db");
  try {
    await chmod(folder, 0o700);
  } catch (error) {
    const code = codeOf(error);
    if (code === "ENOENT") return;
    throw new StartError(
      [`${folder} cannot be closed to other users (${code}); give it to the user who runs the bridge.`],
      error,
    );
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown error";
}
