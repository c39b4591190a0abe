import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { sharedPostgresql } from "@ticket-bridge/store/shared-databases";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { TwoDesks } from "../testing/two-desks.ts";

const dayMs = 24 * 60 * 60_000;

const postgresql = sharedPostgresql();
let databaseUrl: string;
let desks: TwoDesks;

beforeEach(async () => {
  databaseUrl = await postgresql.createDatabase();
  desks = await TwoDesks.start(databaseUrl);
});
afterEach(() => desks.stop());

const pairs = async () => ["--tickets-file", await desks.pairsFile()];

function faults(): readonly string[] {
  return desks.pairs.flatMap((pair) => desks.faultsOf(pair));
}

/** What a ticket of Requestor holds of SuperOffice's messages. */
function carriedTo(requestor: number): readonly string[] {
  const bodies = desks.requestor.control.messages(requestor).map(({ body }) => body);
  return bodies.flatMap((body) => /From SuperOffice, the \d+\./.exec(body)?.[0] ?? []);
}

describe("--create-tickets", () => {
  it("gives each ticket without counterpart one, linked, with all of its messages in order, and a second run none", async () => {
    const superoffice = [2, 3].map((messages) => {
      const { id } = desks.superoffice.control.createTicket({ title: "A ticket of its own" });
      for (let each = 1; each <= messages; each += 1) {
        desks.superoffice.control.addMessage(id, { from: 5, text: `From SuperOffice, the ${each}.` });
      }
      return id;
    });
    const without = await desks.run(["--tickets", superoffice.join(), "--yes"]);
    expect(without).toMatchObject({ code: 2, stdout: expect.stringContaining("--create-tickets") as string });
    expect(desks.writes).toBe(0);

    const dry = await desks.run(["--create-tickets", "--dry-run"]);
    expect(dry).toMatchObject({ code: 0, stdout: expect.stringMatching(/To be created +2 tickets/) as string });
    const run = await desks.run(["--create-tickets", "--yes"]);
    expect({ code: run.code, stderr: run.stderr }).toEqual({ code: 0, stderr: "" });
    const made = desks.requestor.control.tickets();
    expect(made).toHaveLength(2);
    expect(made.map(({ id }) => carriedTo(id).length).sort()).toEqual([2, 3]);
    for (const { id } of made) expect(carriedTo(id)).toEqual([...carriedTo(id)].sort());
    expect([...desks.superoffice.control.sent(), ...desks.requestor.control.sent()]).toEqual([]);

    const writes = desks.writes;
    expect((await desks.run(["--create-tickets", "--yes", "--quiet"])).code).toBe(0);
    expect(desks.writes).toBe(writes);
    expect(desks.requestor.control.tickets()).toHaveLength(2);
  });

  it("makes SuperOffice tickets for Requestor's too, where those are named", async () => {
    const { id } = desks.requestor.control.createTicket({ subject: "Only here" });
    desks.requestor.control.addMessage(id, { text: "From Requestor, the 1." });
    const args = ["--from", "requestor", "--tickets", String(id), "--create-tickets", "--yes"];
    expect(await desks.run(args)).toMatchObject({ code: 0 });
    const [made, ...others] = desks.superoffice.control.tickets();
    expect(others).toEqual([]);
    const bodies = desks.superoffice.control.messages(made?.id ?? 0).map(({ body }) => body);
    expect(bodies.filter((body) => body.includes("From Requestor, the 1."))).toHaveLength(1);
  });
});

describe("--tickets-file with pairs that were mirrored by hand", () => {
  beforeEach(() => {
    const pair = desks.addPair({ superoffice: 3, requestor: 0 });
    for (const each of [1, 2]) {
      const text = `From SuperOffice, the ${each}.`;
      desks.requestor.control.addMessage(pair.requestor, { text, from: "kim" });
    }
  });

  it("tells how many look like copies, takes them for mirrors with --adopt, and writes only the others", async () => {
    const dry = await desks.run([...(await pairs()), "--from", "superoffice", "--dry-run"]);
    expect(dry.stdout).toMatch(/Look like copies +2 pairs made by hand; --adopt takes them for mirrors/);
    const { code, stdout } = await desks.run([...(await pairs()), "--adopt", "--yes"]);
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining("both sides agree") as string });
    expect(stdout).toMatch(/Taken for mirrors +2 messages/);
    expect(desks.writes).toBe(1);
    expect(faults()).toEqual([]);
    expect((await desks.run([...(await pairs()), "--adopt", "--yes", "--quiet"])).code).toBe(0);
    expect(desks.writes).toBe(1);
  });
});

