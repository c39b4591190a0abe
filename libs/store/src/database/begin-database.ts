import { existsSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

export interface BegunDatabase {
  readonly folder: string;
  /** Called once the database stands and is migrated. */
  finish(): Promise<void>;
}

/**
 * The folder of the embedded database. A process killed while PGlite makes its files leaves a folder that can never be
 * opened, so a mark stands beside it during that time. Found at a start, it means that nothing was ever stored there:
 * it is set only where there was no database, and goes before the first row comes.
 */
export async function beginDatabase(dataDir: string): Promise<BegunDatabase> {
  const folder = join(dataDir, "db");
  const mark = join(dataDir, "db.beginning");
  if (existsSync(mark)) await rm(folder, { recursive: true, force: true });
  else if (!existsSync(folder))
    await writeFile(mark, "The database in db is being made; nothing is stored in it yet.\n");
  return { folder, finish: () => rm(mark, { force: true }) };
}
