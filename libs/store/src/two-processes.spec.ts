import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { afterEach, beforeEach, expect, it } from "vitest";

let dataDir: string;
let started: ChildProcess[] = [];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "ticket-bridge-two-"));
});

afterEach(async () => {
  await Promise.all(started.map(kill));
  started = [];
  await rm(dataDir, { recursive: true, force: true });
});

/** Starts a process on the folder and waits for the line that tells how its opening went. */
async function start(): Promise<{ child: ChildProcess; line: string }> {
  const program = join(import.meta.dirname, "testing/open-and-wait.ts");
  const child = spawn(process.execPath, ["--conditions=@ticket-bridge/source", program, dataDir], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  started.push(child);
  const [line] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
  return { child, line };
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGKILL");
  await once(child, "exit");
}

it("refuses a second process on the folder, naming the first, and harms nothing when each is killed in turn", async () => {
  for (let round = 1; round <= 3; round += 1) {
    const first = await start();
    expect(first.line).toBe(`ready ${round}`);
    const second = await start();
    expect(second.line).toMatch(
      new RegExp(`^refused DataDirInUseError: The data folder .* is in use by the process with id ${first.child.pid}`),
    );
    await kill(first.child);
  }
}, 120_000);

it("lets one of two win that start at once after a kill", async () => {
  await kill((await start()).child);
  const lines = (await Promise.all([start(), start(), start()])).map(({ line }) => line);
  expect(lines.filter((line) => line.startsWith("ready 2"))).toHaveLength(1);
  expect(lines.filter((line) => line.startsWith("refused DataDirInUseError"))).toHaveLength(2);
}, 120_000);

it("gives the folder back at a proper end", async () => {
  const first = await start();
  first.child.kill("SIGTERM");
  await once(first.child, "exit");
  expect((await start()).line).toBe("ready 2");
}, 120_000);
