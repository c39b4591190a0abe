import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * The nearest `prisma/migrations` above this file: beside a bundle where the build put a copy, in the repository when
 * the sources run.
 */
export function findMigrations(from: string = import.meta.dirname): string {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, "prisma/migrations");
    if (existsSync(join(candidate, "migration_lock.toml"))) return candidate;
    if (folder === dirname(folder)) break;
  }
  throw new Error(`The migrations of the database (prisma/migrations) were not found above ${from}.`);
}
