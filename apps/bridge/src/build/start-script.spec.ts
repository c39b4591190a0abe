import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { afterEach, beforeEach, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../../../", import.meta.url));
const launcher = "apps/bridge/start.js";

/** Stands for the bridge: keeps 60,000 small things for a while each, as a backlog does, and says what that took. */
const probe = `
  import { getHeapSpaceStatistics, getHeapStatistics } from "node:v8";
  const kept = [];
  let newSpace = 0;
  for (let turn = 0; turn < 1_500_000; turn += 1) {
    kept[turn % 60_000] = { turn, text: "x" + turn, parts: [turn, turn, turn, turn] };
    if (turn % 20_000 !== 0) continue;
    const { space_size: size } = getHeapSpaceStatistics().find(({ space_name: name }) => name === "new_space");
    newSpace = Math.max(newSpace, size);
  }
  console.log(JSON.stringify({ newSpace, limit: getHeapStatistics().heap_size_limit }));
`;
const megabyte = 1_024 * 1_024;
/**
 * Two halves of 8 MB, and a page of 256 KB for each of V8's scavengers (8 at most) that has one half filled at that
 * moment: 66 pages were seen on two busy cores, never more than 64 with `--no-parallel-scavenge`. The usual one has 512.
 */
const smallYoungGeneration = 16 * megabyte + 8 * (megabyte / 4);
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ticket-bridge-start-script-"));
  await writeFile(join(folder, "probe.mjs"), probe);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function measured(script: string): Promise<{ newSpace: number; limit: number }> {
  const { NODE_OPTIONS: _, ...environment } = process.env;
  const env = { ...environment, PATH: `${dirname(process.execPath)}${delimiter}${environment["PATH"] ?? ""}` };
  const { stdout } = await promisify(execFile)(
    "sh",
    ["-c", script.replace(launcher, '"$0"'), join(folder, "probe.mjs")],
    {
      env,
    },
  );
  return JSON.parse(stdout) as { newSpace: number; limit: number };
}

it("starts Node with a young generation that stays small and a heap as large as ever", async () => {
  const { scripts } = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as { scripts: { start: string } };
  expect(scripts.start).toContain(launcher);
  const [bridge, usual] = [await measured(scripts.start), await measured(`exec node ${launcher}`)];
  expect(bridge.newSpace).toBeLessThanOrEqual(smallYoungGeneration);
  expect(usual.newSpace).toBeGreaterThan(bridge.newSpace);
  // The limit counts the young generation too, which is smaller.
  expect(bridge.limit).toBeGreaterThan(usual.limit - 200 * megabyte);
});
