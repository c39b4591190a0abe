import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { globSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, it } from "vitest";

import { putEmptyDatabase } from "./testing/shared-databases.ts";

interface Started {
  readonly child: ChildProcess;
  /** What it said so far, line by line. */
  readonly lines: string[];
}

let dataDir: string;
let started: Started[] = [];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "ticket-bridge-two-"));
});

afterEach(async () => {
  await Promise.all(started.map(kill));
  started = [];
  await rm(dataDir, { recursive: true, force: true });
});

function launch(): Started {
  const program = join(import.meta.dirname, "testing/open-and-wait.ts");
  const child = spawn(process.execPath, ["--conditions=@ticket-bridge/source", program, dataDir], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines: string[] = [];
  let rest = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    const parts = (rest + text).split("\n");
    rest = parts.pop() ?? "";
    lines.push(...parts);
  });
  const one = { child, lines };
  started.push(one);
  return one;
}

/** Starts a process on the folder and waits for it to say so many lines. */
async function start(lines = 1): Promise<Started> {
  const one = launch();
  await expect.poll(() => one.lines.length, { timeout: 30_000 }).toBeGreaterThanOrEqual(lines);
  return one;
}

async function kill({ child }: Started): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGKILL");
  await once(child, "exit");
}

/** How many messages the process found at its start. */
const found = ({ lines }: Started) => Number(/^ready (\d+)$/.exec(lines[0] ?? "")?.[1]);
/** How many it said it had stored. */
const acknowledged = ({ lines }: Started) => Number(/(\d+)$/.exec(lines.at(-1) ?? "")?.[1]);

it("refuses a second process, naming the first, and loses nothing when each is killed while it writes", async () => {
  await putEmptyDatabase(dataDir);
  let least = 0;
  for (let round = 1; round <= 3; round += 1) {
    const first = await start(10);
    expect(found(first)).toBeGreaterThanOrEqual(least);
    const second = await start();
    expect(second.lines[0]).toMatch(
      new RegExp(`^refused DataDirInUseError: The data folder .* is in use by the process with id ${first.child.pid}`),
    );
    await kill(first);
    least = acknowledged(first);
  }
  expect(least).toBeGreaterThan(20);
  expect(found(await start())).toBeGreaterThanOrEqual(least);
}, 120_000);

it("lets one of three win that start at once after a kill", async () => {
  await putEmptyDatabase(dataDir);
  const first = await start(3);
  await kill(first);
  const lines = (await Promise.all([start(), start(), start()])).map((one) => one.lines[0] ?? "");
  expect(lines.filter((line) => line.startsWith("ready "))).toHaveLength(1);
  expect(lines.filter((line) => line.startsWith("refused DataDirInUseError"))).toHaveLength(2);
}, 120_000);

it.each([
  ["had just taken the folder", "bridge.sock"],
  ["was making the database's files", "db.making.*/base"],
  ["was starting and migrating the database", "db/postmaster.pid"],
])(
  "opens after a process was killed at its very first start when it %s",
  async (_when, sign) => {
    const first = launch();
    await expect.poll(() => globSync(join(dataDir, sign)).length > 0, { interval: 5, timeout: 90_000 }).toBe(true);
    await kill(first);
    expect((await start()).lines[0]).toMatch(/^ready \d+$/);
  },
  120_000,
);

it("gives the folder back at a proper end", async () => {
  await putEmptyDatabase(dataDir);
  const first = await start(3);
  first.child.kill("SIGTERM");
  await once(first.child, "exit");
  expect(first.child.exitCode).toBe(0);
  expect(found(await start())).toBe(acknowledged(first));
}, 120_000);
