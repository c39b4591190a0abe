import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { DatabaseNotMadeError } from "../errors/database-not-made-error.ts";

export interface BegunDatabase {
  readonly folder: string;
  /** Called once the database stands and is migrated. */
  readonly finish: () => Promise<void>;
}

/**
 * The folder of the embedded database, filled by `makeFiles` when there is none. Rejects with DatabaseNotMadeError.
 *
 * A process killed while files are made leaves a folder that can never be opened, so they are made beside it, and a mark
 * stands there until the database is migrated. Found at a start, it means that nothing was ever stored there: it is set
 * only where there was no database, and goes before the first row comes. Each making has a folder of its own, because
 * what makes the files may outlive the killed process and write on while the next one makes its own.
 */
export async function beginDatabase(
  dataDir: string,
  makeFiles: (folder: string) => Promise<void>,
): Promise<BegunDatabase> {
  const folder = join(dataDir, "db");
  const mark = join(dataDir, "db.beginning");
  await removeUnfinished(dataDir);
  if (existsSync(mark)) await rm(folder, { recursive: true, force: true });
  if (!existsSync(folder)) {
    await writeFile(mark, "The database in db is being made; nothing is stored in it yet.\n");
    const making = join(dataDir, `${makingPrefix}${randomBytes(4).toString("hex")}`);
    try {
      await mkdir(making, { mode: 0o700 });
      await makeFiles(making);
      await rename(making, folder);
    } catch (error) {
      await removeUnfinished(dataDir);
      throw new DatabaseNotMadeError(dataDir, error);
    }
  }
  return { folder, finish: () => rm(mark, { force: true }) };
}

const makingPrefix = "db.making.";

/** What cannot be removed, because an orphan still writes there, is left to the next start. */
async function removeUnfinished(dataDir: string): Promise<void> {
  const names = (await readdir(dataDir)).filter((name) => name.startsWith(makingPrefix));
  for (const name of names) await rm(join(dataDir, name), { recursive: true, force: true }).catch(() => undefined);
}
