import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { promisify } from "node:util";

import { describe, expect, it } from "vitest";

import { help, OptionsError, readOptions } from "./options.ts";

const command = ["--conditions=@ticket-bridge/source", new URL("main.ts", import.meta.url).pathname];
const run = (...args: string[]) => promisify(execFile)(process.execPath, [...command, ...args]);

describe("the simulate command", () => {
  it("ends with a table and exit code 0 when every promise was kept", async () => {
    const { stdout, stderr } = await run("--seeds", "3", "--from", "5", "--workers", "1");
    expect(stdout).toMatch(/^seeds +3 in \d+ s$/m);
    expect(stdout).toMatch(/^messages of people +\d+$/m);
    expect(stdout).toMatch(/^broken promises +0$/m);
    expect(stderr.trim().split("\n").at(-1)).toBe("3 of 3 seeds");
  }, 60_000);

  it("prints the same story each time that one seed is played", async () => {
    const withoutTimes = ({ stdout }: { stdout: string }) => stdout.replace(/ in \d+ s$/m, "");
    const first = withoutTimes(await run("--seed", "12", "--story"));
    expect(first).toContain("bridge 1 starts");
    expect(withoutTimes(await run("--seed", "12", "--story"))).toBe(first);
  }, 60_000);

  it("stops at Ctrl-C and tells what was done until then", async () => {
    const playing = spawn(process.execPath, [...command, "--seeds", "30", "--workers", "1"]);
    let said = "";
    playing.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
    const ended = once(playing, "close");
    await once(playing.stderr, "data");
    playing.kill("SIGINT");
    const [code] = (await ended) as [number];
    expect(said).toContain("Stopped before the end");
    expect(said).toMatch(/^seeds +\d+ in \d+ s$/m);
    expect(code).toBe(130);
  }, 60_000);

  it("prints its options when asked", async () => {
    expect((await run("--help")).stdout).toBe(help);
  });

  it("answers a wrong option with a sentence and exit code 2", async () => {
    await expect(run("--seeds", "many")).rejects.toMatchObject({
      code: 2,
      stderr: "--seeds must be a whole number below 1000000000.\n",
    });
    expect(() => readOptions(["--seeds", "0"])).toThrow(OptionsError);
    expect(() => readOptions(["--seed", "3", "--from", "2"])).toThrow("--seed plays one seed");
    expect(() => readOptions(["--sedes", "3"])).toThrow("Unknown option '--sedes'. Try --help.");
  });
});
