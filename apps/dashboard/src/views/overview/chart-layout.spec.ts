import fc from "fast-check";
import { expect, it } from "vitest";

import type { ChartRow } from "../../words/chart-rows.ts";
import { columnAt, layOut, margin } from "./chart-layout.ts";

const row = (there: number, back: number, label = "12:00"): ChartRow => ({
  ...{ label, "superoffice-to-requestor": there, "requestor-to-superoffice": back },
});
const someRows = fc.array(
  fc.record({ there: fc.nat(100_000), back: fc.nat(100_000) }).map(({ there, back }) => row(there, back)),
  { minLength: 1, maxLength: 168 },
);
const height = 220;

it("stacks a column's counts from the ground up, none of them out of the frame, and all of them by one measure", () => {
  fc.assert(
    fc.property(someRows, fc.integer({ min: 120, max: 2_000 }), (rows, width) => {
      const { columns, lines } = layOut(rows, width, height);
      const [ground, top] = [lines[0], lines.at(-1)];
      if (ground === undefined || top === undefined) throw new Error("There are no lines.");
      expect(ground).toEqual({ y: height - margin.bottom, count: 0 });
      const perMessage = (ground.y - top.y) / top.count;
      for (const [place, column] of columns.entries()) {
        const { "superoffice-to-requestor": there = 0, "requestor-to-superoffice": back = 0 } = rows[place] ?? {};
        const heights = column.bars.map((bar) => bar.height);
        expect(heights.reduce((sum, bar) => sum + bar, 0)).toBeCloseTo((there + back) * perMessage, 6);
        expect(column.bars).toHaveLength([there, back].filter((count) => count > 0).length);
        for (const bar of column.bars) expect(bar.y).toBeGreaterThanOrEqual(margin.top - 0.001);
        expect(column.x).toBeGreaterThanOrEqual(margin.left);
        expect(column.x + column.width).toBeLessThanOrEqual(width - margin.right + 0.001);
      }
    }),
  );
});

it("measures by whole counts, also where there are few or none", () => {
  for (const most of [0, 1, 3, 5, 22, 999]) {
    const counts = layOut([row(most, 0)], 600, height).lines.map(({ count }) => count);
    expect(counts.every((count) => Number.isInteger(count))).toBe(true);
    expect(counts.length).toBeGreaterThan(2);
    expect(counts.at(-1)).toBeGreaterThanOrEqual(most);
  }
});

it("names the newest time and as many before it as have room", () => {
  const rows = Array.from({ length: 60 }, (_none, minute) => row(1, 1, String(minute)));
  for (const width of [300, 640, 1_200]) {
    const { labels } = layOut(rows, width, height);
    expect(labels.at(-1)?.label).toBe("59");
    expect(labels.length).toBeGreaterThan(1);
    for (const [place, { x }] of labels.slice(1).entries()) expect(x - (labels[place]?.x ?? 0)).toBeGreaterThan(79);
  }
});

it("finds the column under a point, and none beside them", () => {
  const width = margin.left + margin.right + 600;
  expect([0, 9.9, 10, 599].map((x) => columnAt(margin.left + x, 60, width))).toEqual([0, 0, 1, 59]);
  expect([columnAt(margin.left - 1, 60, width), columnAt(margin.left + 600, 60, width), columnAt(5, 60, 0)]).toEqual([
    null,
    null,
    null,
  ]);
});
