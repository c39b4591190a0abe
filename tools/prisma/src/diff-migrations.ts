import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { openSchemaEngine } from "./schema-engine.ts";

const noFilters = { externalTables: [], externalEnums: [] };

/** The SQL that is missing between what the migrations make and what the schema says; empty when they agree. */
export async function diffMigrations(migrationsDir: string, schemaPath: string): Promise<string> {
  const schema = { path: schemaPath, content: await readFile(schemaPath, "utf8") };
  const engine = await openSchemaEngine(schema);
  try {
    const { stdout } = await engine.diff({
      from: {
        tag: "migrations",
        baseDir: migrationsDir,
        lockfile: {
          path: "migration_lock.toml",
          content: await readFile(join(migrationsDir, "migration_lock.toml"), "utf8"),
        },
        shadowDbInitScript: "",
        migrationDirectories: await readMigrations(migrationsDir),
      },
      to: { tag: "schemaDatamodel", files: [schema] },
      script: true,
      exitCode: null,
      filters: noFilters,
    });
    const script = stdout?.trim() ?? "";
    return script === "-- This is an empty migration." ? "" : script;
  } finally {
    engine.free();
  }
}

async function readMigrations(migrationsDir: string) {
  const entries = await readdir(migrationsDir, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return await Promise.all(
    names.sort().map(async (name) => ({
      path: name,
      migrationFile: {
        path: "migration.sql",
        content: {
          tag: "ok" as const,
          value: await readFile(join(migrationsDir, name, "migration.sql"), "utf8"),
        },
      },
    })),
  );
}
