import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { StartError, viewOfBackfill } from "@ticket-bridge/assembly";
import {
  BackfillUnfinishedError,
  nothingDone,
  outlineOf,
  type Backfill,
  type BackfillOptions,
} from "@ticket-bridge/sync";
import { afterEach, beforeEach, expect, it } from "vitest";

import { Output } from "../output/output.ts";
import type { BackfillDesk } from "../reach/backfill-desk.ts";
import { BridgeGoneError } from "../reach/call-bridge.ts";
import { carryOut, type CarryOutParts } from "./carry-out.ts";
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
async function codeAt(
  desk: Partial<BackfillDesk>,
  {
    reportDir = folder,
    ask = null,
    signal = new AbortController().signal,
  }: Partial<Pick<CarryOutParts, "reportDir" | "ask" | "signal">> = {},
) {
  const command = await readBackfillCommand(ask === null ? ["--yes", "--json"] : ["--json"]);
  if (command.asks !== "run") throw new TypeError("the line asks for a run");
  const ends = { out: { write: (text: string) => told.push(text) }, err: { write: () => undefined } };
  const output = new Output(command.form, { ...ends, environment: {}, monotonic: () => 0 });
  return await carryOut(command, { desk: desk as BackfillDesk, output, signal, reportDir, ask });
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

it.each([
  ["was stopped by a helpdesk", { state: "stopped", startedAt: 1 }, "Nothing is lost"],
  ["was left by a process that ended", { state: "running", startedAt: 1 }, "Nothing is lost"],
  ["has its list only", { state: "planned" }, "Stopped before anything was written"],
] as const)("a run that %s and is not gone on with was interrupted (exit code 5)", async (_what, row, sentence) => {
  const old = { stopCause: "credentials", reason: "Requestor said no.", ticketsTotal: 0 } as const;
  const interrupted = new AbortController();
  const desk: Partial<BackfillDesk> = {
    unfinished: () => {
      interrupted.abort();
      return Promise.resolve(run({ ...old, ...row }));
    },
  };
  expect(await codeAt(desk, { signal: interrupted.signal })).toBe(5);
  expect(told.join("")).toContain(sentence);
  expect(told.join("").includes("before anything was written")).toBe(row.state === "planned");
  expect(told.join("")).not.toContain(old.reason);
});

it("a list whose making is gone on with and interrupted does not end as it did before (exit code 5)", async () => {
  const left = run({ stopCause: "credentials", reason: "Requestor said no." });
  const interrupted = new AbortController();
  const desk: Partial<BackfillDesk> = {
    unfinished: () => Promise.resolve(left),
    prepare: () => {
      interrupted.abort();
      return Promise.resolve(left);
    },
  };
  expect(await codeAt(desk, { signal: interrupted.signal })).toBe(5);
  expect(told.join("")).not.toContain("Requestor said no.");
});

it("a folder that no report can be written to is told before anything is read or written", async () => {
  const desk: Partial<BackfillDesk> = { unfinished: () => Promise.reject(new Error("nobody is to ask")) };
  const inFile = join(folder, "a-file");
  await writeFile(inFile, "");
  await expect(codeAt(desk, { reportDir: join(inFile, "reports") })).rejects.toThrow(StartError);
});

it("a report that cannot be written any more does not hide what was carried over", async () => {
  const finished = run({ state: "finished", ticketsTotal: 0, startedAt: 1, finishedAt: 2 });
  const reportDir = join(folder, "reports");
  const desk: Partial<BackfillDesk> = {
    unfinished: () => Promise.resolve(run({ state: "stopped", ticketsTotal: 0, startedAt: 1 })),
    run: async () => {
      await rm(reportDir, { recursive: true });
      await writeFile(reportDir, "");
      return finished;
    },
    async *report() {},
  };
  await expect(codeAt(desk, { reportDir })).rejects.toThrow(StartError);
  expect(told.join("")).toContain('"event":"result"');
});

it("a bridge that goes away while it tells the report does not hide what was carried over", async () => {
  const finished = run({ state: "finished", ticketsTotal: 0, startedAt: 1, finishedAt: 2 });
  const desk: Partial<BackfillDesk> = {
    unfinished: () => Promise.resolve(run({ state: "stopped", ticketsTotal: 0, startedAt: 1 })),
    run: () => Promise.resolve(finished),
    async *report() {
      yield* await Promise.reject<[]>(new BridgeGoneError("The bridge has ended.", null));
    },
  };
  await expect(codeAt(desk)).rejects.toThrow(BridgeGoneError);
  const result: unknown = JSON.parse(told.find((line) => line.includes('"event":"result"')) ?? "{}");
  expect(result).toMatchObject({ exitCode: 5, backfill: { id: "7", state: "finished" } });
});

it("who says no to a plan does not end the run that somebody else has begun meanwhile", async () => {
  let discarded = 0;
  const desk: Partial<BackfillDesk> = {
    unfinished: () => Promise.resolve(run({ state: "planned", ticketsTotal: 0 })),
    get: () => Promise.resolve(run({ state: "stopped", ticketsTotal: 0, startedAt: 1 })),
    discard: () => Promise.resolve((discarded += 1) > 0),
  };
  await expect(codeAt(desk, { ask: () => Promise.resolve(false) })).rejects.toThrow(BackfillUnfinishedError);
  expect(discarded).toBe(0);
});
