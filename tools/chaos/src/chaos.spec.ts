import { rm } from "node:fs/promises";

import pc from "picocolors";
import { beforeAll, describe, expect, it } from "vitest";

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
        signal: never,
        onProgress: () => undefined,
      });
      const told = [asTable([report], pc.createColors(false)), ...report.stories, ...report.crashes].join("\n");
      expect(isGood(report), told).toBe(true);
      expect(report.deaths.length, told).toBeGreaterThanOrEqual(kills);
      expect(report.verdict.mirrored, told).toBeGreaterThan(10);
      const faults = [...report.helpdeskFaults.values()].reduce((sum, hits) => sum + hits, 0);
      expect(faults, told).toBeGreaterThan(0);
      const counted = new Set(report.deaths.flatMap(({ passed }) => Object.keys(passed)));
      const elsewhere: CallKind = database === "embedded" ? "connect" : "database file";
      const expected = callKinds.filter((kind) => kind !== elsewhere && kind !== "other change");
      expect(
        expected.filter((kind) => !counted.has(kind)),
        "calls that were never counted",
      ).toEqual([]);
    },
    180_000,
  );

  it.concurrent(
    "is found out to double what a helpdesk does not let it find again",
    async () => {
      const report = await runChaos({
        ...{ database: "postgresql", kills: 4, seed, killsBeforeLinking: 0, messagesPerSecond: 10, pairs: 4 },
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
    180_000,
  );
});
