import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { viewOfBackfill } from "@ticket-bridge/assembly";
import { nothingDone, outlineOf, type Backfill, type BackfillOptions } from "@ticket-bridge/sync";
import { afterEach, beforeEach, expect, it } from "vitest";

import { Output } from "../output/output.ts";
import type { BackfillDesk } from "../reach/backfill-desk.ts";
import { carryOut } from "./carry-out.ts";
import { readBackfillCommand } from "./options.ts";

const options: BackfillOptions = {
  ...({ from: "both", since: null, until: null, tickets: { kind: "linked" } } as const),
  ...{ createTickets: false, adopt: false, maxRps: null, concurrency: 4 },
};
let folder: string;
let told: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ticket-bridge-carry-out-"));
  told = [];
});
afterEach(() => rm(folder, { recursive: true }));

const run = (given: Partial<Backfill>) =>
  viewOfBackfill({
    ...{ id: "7", options: outlineOf(options), state: "planning", reason: null, stopCause: null, stopAsked: false },
    ...{ carriedBy: null, ticketsTotal: null, plan: null, result: nothingDone },
    ...{ createdAt: 0, startedAt: null, finishedAt: null },
    ...given,
  });

/** What the command ends with where its desk answers so. */
async function codeAt(desk: Partial<BackfillDesk>, reportDir = folder) {
  const command = await readBackfillCommand(["--yes", "--json"]);
  if (command.asks !== "run") throw new TypeError("the line asks for a run");
  const ends = { out: { write: (text: string) => told.push(text) }, err: { write: () => undefined } };
  const output = new Output(command.form, { ...ends, environment: {}, monotonic: () => 0 });
  const signal = new AbortController().signal;
  return await carryOut(command, { desk: desk as BackfillDesk, output, signal, reportDir, ask: null });
}

it.each([
  ["credentials", 3],
  ["unreachable", 4],
  ["asked", 5],
] as const)("a run left while its list is made (%s) ends with exit code %i", async (stopCause, code) => {
  const left = run({ stopCause, reason: "Requestor said no." });
  const desk: Partial<BackfillDesk> = {
    unfinished: () => Promise.resolve(null),
    create: () => Promise.resolve(run({})),
    prepare: () => Promise.resolve(left),
  };
  expect(await codeAt(desk)).toBe(code);
  expect(told.join("")).toContain("Stopped before anything was written");
});
