import { execFile, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { afterEach, beforeEach, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const flags = ["--max-semi-space-size=8", "--initial-old-space-size=48", "--heap-growing-percent=100"];

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ticket-bridge-frugal-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A program that starts as the bins do. `before` runs in each process first. */
async function bin(does: string, before = ""): Promise<string> {
  const path = join(folder, "bin.mjs");
  const frugal = JSON.stringify(join(root, "tools/bundle/frugal-node.js"));
  await writeFile(
    path,
    `import { onFrugalNode } from ${frugal};\n${before}\nawait onFrugalNode(async () => { ${does} });\n`,
  );
  return path;
}

async function told(path: string, nodeArgs: readonly string[] = []): Promise<unknown> {
  const { NODE_OPTIONS: _, ...env } = process.env;
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [...nodeArgs, path, "--json", "a b"], { env });
  expect(stderr).toBe("");
  return JSON.parse(stdout);
}

const tells = `console.log(JSON.stringify({
  flags: process.execArgv, args: process.argv.slice(2), arenas: process.env.MALLOC_ARENA_MAX ?? null }));`;

it("tells Node how to use memory where nobody has, and passes the command line on", async () => {
  const path = await bin(tells);
  expect(await told(path)).toEqual({ flags, args: ["--json", "a b"], arenas: "2" });
  expect(await told(path, flags)).toEqual({ flags, args: ["--json", "a b"], arenas: null });
});

it.each(["", "process.execve = undefined;"])("ends as its program ends, and passes signals on (%s)", async (before) => {
  const failing = await bin("process.exitCode = 5;", before);
  const code = await new Promise((resolve) => spawn(process.execPath, [failing]).on("exit", resolve));
  expect(code).toBe(5);
  const waiting = await bin(
    `process.on("SIGINT", () => process.exit(7)); console.log("waits"); setInterval(() => undefined, 1000);`,
    before,
  );
  const child = spawn(process.execPath, [waiting]);
  child.stdout.once("data", () => child.kill("SIGINT"));
  expect(await new Promise((resolve) => child.on("exit", resolve))).toBe(7);
});

it("tells it the same as the npm script", () => {
  const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { scripts: { backfill: string } };
  expect(scripts.backfill).toBe(`MALLOC_ARENA_MAX=2 exec node ${flags.join(" ")} apps/backfill/bin/backfill.js`);
});
