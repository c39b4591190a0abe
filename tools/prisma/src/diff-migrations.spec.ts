import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, it } from "vitest";

import { diffMigrations } from "./diff-migrations.ts";
import { places } from "./places.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ticket-bridge-diff-"));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

it("finds that the migrations make exactly what schema.prisma says", async () => {
  expect(await diffMigrations(places.migrations, places.schema)).toBe("");
});

it("tells what is missing when schema.prisma says more than the migrations make", async () => {
  const schema = join(folder, "schema.prisma");
  await writeFile(schema, `${await readFile(places.schema, "utf8")}\nmodel Extra {\n  id Int @id\n}\n`);
  expect(await diffMigrations(places.migrations, schema)).toContain('CREATE TABLE "Extra"');
});

it("names the migration that does not run", async () => {
  const migrations = join(folder, "migrations");
  await cp(places.migrations, migrations, { recursive: true });
  await mkdir(join(migrations, "99990101000000_broken"));
  await writeFile(join(migrations, "99990101000000_broken/migration.sql"), "CREATE TABLE nonsense (id nothing);");
  await expect(diffMigrations(migrations, places.schema)).rejects.toThrow(/99990101000000_broken/);
});
