import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { sharedPostgresql } from "@ticket-bridge/store/shared-databases";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { patienceMs } from "../testing/command-process.ts";
import { TwoDesks } from "../testing/two-desks.ts";

/** A map as far as markers tell it. */
const mapQuery = `
  SELECT l.superoffice_ticket_id, l.requestor_ticket_id, m.source_side, m.source_message_id, m.target_message_id,
         m.revision, m.kind, m.gone
  FROM mirrors m JOIN links l ON l.id = m.link_id
  WHERE m.state = 'mirrored' ORDER BY m.source_side, m.source_message_id, m.revision`;

let desks: TwoDesks;

afterEach(() => desks.stop());

async function carryOver(): Promise<void> {
  const { code, stderr } = await desks.run(["--tickets-file", await desks.pairsFile(), "--yes", "--quiet"]);
  expect({ code, stderr }).toMatchObject({ code: 0 });
}

function faults(): readonly string[] {
  return desks.pairs.flatMap((pair) => desks.faultsOf(pair));
}

function resultOf(stdout: string): Record<string, unknown> {
  const told = stdout.trimEnd().split("\n");
  return JSON.parse(told.at(-1) ?? "") as Record<string, unknown>;
}

async function reports(): Promise<readonly string[]> {
  return (await readdir(desks.reportDir)).filter((name) => name.startsWith("relearn")).sort();
}

/** A bridge runs until a message of each side has crossed. */
async function liveTrafficCrosses(): Promise<void> {
  const bridge = await desks.startBridge();
  for (const { superoffice, requestor } of desks.pairs) {
    desks.superoffice.control.addMessage(superoffice, { from: 5, text: "From SuperOffice, the 1001." });
    desks.requestor.control.addMessage(requestor, { text: "From Requestor, the 1001." });
  }
  await vi.waitFor(() => expect(faults()).toEqual([]), { timeout: patienceMs, interval: 50 });
  bridge.kill("SIGTERM");
  expect((await bridge.ended).code).toBe(0);
}

