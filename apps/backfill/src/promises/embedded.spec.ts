import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { patienceMs } from "../testing/command-process.ts";
import { TwoDesks } from "../testing/two-desks.ts";

let desks: TwoDesks;

beforeEach(async () => {
  desks = await TwoDesks.start(null);
});
afterEach(() => desks.stop());

async function pairs(): Promise<readonly string[]> {
  return ["--tickets-file", await desks.pairsFile()];
}

function faults(): readonly string[] {
  return desks.pairs.flatMap((pair) => desks.faultsOf(pair));
}

it("carries history over on the embedded database when no bridge runs, and gives the folder back", async () => {
  desks.addPair({ superoffice: 2, requestor: 2 });
  const { code, stdout } = await desks.run([...(await pairs()), "--yes"]);
  expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining("both sides agree") as string });
  expect(faults()).toEqual([]);
  expect((await readdir(join(desks.folder, "data"))).filter((name) => name.endsWith(".sock"))).toEqual([]);
});

describe("beside a running bridge", () => {
  it("has the bridge carry it over and shows it, dry run and all, over a socket that only its user can open", async () => {
    desks.addPair({ superoffice: 3, requestor: 2 });
    await desks.startBridge();
    expect((await stat(join(desks.folder, "data", "bridge.api.sock"))).mode & 0o777).toBe(0o600);
    const dry = await desks.run([...(await pairs()), "--dry-run"]);
    expect(dry).toMatchObject({ code: 0, stdout: expect.stringContaining("A second run would write 0.") as string });
    expect(desks.writes).toBe(0);
    const { code, stdout, stderr } = await desks.run([...(await pairs()), "--yes"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("What backfill 1 will do:");
    expect(stdout).toContain("Backfill 1 is finished: both sides agree.");
    expect(faults()).toEqual([]);
    expect(await readdir(desks.reportDir)).toHaveLength(3);
    const writes = desks.writes;
    expect((await desks.run([...(await pairs()), "--yes", "--json"])).code).toBe(0);
    expect(desks.writes).toBe(writes);
  });

  it("stops the run at one Ctrl-C, goes on later, and refuses a second command meanwhile", async () => {
    for (let each = 0; each < 3; each += 1) desks.addPair({ superoffice: 8, requestor: 8 });
    await desks.startBridge();
    const args = [...(await pairs()), "--yes", "--max-rps", "10"];
    const first = desks.begin(args);
    await first.says("Running:");
    const second = await desks.run(["--yes"]);
    expect(second).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("is being carried out by this bridge for process") as string,
    });
    await desks.requestor.control.waitFor((control) => control.writes().length > 0, { timeoutMs: patienceMs });
    first.kill("SIGINT");
    expect(await first.ended).toEqual({ code: 5, signal: null });
    expect(faults()).not.toEqual([]);
    const last = await desks.run(["--yes"]);
    expect({ code: last.code, stderr: last.stderr }).toEqual({ code: 0, stderr: "" });
    expect(faults()).toEqual([]);
  });

  it("goes on without a command that was killed, and another one can show it", async () => {
    for (let each = 0; each < 2; each += 1) desks.addPair({ superoffice: 8, requestor: 8 });
    await desks.startBridge();
    const first = desks.begin([...(await pairs()), "--yes", "--max-rps", "10"]);
    await first.says("Running:");
    first.kill("SIGKILL");
    await first.ended;
    await desks.requestor.control.waitFor((control) => control.writes().length > 0, { timeoutMs: patienceMs });
    // The killed one counts as watching for five seconds.
    const giveUpAt = performance.now() + patienceMs;
    let last = await desks.run(["--yes"]);
    while (last.code === 1 && performance.now() < giveUpAt) last = await desks.run(["--yes"]);
    expect({ code: last.code, stderr: last.stderr }).toEqual({ code: 0, stderr: "" });
    expect(faults()).toEqual([]);
  });

  it("ends as interrupted and resumable when the bridge is stopped", async () => {
    for (let each = 0; each < 3; each += 1) desks.addPair({ superoffice: 8, requestor: 8 });
    const bridge = await desks.startBridge();
    const first = desks.begin([...(await pairs()), "--yes", "--max-rps", "10"]);
    await first.says("Running:");
    bridge.kill("SIGTERM");
    expect((await bridge.ended).code).toBe(0);
    expect(await first.ended).toEqual({ code: 5, signal: null });
    const last = await desks.run(["--yes"]);
    expect({ code: last.code }).toEqual({ code: 0 });
    expect(faults()).toEqual([]);
  });

  it("gives the same exit codes for credentials that are refused and a helpdesk that is away", async () => {
    desks.addPair({ superoffice: 1, requestor: 1 });
    await desks.startBridge();
    await desks.requestor.control.down("refused");
    expect((await desks.run([...(await pairs()), "--dry-run"])).code).toBe(4);
    await desks.requestor.control.up();
    desks.superoffice.control.faults.add({ kind: "unauthorized", times: "always" });
    expect((await desks.run([...(await pairs()), "--dry-run"])).code).toBe(3);
    expect(desks.writes).toBe(0);
  });
});
