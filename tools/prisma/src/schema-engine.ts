import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

import { PGlite } from "@electric-sql/pglite";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import type * as Engine from "@prisma/schema-engine-wasm/schema_engine_bg";
import { PrismaPGlite } from "pglite-prisma-adapter";

const require = createRequire(import.meta.url);

let loaded: Promise<typeof Engine> | undefined;

/**
 * Loads Prisma's schema engine from its WebAssembly file: the module's own entry imports it as only bundlers can. To be
 * called once: the module keeps its one instance in a variable of its own.
 */
async function loadEngine(): Promise<typeof Engine> {
  const engine = await import("@prisma/schema-engine-wasm/schema_engine_bg");
  const folder = dirname(require.resolve("@prisma/schema-engine-wasm"));
  const { instance } = await WebAssembly.instantiate(await readFile(join(folder, "schema_engine_bg.wasm")), {
    "./schema_engine_bg.js": engine as unknown as WebAssembly.ModuleImports,
  });
  engine.__wbg_set_wasm(instance.exports);
  (instance.exports["__wbindgen_start"] as () => void)();
  return engine;
}

/** An empty database in memory, for the engine to try migrations on. */
async function connectToMemory() {
  const database = await PGlite.create();
  const adapter = await new PrismaPGlite(database).connect();
  return Object.assign(adapter, {
    // The package's own method does not wait for the script, so that a script's error would be lost.
    executeScript: async (script: string) => void (await database.exec(script)),
    dispose: () => database.close(),
  });
}

/** Opens Prisma's schema engine on a database in memory. */
export async function openSchemaEngine(schema: { path: string; content: string }): Promise<Engine.SchemaEngine> {
  const engine = await (loaded ??= loadEngine());
  const adapter = bindMigrationAwareSqlAdapterFactory({
    provider: "postgres",
    adapterName: "memory",
    connect: connectToMemory,
    connectToShadowDb: connectToMemory,
  });
  return await engine.SchemaEngine.new({ datamodels: [[schema.path, schema.content]] }, () => undefined, adapter);
}