describe("--since and --until", () => {
  it("carry the messages of those days only, and a run without them the others", async () => {
    const pair = desks.addPair({ superoffice: 0, requestor: 0 });
    const day = (daysAgo: number) => new Date(Date.now() - daysAgo * dayMs).toISOString().slice(0, 10);
    for (const [place, daysAgo] of [30, 20, 10, 0].entries()) {
      desks.superoffice.control.setClockSkew(-daysAgo * dayMs);
      desks.superoffice.control.addMessage(pair.superoffice, {
        from: 5,
        text: `From SuperOffice, the ${place + 1}.`,
      });
    }
    const window = ["--since", day(20), "--until", day(10)];
    const first = await desks.run([...(await pairs()), ...window, "--yes"]);
    expect({ code: first.code, stderr: first.stderr }).toMatchObject({ code: 0 });
    expect(first.stdout).toMatch(/Stay where they are +2 messages/);
    expect(carriedTo(pair.requestor)).toEqual(["From SuperOffice, the 2.", "From SuperOffice, the 3."]);
    const csv = await readFile(join(desks.reportDir, "backfill-1.csv"), "utf8");
    expect(csv.trimEnd().split("\r\n")).toHaveLength(1);
    expect((await desks.run([...(await pairs()), "--yes", "--quiet"])).code).toBe(0);
    expect([...carriedTo(pair.requestor)].sort()).toEqual([1, 2, 3, 4].map((n) => `From SuperOffice, the ${n}.`));
  });
});

describe("--max-rps", () => {
  it("keeps all calls to both helpdesks together within it, from the first to the last", async () => {
    desks.addPair({ superoffice: 4, requestor: 4 });
    const at: number[] = [];
    const ends = [desks.superoffice, desks.requestor].map(({ control }) =>
      control.observe({ call: () => at.push(performance.now()) }),
    );
    expect((await desks.run([...(await pairs()), "--yes", "--quiet", "--max-rps", "8"])).code).toBe(0);
    for (const end of ends) end();
    expect(at.length).toBeGreaterThan(20);
    // Calls that left in time may arrive together on a busy machine: each stretch is given that much.
    const jitterMs = 750;
    const excess = at.flatMap((from, first) =>
      at.slice(first + 1).map((to, place) => place + 1 - ((to - from + jitterMs) / 1_000) * 8),
    );
    expect(Math.max(...excess)).toBeLessThanOrEqual(0);
    expect(faults()).toEqual([]);
  });
});

describe("on a terminal", () => {
  it("asks with the plan in sight; after n nothing was written, it ends with 1, and y carries it out under a bar", async () => {
    desks.addPair({ superoffice: 2, requestor: 2 });
    const refused = desks.beginOnTerminal("main-backfill.js", await pairs());
    await refused.says("Carry this out? [y/N] ");
    expect(refused.stdout).toContain("What backfill 1 will do:");
    refused.types("n\n");
    expect(await refused.ended).toEqual({ code: 1, signal: null });
    expect(refused.stdout).toContain("Nothing was written.");
    expect(desks.writes).toBe(0);
    expect(await postgresql.rows(databaseUrl, "SELECT id FROM backfills")).toEqual([]);
    expect(await postgresql.rows(databaseUrl, "SELECT id FROM links")).toEqual([]);

    const wanted = desks.beginOnTerminal("main-backfill.js", [...(await pairs()), "--max-rps", "12"]);
    await wanted.says("Carry this out? [y/N] ");
    wanted.types("y\n");
    expect(await wanted.ended).toEqual({ code: 0, signal: null });
    expect(wanted.stdout).toMatch(/█+.*messages/);
    expect(wanted.stdout).toContain("is finished: both sides agree.");
    expect(faults()).toEqual([]);
  });

  it("takes Ctrl-C at the question as an interruption, and the plan waits for the next command", async () => {
    desks.addPair({ superoffice: 1, requestor: 1 });
    const begun = desks.beginOnTerminal("main-backfill.js", await pairs());
    await begun.says("Carry this out? [y/N] ");
    begun.types("\u0003");
    expect(await begun.ended).toEqual({ code: 5, signal: null });
    expect(begun.stdout).toContain("go on with: npm run backfill -- --resume 1");
    expect(desks.writes).toBe(0);
    expect((await desks.run(["--yes", "--quiet"])).code).toBe(0);
    expect(faults()).toEqual([]);
  });

  it("asks with the numbers before it puts links and messages into the map again", async () => {
    desks.addPair({ superoffice: 2, requestor: 1 });
    expect((await desks.run([...(await pairs()), "--yes", "--quiet"])).code).toBe(0);
    const emptied = await postgresql.createDatabase();
    await desks.loseDatabase(emptied);
    for (const [answer, links] of [
      ["n", 0],
      ["y", 1],
    ] as const) {
      const asked = desks.beginOnTerminal("main-audit.js", ["--relearn", "--apply"]);
      await asked.says("Put 1 link and 3 messages into the map? [y/N] ");
      asked.types(`${answer}\n`);
      expect(await asked.ended).toEqual({ code: answer === "n" ? 1 : 0, signal: null });
      expect(await postgresql.rows(emptied, "SELECT id FROM links")).toHaveLength(links);
    }
  });
});
