import { coloursFor } from "@ticket-bridge/terminal";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { parts } from "./bench-options.ts";
import { Progress } from "./progress.ts";
import type { BenchDocument } from "./report/document.ts";
import { printedDocument } from "./report/print-document.ts";
import { Rig } from "./rig.ts";
import { runBench } from "./run-bench.ts";
import type { Sizes } from "./sizes.ts";

const tiny = { tickets: 6, messages: 24, rounds: 1 };
const sizes: Sizes = {
  throughput: { postgresql: tiny, embedded: tiny },
  costs: { tickets: 6, perSecond: 20, live: 12, backlog: 40, idleSeconds: 1 },
  latency: { tickets: 6, perSecond: 20, seconds: 1 },
  fullDatabase: { tickets: 6, messages: 24, rounds: 1, fill: { links: 50, mirrors: 400 } },
  attachments: {
    rounds: 1,
    files: [
      { bytes: 1_024, tickets: 4, messages: 8 },
      { bytes: 307_200, tickets: 2, messages: 2 },
    ],
  },
  edits: { tickets: 6, messages: 12, rounds: 1 },
  lists: { fill: { links: 100, mirrors: 2_000 }, times: 5 },
  backfill: {
    rates: { postgresql: { tickets: 4, messages: 24, rounds: 1 }, embedded: { tickets: 4, messages: 24, rounds: 1 } },
    plans: [
      { tickets: 2, messages: 12 },
      { tickets: 4, messages: 24 },
    ],
    runs: [{ tickets: 2, messages: 12 }],
  },
};

describe("a tiny bench run", () => {
  let rig: Rig;
  let document: BenchDocument;

  beforeAll(async () => {
    rig = await Rig.open(null);
    document = await runBench(
      rig,
      { parts, databases: ["postgresql"], sizes, command: "npm run bench" },
      new Progress(),
    );
  }, 240_000);

  afterAll(async () => await rig.close());

  it("measures bridge and floor for each load and direction, and no message came twice", () => {
    expect(document.throughput.map(({ load, directions }) => `${load} ${directions.length}`)).toEqual([
      ...["live 1", "live 1", "live 2", "backlog 1", "backlog 1", "backlog 2"],
    ]);
    for (const row of document.throughput) {
      expect(row).toMatchObject({ database: "postgresql", messages: 24, doubled: 0 });
      expect(row.ratio).toBeCloseTo(row.bridge / row.floor);
      expect(row.bridge).toBeGreaterThan(0);
    }
  });

  it("counts one write a message, the reads it needed, and statements", () => {
    for (const cost of document.costs) {
      expect(cost.writes).toBe(1);
      expect(cost.statements).toBeGreaterThan(0.5);
      const { superoffice, requestor } = cost.calls;
      const source = cost.direction === "superoffice-to-requestor" ? superoffice : requestor;
      expect(source.writes).toBe(0);
      // A listing, and a copy where the listing brings none; messages that come together share them.
      expect(source.reads).toBeGreaterThan(0);
      expect(source.reads).toBeLessThanOrEqual(cost.direction === "superoffice-to-requestor" ? 2 : 1);
    }
    expect(document.costs).toHaveLength(4);
  });

  it("tells latency, memory and the full database", () => {
    expect(document.latency.map(({ direction, messages }) => [direction, messages])).toEqual([
      ["superoffice-to-requestor", 10],
      ["requestor-to-superoffice", 10],
      ["both", 20],
    ]);
    for (const { p50, p99, max } of document.latency) {
      expect(p50).toBeGreaterThan(0);
      expect(p99).toBeGreaterThanOrEqual(p50);
      expect(max).toBeGreaterThanOrEqual(p99);
    }
    expect(document.memory).toMatchObject([{ database: "postgresql" }]);
    expect(document.fullDatabase).toMatchObject({ links: 50, mirrors: 400, messages: 24 });
  });

  it("carries files of every size both ways next to the floor, and tells what the bridge held above idle", () => {
    expect(document.attachments.map(({ bytes, direction, messages }) => [bytes, direction, messages])).toEqual([
      [1_024, "superoffice-to-requestor", 8],
      [1_024, "requestor-to-superoffice", 8],
      [307_200, "superoffice-to-requestor", 2],
      [307_200, "requestor-to-superoffice", 2],
    ]);
    for (const row of document.attachments) {
      expect(row).toMatchObject({ doubled: 0, ratio: row.bridge / row.floor });
      expect(row.bridge).toBeGreaterThan(0);
      expect(row.aboveIdleMb).toBeGreaterThanOrEqual(0);
    }
  });

  it("carries every edit once, in place and as a correction", () => {
    expect(document.edits).toMatchObject([
      { direction: "superoffice-to-requestor", edits: 12, doubled: 0 },
      { direction: "requestor-to-superoffice", edits: 12, doubled: 0 },
    ]);
    for (const { bridge, p50 } of document.edits) {
      expect(bridge).toBeGreaterThan(0);
      expect(p50).toBeGreaterThan(0);
    }
  });

  it("carries history over next to the floor, once, and tells how long it took and what it held", () => {
    const [rate] = document.backfill?.rates ?? [];
    expect(document.backfill?.rates).toMatchObject([{ database: "postgresql", messages: 24, doubled: 0 }]);
    expect(rate?.ratio).toBeCloseTo((rate?.backfill ?? 0) / (rate?.floor ?? 1));
    expect((rate?.writes.superoffice ?? 0) + (rate?.writes.requestor ?? 0)).toBeCloseTo(1);
    expect(rate?.reads.superoffice).toBeGreaterThan(0);
    const sizes = document.backfill?.sizes ?? [];
    expect(sizes.map(({ does, messages }) => [does, messages])).toEqual([
      ["plan", 12],
      ["plan", 24],
      ["run", 12],
    ]);
    for (const { does, planSeconds, runSeconds, peakMb } of sizes) {
      expect(planSeconds).toBeGreaterThan(0);
      expect(runSeconds > 0).toBe(does === "run");
      expect(peakMb).toBeGreaterThan(50);
    }
  });

  it("is one JSON document and one page of text that names every target", () => {
    expect(JSON.parse(JSON.stringify(document))).toEqual(document);
    const text = printedDocument(document, coloursFor({}, {}));
    expect(document.targets.length).toBeGreaterThan(10);
    for (const { name, reached } of document.targets) {
      const line = text.split("\n").find((each) => each.includes(name));
      expect(line).toContain(reached ? "✓ reached" : "✗ not reached");
    }
    expect(text).toContain("messages a day");
  });
});
