import { randomBytes } from "node:crypto";
import { chmod, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { StartError } from "../start-error.ts";

export interface AdminToken {
  readonly token: string;
  /** A person has not seen it yet. */
  readonly madeNow: boolean;
  /** Null for a given one, which is stored nowhere. */
  readonly path: string | null;
}

/**
 * The admin API's token: the given one, else the one under `dataDir`, else a new one that is stored there for its owner
 * alone. Throws StartError for a file that holds no token or cannot be read.
 */
export async function settleAdminToken(dataDir: string, given: string | null): Promise<AdminToken> {
  if (given !== null) return { token: given, madeNow: false, path: null };
  const path = join(dataDir, "admin-token");
  const token = randomBytes(24).toString("base64url");
  try {
    await writeFile(path, `${token}\n`, { mode: 0o600, flag: "wx" });
    return { token, madeNow: true, path };
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw unusable(path, "written", error);
  }
  const stored = await readStored(path);
  if (/^[\x21-\x7e]{16,1024}$/.test(stored)) return { token: stored, madeNow: false, path };
  throw new StartError([`${path} holds no token; remove it, and the next start makes a new one.`]);
}

async function readStored(path: string): Promise<string> {
  try {
    const text = await readFile(path, "utf8");
    // It may have been copied, or written by hand, for everybody to read.
    await chmod(path, 0o600);
    return text.trim();
  } catch (error) {
    throw unusable(path, "read", error);
  }
}

function unusable(path: string, what: "read" | "written", error: unknown): StartError {
  const code = codeOf(error) ?? "unknown error";
  return new StartError(
    [`${path} cannot be ${what} (${code}); make it a file of the user who runs the bridge, or write ADMIN_TOKEN.`],
    error,
  );
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && "code" in error ? String(error.code) : null;
}
