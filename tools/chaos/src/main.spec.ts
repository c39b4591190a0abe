import { spawn } from "node:child_process";
import { chmod, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { afterEach, beforeEach, expect, it, vi } from "vitest";

const main = fileURLToPath(new URL("main.ts", import.meta.url));
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ticket-bridge-chaos-main-"));
  // PostgreSQL may run as a user of its own, who has to get through.
  await chmod(folder, 0o755);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Starts the command with a temp folder of its own. */
function start(...args: string[]) {
  const child = spawn(process.execPath, ["--conditions=@ticket-bridge/source", main, ...args], {
    env: { ...process.env, TMPDIR: folder },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = { text: "" };
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => void (said.text += text));
  }
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  return { child, said, ended };
}

it("ends everything it started when it is stopped, and says so", async () => {
  const { child, said, ended } = start("--database", "postgresql", "--kills", "50");
  await vi.waitFor(() => expect(said.text).toContain("PostgreSQL"), 60_000);
  child.kill("SIGINT");
  expect(await ended, said.text).toBe(130);
  expect(said.text).toContain("Nothing is left running.");
  expect((await readdir(folder)).filter((name) => name.startsWith("ticket-bridge"))).toEqual([]);
}, 120_000);

it("refuses an option that it does not know with exit code 2", async () => {
  const { said, ended } = start("--fast");
  expect(await ended).toBe(2);
  expect(said.text).toContain("--fast");
});