describe("on PostgreSQL", () => {
  const postgresql = sharedPostgresql();
  let databaseUrl: string;

  beforeEach(async () => {
    databaseUrl = await postgresql.createDatabase();
    desks = await TwoDesks.start(databaseUrl);
  });

  it("an emptied database learned again from linked messages has the map of before, and nothing is written twice", async () => {
    for (let each = 0; each < 10; each += 1) desks.addPair({ superoffice: 9, requestor: 9 });
    await carryOver();
    await liveTrafficCrosses();
    const before = await postgresql.rows(databaseUrl, mapQuery);
    expect(before).toHaveLength(200);
    const emptied = await postgresql.createDatabase();
    await desks.loseDatabase(emptied);
    const writes = desks.writes;

    const dry = await desks.audit(["--relearn"]);
    expect({ code: dry.code, stderr: dry.stderr }).toEqual({ code: 0, stderr: "" });
    expect(dry.stdout).toContain("What would be learned (nothing was stored; --apply does it):");
    expect(dry.stdout).toMatch(/Links to be made +10\n/);
    expect(dry.stdout).toMatch(/To be put into the map +200 messages\n/);
    expect(await postgresql.rows(emptied, mapQuery)).toEqual([]);
    expect(await postgresql.rows(emptied, "SELECT id FROM links")).toEqual([]);
    const refused = await desks.audit(["--relearn", "--apply"]);
    expect(refused).toMatchObject({
      ...{ code: 1, stdout: "" },
      stderr: expect.stringContaining("Nobody can be asked whether to store it: give --yes") as string,
    });

    const applied = await desks.audit(["--relearn", "--apply", "--yes", "--json"]);
    expect({ code: applied.code, stderr: applied.stderr }).toEqual({ code: 0, stderr: "" });
    expect(resultOf(applied.stdout)).toMatchObject({
      ...{ event: "result", exitCode: 0, attention: 0 },
      relearn: { state: "finished", applied: true, pairs: 10, newLinks: 10, mirrors: 200, known: 0, foreign: 0 },
    });
    expect(await postgresql.rows(emptied, mapQuery)).toEqual(before);
    const again = await desks.audit(["--relearn", "--apply", "--yes", "--quiet"]);
    expect(again).toEqual({ code: 0, signal: null, stdout: "", stderr: "" });
    expect(await postgresql.rows(emptied, mapQuery)).toEqual(before);
    expect(desks.writes).toBe(writes);

    const bridge = await desks.startBridge();
    const [first] = desks.pairs;
    desks.superoffice.control.addMessage(first?.superoffice ?? 0, { from: 5, text: "From SuperOffice, the 1002." });
    await vi.waitFor(() => expect(faults()).toEqual([]), { timeout: patienceMs, interval: 50 });
    expect(await desks.audit(["--quiet"])).toMatchObject({ code: 0, stdout: "", stderr: "" });
    bridge.kill("SIGTERM");
    await bridge.ended;
    expect(desks.writes).toBe(writes + 1);
    expect(faults()).toEqual([]);
  });

  it("looks at the pairs of a file too, tells of what needs a person in the report, and ends with 2", async () => {
    const kept = desks.addPair({ superoffice: 2, requestor: 0 });
    const gone = desks.addPair({ superoffice: 0, requestor: 2 });
    await carryOver();
    const strange = desks.addPair({ superoffice: 1, requestor: 1 });
    desks.requestor.control.removeTicket(gone.requestor);
    await desks.loseDatabase(await postgresql.createDatabase());
    const file = await desks.pairsFile();
    const { code, stdout } = await desks.audit(["--relearn", "--apply", "--yes", "--tickets-file", file]);
    expect(code).toBe(2);
    expect(stdout).toContain("The map was learned again, and something needs attention.");
    expect(stdout).toMatch(/Links made +1\n/);
    expect(stdout).toMatch(/Cannot be read +1 pair\n/);
    expect(stdout).toMatch(/Without any mirror +1 pair\n/);
    const ends = (await reports()).map((name) => name.replace(/^relearn-[\dTZ-]+\./, ""));
    expect(ends).toEqual(["csv", "json", "txt"]);
    const csv = await readFile(join(desks.reportDir, (await reports())[0] ?? ""), "utf8");
    expect(csv).toMatch(new RegExp(`^error,${gone.superoffice},${gone.requestor},`, "m"));
    expect(csv).toMatch(new RegExp(`^error,${strange.superoffice},${strange.requestor},`, "m"));
    expect(csv).not.toMatch(new RegExp(`,${kept.superoffice},${kept.requestor},`));
  });

  it("refuses to learn for a bridge that nobody knows any more, and says what an option lacks", async () => {
    const { code, stderr } = await desks.audit(["--relearn"]);
    expect({ code, stderr }).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("Nobody knows who this bridge was: ") as string,
    });
    expect(await desks.audit(["--apply", "--yes"])).toMatchObject({
      ...{ code: 1, stdout: "" },
      stderr:
        "--apply belongs to --relearn; give both, or leave it out.\n--yes belongs to --relearn; give both, or leave it out.\n",
    });
    const both = await desks.audit(["--relearn", "--tickets", "1"]);
    expect(both).toMatchObject({ code: 1, stderr: expect.stringContaining("cannot go with --relearn") as string });
  });

  it("says that nothing names this bridge where another one's name was given, and ends with 2", async () => {
    desks.addPair({ superoffice: 1, requestor: 1 });
    await carryOver();
    await desks.loseDatabase(await postgresql.createDatabase());
    const data = join(desks.folder, "data", "identity.json");
    const who = JSON.parse(await readFile(data, "utf8")) as { bridgeId: string };
    const other = {
      BRIDGE_ID: "another.bridge",
      BRIDGE_SECRET: "another secret of another bridge",
      DATA_DIR: join(desks.folder, "other"),
    };
    const nobody = await desks.audit(["--relearn"], other);
    expect(nobody).toMatchObject({
      code: 2,
      stdout: expect.stringContaining("No message in SuperOffice names this bridge") as string,
    });
    const foreign = await desks.audit(["--relearn"], { ...other, BRIDGE_ID: who.bridgeId });
    expect(foreign).toMatchObject({
      code: 2,
      stdout: expect.stringMatching(/Under another secret +\d+ messages?: is BRIDGE_SECRET/) as string,
    });
  });

  it("ends with 3 where credentials are refused, 4 where nobody answers, and 5 after Ctrl-C with what was found", async () => {
    desks.addPair({ superoffice: 1, requestor: 1 });
    await carryOver();
    const refused = await desks.audit(["--relearn"], { SUPEROFFICE_PASSWORD: "wrong" });
    expect(refused).toMatchObject({ code: 3, stdout: expect.stringContaining("stopped before its end: ") as string });
    await desks.requestor.control.down("refused");
    const away = await desks.audit(["--relearn", "--quiet"]);
    expect(away).toMatchObject({ code: 4, stdout: "", stderr: expect.stringContaining("Requestor") as string });
    await desks.requestor.control.up();
    const match = { method: "GET", path: "Tickets/GetTicket" };
    desks.requestor.control.faults.add({ kind: "status", status: 503, match, times: "always" });
    const begun = desks.beginAudit(["--relearn", "--apply", "--yes"]);
    await begun.says("waiting: ");
    begun.kill("SIGINT");
    expect(await begun.ended).toEqual({ code: 5, signal: null });
    expect(begun.stdout).toContain("Learning was stopped before its end: It was told to stop.");
    expect((await readdir(desks.reportDir)).filter((name) => name.endsWith(".part"))).toEqual([]);
  });
});

describe("on the embedded database", () => {
  beforeEach(async () => {
    desks = await TwoDesks.start(null);
  });

  it.each(["by itself", "by the bridge that runs"])("learns %s, and the bridge writes nothing twice", async (how) => {
    for (let each = 0; each < 3; each += 1) desks.addPair({ superoffice: 3, requestor: 3 });
    await carryOver();
    await desks.loseDatabase(null);
    const writes = desks.writes;
    if (how !== "by itself") await desks.startBridge();
    const dry = await desks.audit(["--relearn"]);
    expect({ code: dry.code, stderr: dry.stderr }).toEqual({ code: 0, stderr: "" });
    expect(dry.stdout).toMatch(/Links to be made +3\n/);
    const { code, stdout } = await desks.audit(["--relearn", "--apply", "--yes"]);
    expect({ code, stdout }).toMatchObject({
      ...{ code: 0, stdout: expect.stringContaining("The map was learned again.") as string },
    });
    if (how === "by itself") await desks.startBridge();
    const audited = await desks.audit([]);
    expect(audited).toMatchObject({ code: 0, stdout: expect.stringContaining("Both sides agree.") as string });
    expect(desks.writes).toBe(writes);
    expect(faults()).toEqual([]);
  });

  it("through a bridge gives the same exit codes for credentials that are refused and a helpdesk that is away", async () => {
    desks.addPair({ superoffice: 1, requestor: 1 });
    await desks.startBridge();
    await desks.requestor.control.down("refused");
    expect((await desks.audit(["--relearn"])).code).toBe(4);
    await desks.requestor.control.up();
    desks.superoffice.control.faults.add({ kind: "unauthorized", times: "always" });
    expect((await desks.audit(["--relearn"])).code).toBe(3);
  });
});
