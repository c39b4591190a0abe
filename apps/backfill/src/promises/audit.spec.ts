import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { sharedPostgresql } from "@ticket-bridge/store/shared-databases";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { TwoDesks, type TicketPair } from "../testing/two-desks.ts";

/** Both tickets are carried over, so that each side's messages stand on the other too. */
async function carriedOver(desks: TwoDesks, messages: { superoffice: number; requestor: number }): Promise<TicketPair> {
  const pair = desks.addPair(messages);
  const { code, stderr } = await desks.run(["--tickets-file", await desks.pairsFile(), "--yes", "--quiet"]);
  expect({ code, stderr }).toMatchObject({ code: 0 });
  return pair;
}

/** The mirror in Requestor of the first of SuperOffice's messages. */
function mirrorOf(desks: TwoDesks, { requestor }: TicketPair): number {
  const mirror = desks.requestor.control
    .messages(requestor)
    .find(({ body }) => body.includes("From SuperOffice, the 1."));
  if (mirror === undefined) throw new Error("There is no mirror.");
  return mirror.id;
}

async function reports(desks: TwoDesks): Promise<readonly string[]> {
  return (await readdir(desks.reportDir)).filter((name) => name.startsWith("audit-")).sort();
}

describe("on PostgreSQL", () => {
  let desks: TwoDesks;

  beforeEach(async () => {
    desks = await TwoDesks.start(await sharedPostgresql().createDatabase());
  });
  afterEach(() => desks.stop());

  it("says that both sides agree after a backfill, in lines, as objects and not at all, and writes nothing", async () => {
    await carriedOver(desks, { superoffice: 3, requestor: 2 });
    await carriedOver(desks, { superoffice: 1, requestor: 0 });
    const writes = desks.writes;
    const lines = await desks.audit([]);
    expect({ code: lines.code, stderr: lines.stderr }).toEqual({ code: 0, stderr: "" });
    expect(lines.stdout).toContain("Both sides agree.");
    expect(lines.stdout).toMatch(/Tickets compared +2 of 2\n/);
    expect(lines.stdout).toMatch(/Parity +100 % \((\d+) of \1 messages agree\)/);
    expect((await reports(desks)).map((name) => name.replace(/^audit-[\dTZ-]+\./, ""))).toEqual(["csv", "json", "txt"]);

    const objects = await desks.audit(["--json", "--tickets", String(desks.pairs[0]?.superoffice)]);
    const told = objects.stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(new Set(told.map(({ event }) => event))).toEqual(new Set(["progress", "result"]));
    expect(told.at(-1)).toMatchObject({
      ...{ event: "result", exitCode: 0, attention: 0 },
      audit: { state: "finished", parity: 1, tickets: { total: 1, compared: 1, failed: 0 }, alarms: [] },
    });
    expect(await desks.audit(["--quiet"])).toEqual({ code: 0, signal: null, stdout: "", stderr: "" });
    expect(desks.writes).toBe(writes);
  });

  it("names a mirror that somebody changed by hand, and a ticket that is not linked, and ends with 2", async () => {
    const pair = await carriedOver(desks, { superoffice: 2, requestor: 0 });
    desks.requestor.control.editMessage(mirrorOf(desks, pair), { text: "Somebody else's words." });
    const { code, stdout, stderr } = await desks.audit(["--tickets", `${pair.superoffice},999999`]);
    expect({ code, stderr }).toEqual({ code: 2, stderr: "" });
    expect(stdout).toContain("Both sides do not agree everywhere.");
    expect(stdout).toMatch(/\* +1 +differs/);
    expect(stdout).toMatch(
      new RegExp(`\\* SuperOffice ${pair.superoffice} / Requestor ${pair.requestor}, message \\d+ in SuperOffice: `),
    );
    expect(stdout).toContain("! SuperOffice 999999: Ticket 999999 in SuperOffice is not linked.");
    const [csv = "", json = ""] = await reports(desks);
    expect(await readFile(join(desks.reportDir, csv), "utf8")).toMatch(/^differs,.*\r\nerror,999999,,,,/m);
    const report = JSON.parse(await readFile(join(desks.reportDir, json), "utf8")) as { attention: unknown[] };
    expect(report.attention).toHaveLength(2);
  });

  it("says first that an alarm stands, also when it is quiet, and how to acknowledge it", async () => {
    const pair = desks.addPair({ superoffice: 0, requestor: 0 });
    const text = "From SuperOffice, the 1.";
    desks.superoffice.control.addMessage(pair.superoffice, { body: text, type: "Plain", slevel: "Internal" });
    expect((await desks.run(["--tickets-file", await desks.pairsFile(), "--yes", "--quiet"])).code).toBe(0);
    desks.requestor.control.editMessage(mirrorOf(desks, pair), { private: false });
    const first = await desks.audit([]);
    expect(first).toMatchObject({ code: 2, stdout: expect.stringContaining("ALARM since ") as string });
    const second = await desks.audit(["--quiet"]);
    expect(second).toMatchObject({ code: 2, stdout: "" });
    expect(second.stderr).toMatch(/^ALARM since .*\n(.*\n)?.*POST \/api\/alarm\/acknowledge/);
  });

  it("ends with 3 where credentials are refused, 4 where nobody answers, and 1 for a usage that cannot be", async () => {
    desks.addPair({ superoffice: 1, requestor: 0 });
    desks.addPair({ superoffice: 1, requestor: 0 });
    await carriedOver(desks, { superoffice: 1, requestor: 0 });
    const refused = await desks.audit([], { SUPEROFFICE_PASSWORD: "wrong" });
    desks.requestor.control.faults.add({ kind: "reset-before-commit", times: 1_000 });
    const unreachable = await desks.audit(["--quiet"]);
    const wrong = await desks.audit(["--ticket", "1"]);
    expect(refused).toMatchObject({ code: 3, stdout: expect.stringContaining("stopped before its end: ") as string });
    expect(unreachable).toMatchObject({
      code: 4,
      stderr: expect.stringContaining("stopped before its end: ") as string,
    });
    expect(wrong).toMatchObject({
      code: 1,
      stdout: "",
      stderr: "There is no option --ticket; did you mean --tickets?\n",
    });
  });

  it("says that nothing is linked, and notices all the same that a helpdesk cannot be used", async () => {
    const nothing = await desks.audit([]);
    expect(nothing).toMatchObject({ code: 0, stdout: expect.stringContaining("Nothing is linked") as string });
    const refused = await desks.audit(["--quiet"], { REQUESTOR_PASSWORD: "wrong" });
    expect(refused).toMatchObject({ code: 3, stderr: expect.stringContaining("Requestor refuses") as string });
    await desks.superoffice.control.down("refused");
    const away = await desks.audit([]);
    expect(away).toMatchObject({ code: 4, stdout: expect.stringContaining("SuperOffice cannot be used") as string });
  });

  it("shows what it has found so far after Ctrl-C and ends with 5", async () => {
    await carriedOver(desks, { superoffice: 1, requestor: 0 });
    desks.requestor.control.faults.add({ kind: "status", status: 503, match: { method: "GET" }, times: 1_000 });
    const begun = desks.beginAudit([]);
    await begun.says("waiting: ");
    begun.kill("SIGINT");
    expect(await begun.ended).toEqual({ code: 5, signal: null });
    expect(begun.stdout).toMatch(/stopped before its end: It was told to stop\.[^]*Tickets compared +0 of 1/);
    expect(await reports(desks)).toHaveLength(3);
  });
});

describe("on the embedded database", () => {
  let desks: TwoDesks;

  beforeEach(async () => {
    desks = await TwoDesks.start(null);
  });
  afterEach(() => desks.stop());

  it("has a bridge that runs say whether both helpdesks can be used, where nothing is linked", async () => {
    await desks.startBridge();
    expect((await desks.audit([])).code).toBe(0);
    await desks.requestor.control.down("refused");
    expect((await desks.audit([])).code).toBe(4);
  });

  it("compares by itself, and has a bridge that runs compare", async () => {
    const pair = await carriedOver(desks, { superoffice: 2, requestor: 1 });
    expect(await desks.audit(["--quiet"])).toEqual({ code: 0, signal: null, stdout: "", stderr: "" });
    await desks.startBridge();
    const agreeing = await desks.audit([]);
    expect(agreeing).toMatchObject({ code: 0, stdout: expect.stringContaining("Both sides agree.") as string });
    desks.requestor.control.editMessage(mirrorOf(desks, pair), { text: "Somebody else's words." });
    const differing = await desks.audit(["--tickets", String(pair.superoffice)]);
    expect(differing).toMatchObject({ code: 2, stdout: expect.stringMatching(/\* +1 +differs/) as string });
  });
});
