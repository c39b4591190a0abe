import { spawn } from "node:child_process";
import { chmod, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { coloursFor } from "@ticket-bridge/terminal";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import { buildBridge } from "./bridge/build-bridge.ts";
import { callKinds, type CallKind } from "./counter/kill-plan.ts";
import { asTable } from "./report/as-table.ts";
import { runChaos } from "./run/chaos-run.ts";
import { isGood, type DatabaseKind } from "./run/chaos-report.ts";

/** Of the same kind as `npm run chaos`, in less than a minute; a seed that ever failed belongs here. */
const kills = 6;
const seed = 20_260;

const never = new AbortController().signal;

beforeAll(() => buildBridge(never), 120_000);

describe("the built bridge, killed in the middle of its calls", () => {
  it.concurrent.each<DatabaseKind>(["embedded", "postgresql"])(
    "keeps the promises on the %s database",
    async (database) => {
      const report = await runChaos({
        ...{ database, kills, seed, killsBeforeLinking: 1, messagesPerSecond: 10, pairs: 6 },
        first: [{ kind: "target id and next intent", phase: "answered", count: 2 }],
        signal: never,
        onProgress: () => undefined,
      });
      const told = [asTable([report], coloursFor({}, {})), ...report.stories, ...report.crashes].join("\n");
      expect(isGood(report), told).toBe(true);
      expect(report.deaths.length, told).toBeGreaterThanOrEqual(kills);
      expect(report.verdict.mirrored, told).toBeGreaterThan(10);
      expect(report.verdict.created, told).toBeGreaterThan(0);
      expect(report.verdict.withFiles, told).toBeGreaterThan(0);
      const faults = [...report.helpdeskFaults.values()].reduce((sum, hits) => sum + hits, 0);
      expect(faults, told).toBeGreaterThan(0);
      const counted = new Set(report.deaths.flatMap(({ passed }) => Object.keys(passed)));
      const elsewhere: CallKind = database === "embedded" ? "connect" : "database file";
      // A lease is renewed where a lane is at work a third of the lease after the last time: chance, in so short a run.
      const byChance: readonly CallKind[] = ["other change", "lease", "new ticket", "upload", "attachment", "edit"];
      const expected = callKinds.filter((kind) => kind !== elsewhere && !byChance.includes(kind));
      expect(
        expected.filter((kind) => !counted.has(kind)),
        `calls that were never counted\n${told}`,
      ).toEqual([]);
    },
    300_000,
  );

  it.concurrent(
    "is found out to double what a helpdesk does not let it find again",
    async () => {
      const report = await runChaos({
        ...{ database: "postgresql", kills: 6, seed, killsBeforeLinking: 0, messagesPerSecond: 10, pairs: 4 },
        // Each leaves one without an answer, and those to SuperOffice are doubled: one in 64 runs has none of them.
        first: [3, 2, 4, 1, 3, 2].map((count) => ({ kind: "new message", phase: "answered", count })),
        forgetsMarkers: true,
        signal: never,
        onProgress: () => undefined,
      });
      await rm(report.logs ?? "", { recursive: true, force: true });
      expect(isGood(report)).toBe(false);
      expect(report.verdict.findings.map(({ breach }) => breach)).toContain("doubled");
      expect(report.stories.join("\n")).toMatch(
        /DOUBLED: tb\d+q, message \d+ in Requestor, stands in SuperOffice as \d+, \d+/,
      );
    },
    300_000,
  );
});

/** In this file with the others, because only one of them may build the bridge. */
describe("the command", () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "ticket-bridge-chaos-main-"));
    // PostgreSQL may run as a user of its own, who has to get through.
    await chmod(folder, 0o755);
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("ends everything it started when it is stopped, and says so", async () => {
    const { child, said, ended } = start(folder, "--database", "postgresql", "--kills", "50");
    await vi.waitFor(() => expect(said.text).toContain("PostgreSQL"), 60_000);
    child.kill("SIGINT");
    expect(await ended, said.text).toBe(130);
    expect(said.text).toContain("Nothing is left running.");
    expect((await readdir(folder)).filter((name) => name.startsWith("ticket-bridge"))).toEqual([]);
  }, 120_000);

  it("refuses an option that it does not know with exit code 2", async () => {
    const { said, ended } = start(folder, "--fast");
    expect(await ended).toBe(2);
    expect(said.text).toContain("--fast");
  });
});

const main = fileURLToPath(new URL("main.ts", import.meta.url));

/** Starts the command with a temp folder of its own. */
function start(folder: string, ...args: string[]) {
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
