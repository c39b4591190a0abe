import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { diffMigrations } from "./diff-migrations.ts";
import { places } from "./places.ts";

/**
 * For developers: writes what schema.prisma says and the migrations do not make yet as a new migration, to be read and
 * finished by hand. `node --conditions=@ticket-bridge/source tools/prisma/src/new-migration.ts <name>`
 */
const name = process.argv[2];
if (name === undefined || !/^[a-z0-9_]+$/.test(name)) {
  console.error("Give the migration a name of small letters, digits and underscores: what it changes, in two words.");
  process.exit(1);
}

const script = await diffMigrations(places.migrations, places.schema);
if (script === "") {
  console.log("The migrations already make what schema.prisma says.");
} else {
  const stamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
  const folder = join(places.migrations, `${stamp}_${name}`);
  await mkdir(folder);
  await writeFile(join(folder, "migration.sql"), `${script}\n`);
  console.log(`Written: ${join(folder, "migration.sql")}. Read it before you commit it.`);
}
