import { sharedPostgresql } from "@ticket-bridge/store/shared-databases";
import { afterEach, beforeEach, expect, it } from "vitest";

import { TwoDesks } from "../testing/two-desks.ts";

const postgresql = sharedPostgresql();
let databaseUrl: string;
let desks: TwoDesks;

beforeEach(async () => {
  databaseUrl = await postgresql.createDatabase();
  desks = await TwoDesks.start(databaseUrl);
});
afterEach(() => desks.stop());

const pairs = async () => ["--tickets-file", await desks.pairsFile()];

it("a command line that is not understood gives an object to whoever reads objects", async () => {
  const { code, stdout, stderr } = await desks.run(["--json", "--frobnicate", "--since", "soon"]);
  const { event, sentences } = JSON.parse(stdout) as { event: string; sentences: string[] };
  expect({ code, event, lines: sentences.join("\n") }).toEqual({ code: 1, event: "error", lines: stderr.trimEnd() });
  expect(sentences).toHaveLength(2);
});

it("Ctrl-D at the question is a no", async () => {
  desks.addPair({ superoffice: 1, requestor: 1 });
  const asked = desks.beginOnTerminal("main-backfill.js", await pairs());
  await asked.says("Carry this out? [y/N] ");
  asked.types("\u0004");
  expect(await asked.ended).toEqual({ code: 1, signal: null });
  expect(asked.stdout).toContain("Nothing was written.");
  expect(asked.stdout).not.toContain("Abort");
  expect(desks.writes).toBe(0);
});

it("a reader that goes away stops the run in order and without a word, and it can be gone on with", async () => {
  desks.addPair({ superoffice: 30, requestor: 30 });
  const begun = desks.begin([...(await pairs()), "--yes", "--json", "--max-rps", "20"]);
  await begun.says('"phase":"running"');
  begun.child.stdout?.destroy();
  expect(await begun.ended).toEqual({ code: 5, signal: null });
  expect(begun.stderr).toBe("");
  expect(desks.writes).toBeLessThan(60);
  expect((await desks.run(["--resume", "1", "--quiet"])).code).toBe(0);
  expect(desks.pairs.flatMap((pair) => desks.faultsOf(pair))).toEqual([]);
});
