import { spawnSync } from "node:child_process";

import { places } from "./places.ts";

/**
 * Makes the client in libs/store/src/generated from prisma/schema.prisma; quiet when it works, called after every
 * install. Prisma's command would download a schema engine, which generating does not need: any file that exists will
 * do as its name, and nothing is asked of the network.
 */
const run = spawnSync(process.execPath, [places.prisma, "generate", "--schema", places.schema, "--no-hints"], {
  cwd: places.root,
  env: {
    ...process.env,
    PRISMA_SCHEMA_ENGINE_BINARY: "/bin/true",
    CHECKPOINT_DISABLE: "1",
    PRISMA_HIDE_UPDATE_MESSAGE: "1",
    NO_UPDATE_NOTIFIER: "1",
  },
  encoding: "utf8",
  timeout: 120_000,
});

if (run.status !== 0) {
  const why = run.error?.message ?? (`${run.stdout}\n${run.stderr}`.trim() || `it ended with ${String(run.signal)}`);
  process.stderr.write(`The database client could not be generated from ${places.schema}:\n${why}\n`);
  process.exitCode = 1;
}
