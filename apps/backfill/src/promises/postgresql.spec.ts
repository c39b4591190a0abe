import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";

import { sharedPostgresql } from "@ticket-bridge/store/shared-databases";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { patienceMs } from "../testing/command-process.ts";
import { TwoDesks } from "../testing/two-desks.ts";

const postgresql = sharedPostgresql();
let databaseUrl: string;
let desks: TwoDesks;

beforeEach(async () => {
  databaseUrl = await postgresql.createDatabase();
  desks = await TwoDesks.start(databaseUrl);
});
afterEach(() => desks.stop());

async function pairs(): Promise<readonly string[]> {
  return ["--tickets-file", await desks.pairsFile()];
}

/** The events of the JSON form. */
function events(stdout: string): readonly Record<string, unknown>[] {
  return stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe("a dry run", () => {
  it("writes nothing to a helpdesk or the database, says what a run would write, and that a second one would write 0", async () => {
    desks.addPair({ superoffice: 3, requestor: 2 });
    desks.addPair({ superoffice: 1, requestor: 0 });
    // The first one makes the tables.
    expect((await desks.run([...(await pairs()), "--dry-run"])).code).toBe(0);
    // The call budget that all processes share is counted there: its calls are made too.
    const contents = async () => ({ ...(await postgresql.contents(databaseUrl)), budgets: "" });
    const before = await contents();
    const { code, stdout, stderr } = await desks.run([...(await pairs()), "--dry-run"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("What a run would do (dry run: nothing was written):");
    expect(stdout).toMatch(/To be linked +2 pairs/);
    expect(stdout).toContain("A second run would write 0.");
    expect(desks.writes).toBe(0);
    expect(await contents()).toEqual(before);
    expect(await readdir(join(desks.folder, "data"))).not.toContain("identity.json");
  });
});

describe("a run", () => {
  it("carries both tickets over in order, reports in three files, and a second run writes nothing", async () => {
    desks.addPair({ superoffice: 3, requestor: 2 });
    desks.addPair({ superoffice: 2, requestor: 4 });
    const first = await desks.run([...(await pairs()), "--yes"]);
    expect({ code: first.code, stderr: first.stderr }).toMatchObject({ code: 0 });
    expect(first.stdout).toContain("Backfill 1 is finished: both sides agree.");
    expect(desks.pairs.flatMap((pair) => desks.faultsOf(pair))).toEqual([]);
    const files = (await readdir(desks.reportDir)).sort();
    expect(files).toEqual(["backfill-1.csv", "backfill-1.json", "backfill-1.txt"]);
    for (const file of files) expect((await stat(join(desks.reportDir, file))).mode & 0o777).toBe(0o600);
    const report = JSON.parse(await readFile(join(desks.reportDir, "backfill-1.json"), "utf8")) as unknown;
    expect(report).toMatchObject({ backfill: { id: "1", state: "finished" }, attention: [] });

    const writes = desks.writes;
    const second = await desks.run([...(await pairs()), "--yes"]);
    expect(second.code).toBe(0);
    expect(desks.writes).toBe(writes);
    expect(second.stdout).toContain("Backfill 2 is finished: both sides agree.");
  });

  it("never asks a helpdesk to notify anybody", async () => {
    desks.addPair({ superoffice: 2, requestor: 2 });
    const policy = {
      SUPEROFFICE_NOTIFY: "true",
      REQUESTOR_OUTBOUND_EMAIL: "true",
      REQUESTOR_OUTBOUND_EMAIL_FROM: "a@b.example",
    };
    expect((await desks.run([...(await pairs()), "--yes"], policy)).code).toBe(0);
    expect(desks.superoffice.control.sent()).toEqual([]);
    expect(desks.requestor.control.sent()).toEqual([]);
  });

  it("in the JSON form is one object a line: plan, progress, result", async () => {
    desks.addPair({ superoffice: 3, requestor: 2 });
    const { code, stdout } = await desks.run([...(await pairs()), "--yes", "--json"]);
    const told = events(stdout);
    expect(code).toBe(0);
    expect(new Set(told.map(({ event }) => event))).toEqual(
      new Set(["plan", "progress", "result"].concat(told.some(({ event }) => event === "warning") ? ["warning"] : [])),
    );
    expect(told.find(({ event }) => event === "plan")).toMatchObject({
      run: "1",
      dryRun: false,
      plan: { secondRunWrites: 0 },
    });
    const tooMany = told.filter(
      ({ messagesDone, messagesTotal }) => Number(messagesDone) > Number(messagesTotal ?? Infinity),
    );
    expect(tooMany).toEqual([]);
    expect(told.at(-1)).toMatchObject({ event: "result", exitCode: 0, attention: 0, backfill: { state: "finished" } });
  });

  it("in the quiet form says nothing when all is well", async () => {
    desks.addPair({ superoffice: 1, requestor: 1 });
    await desks.run([...(await pairs()), "--dry-run"]);
    const { code, stdout } = await desks.run([...(await pairs()), "--yes", "--quiet"]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
    expect(desks.pairs.flatMap((pair) => desks.faultsOf(pair))).toEqual([]);
  });

  it("sets a ticket aside that cannot be carried, with the reason, goes on, and ends with 2", async () => {
    desks.addPair({ superoffice: 1, requestor: 1 });
    const gone = desks.addPair({ superoffice: 1, requestor: 1 });
    desks.addPair({ superoffice: 1, requestor: 1 });
    desks.requestor.control.removeTicket(gone.requestor);
    const { code, stdout } = await desks.run([...(await pairs()), "--yes"]);
    expect(code).toBe(2);
    expect(stdout).toContain("1 ticket cannot be planned and will be set aside");
    expect(stdout).toContain("finished, and something needs attention.");
    const [kept, , last] = desks.pairs;
    expect([kept, last].flatMap((pair) => (pair === undefined ? ["missing"] : desks.faultsOf(pair)))).toEqual([]);
    const csv = await readFile(join(desks.reportDir, "backfill-1.csv"), "utf8");
    expect(csv).toMatch(new RegExp(`^error,${gone.superoffice},${gone.requestor},`, "m"));
    const quiet = await desks.run(["--resume", "1", "--quiet"]);
    expect({ code: quiet.code, stdout: quiet.stdout }).toEqual({ code: 2, stdout: "" });
    expect(quiet.stderr).toContain("something needs attention");
  });
});

describe("the exit code", () => {
  it("is 1 for a usage or a configuration that cannot be, told on standard error", async () => {
    expect(await desks.run(["--form", "both"])).toMatchObject({
      code: 1,
      stdout: "",
      stderr: "There is no option --form; did you mean --from?\n",
    });
    expect(await desks.run([], { SUPEROFFICE_URL: "" })).toMatchObject({ code: 1, stdout: "" });
    expect(await desks.run(["--resume", "9"])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("There is no backfill 9.") as string,
    });
    expect(await desks.run(["--from", "both"])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("Nobody can be asked whether to carry it out: give --yes") as string,
    });
    expect(desks.writes).toBe(0);
  });

  it("is 3 when a helpdesk refuses the credentials", async () => {
    desks.addPair({ superoffice: 1, requestor: 1 });
    for (const how of ["--yes", "--dry-run"]) {
      const { code, stderr } = await desks.run([...(await pairs()), how], { SUPEROFFICE_PASSWORD: "wrong" });
      expect({ code, stderr }).toMatchObject({
        code: 3,
        stderr: expect.stringMatching(/SuperOffice refuses the credentials/) as string,
      });
    }
    expect(desks.writes).toBe(0);
  });

  it("is 4 when a helpdesk cannot be reached", async () => {
    desks.addPair({ superoffice: 1, requestor: 1 });
    const { code, stderr } = await desks.run([...(await pairs()), "--yes"], { REQUESTOR_URL: "http://127.0.0.1:9" });
    expect({ code, stderr }).toMatchObject({
      code: 4,
      stderr: expect.stringContaining("Requestor cannot be used now") as string,
    });
    expect(desks.writes).toBe(0);
  });

  it("is 5 after one Ctrl-C, and the same command line goes on where it stopped", async () => {
    for (let each = 0; each < 4; each += 1) desks.addPair({ superoffice: 6, requestor: 6 });
    const args = [...(await pairs()), "--yes", "--max-rps", "20"];
    const begun = desks.begin(args);
    await begun.says("Running:");
    await desks.requestor.control.waitFor((control) => control.writes().length >= 3, { timeoutMs: patienceMs });
    begun.kill("SIGINT");
    expect(await begun.ended).toEqual({ code: 5, signal: null });
    expect(begun.stdout).toContain("Finishing what is in flight; Ctrl-C again leaves at once.");
    expect(begun.stdout).toContain("go on with: npm run backfill -- --resume 1");
    expect(desks.pairs.flatMap((pair) => desks.faultsOf(pair))).not.toEqual([]);
    const { code, stdout } = await desks.run(args);
    expect(stdout).toContain("Going on with backfill 1");
    expect(code).toBe(0);
    expect(desks.pairs.flatMap((pair) => desks.faultsOf(pair))).toEqual([]);
  });

  it("is 130 after two, and nothing is lost or doubled", async () => {
    for (let each = 0; each < 4; each += 1) desks.addPair({ superoffice: 6, requestor: 6 });
    const begun = desks.begin([...(await pairs()), "--yes", "--max-rps", "10"]);
    await begun.says("Running:");
    // One that never answers keeps the clean end from coming.
    desks.requestor.control.faults.add({ kind: "timeout-after-commit", match: { method: "POST" } });
    await desks.requestor.control.waitFor((control) => control.faults.list().every(({ hits }) => hits > 0), {
      timeoutMs: patienceMs,
    });
    const pressed = performance.now();
    begun.kill("SIGINT");
    await begun.says("Finishing what is in flight");
    // Within half a second it counts as the same key, so it is pressed until it counts.
    const pressing = setInterval(() => begun.kill("SIGINT"), 50);
    try {
      expect(await begun.ended).toEqual({ code: 130, signal: null });
    } finally {
      clearInterval(pressing);
    }
    expect(performance.now() - pressed).toBeGreaterThan(500);
    expect((await desks.run(["--yes"])).code).toBe(0);
    expect(desks.pairs.flatMap((pair) => desks.faultsOf(pair))).toEqual([]);
  });
});

describe("a second command", () => {
  it("on the same run is refused with a sentence, as is one with another choice, and the first one goes on", async () => {
    for (let each = 0; each < 3; each += 1) desks.addPair({ superoffice: 8, requestor: 8 });
    const first = desks.begin([...(await pairs()), "--yes", "--max-rps", "2"]);
    await first.says("Running:");
    const [second, other] = await Promise.all([desks.run(["--yes"]), desks.run(["--yes", "--from", "superoffice"])]);
    expect(second).toMatchObject({ code: 1 });
    expect(second.stderr).toMatch(
      /^Backfill 1 is being carried out by process \d+ on .* since .*: stop that one first\.$/m,
    );
    expect(other).toMatchObject({ code: 1, stderr: expect.stringContaining("Backfill 1 is not finished") as string });
    const writes = desks.writes;
    await desks.requestor.control.waitFor(() => desks.writes > writes, { timeoutMs: patienceMs });
    first.kill("SIGINT");
    expect(await first.ended).toEqual({ code: 5, signal: null });
  });
});
