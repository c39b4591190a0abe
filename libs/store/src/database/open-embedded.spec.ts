import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { expect, it } from "vitest";

const program = `
  import { openEmbedded } from ${JSON.stringify(import.meta.resolve("./open-embedded.ts"))};
  const database = await openEmbedded({ databaseUrl: null, dataDir: process.argv[1] });
  const { external } = process.memoryUsage();
  for (let turn = 0; turn < 300; turn += 1) await database.prisma.$queryRaw\`SELECT count(*) FROM links\`;
  await database.close();
  console.log("\\nexternal " + external);
`;

it("makes and opens a database in a process that never holds two, nor has its WebAssembly optimized", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "ticket-bridge-embedded-"));
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      ...["--conditions=@ticket-bridge/source", "--trace-wasm-compilation-times"],
      ...["--input-type=module", "--eval", program, "--", dataDir],
    ],
    { maxBuffer: 64 * 1_024 * 1_024 },
  );
  await rm(dataDir, { recursive: true, force: true });
  // Prisma's WebAssembly has far fewer functions.
  const pglite = /^Compiled function (\S+)#1\d{4} using Liftoff/m.exec(stdout)?.[1];
  expect(pglite).toBeDefined();
  const compiled = stdout.split("\n").filter((line) => line.startsWith(`Compiled function ${pglite}#`));
  expect(compiled.filter((line) => line.includes("using TurboFan"))).toEqual([]);
  // One instance has 128 MB; making the files here took two, a copy of one, and the files.
  const external = Number(/^external (\d+)$/m.exec(stdout)?.[1]);
  expect(external).toBeGreaterThan(128 * 1_024 * 1_024);
  expect(external).toBeLessThan(200 * 1_024 * 1_024);
}, 120_000);
