import { describe, expect, it } from "vitest";

import { fillBuckets, spanBegin, throughputSpans, type ThroughputSpan } from "./throughput-buckets.ts";

const minute = 60_000;
const now = Date.UTC(2026, 10, 21, 12, 34, 56);

describe("the buckets of a span", () => {
  it.each([
    ["hour", 60, minute],
    ["day", 96, 15 * minute],
    ["week", 168, 60 * minute],
  ] as const)("of an %s are %i, one after the other, and the last one holds now", (span, count, length) => {
    const buckets = fillBuckets(span, now, []);
    expect(buckets).toHaveLength(count);
    expect(buckets[0]?.from).toBe(spanBegin(span, now));
    for (const [place, bucket] of buckets.entries()) expect(bucket.from).toBe(spanBegin(span, now) + place * length);
    const last = buckets.at(-1)?.from ?? 0;
    expect(last).toBeLessThanOrEqual(now);
    expect(last + length).toBeGreaterThan(now);
  });

  it("add up the minutes that fall into them and leave out what is older or newer", () => {
    const at = Date.UTC(2026, 10, 21, 12, 0);
    const minutes = [0, 1, 14, 15].map((n) => ({ minute: at + n * minute, count: n + 1 }));
    const buckets = fillBuckets("day", now, [
      ...minutes,
      { minute: at - 25 * 60 * minute, count: 100 },
      { minute: at + 60 * minute, count: 100 },
    ]);
    expect(buckets.filter(({ count }) => count > 0)).toEqual([
      { from: at, count: 18 },
      { from: at + 15 * minute, count: 16 },
    ]);
  });

  it("exist for every span that can be asked for", () => {
    expect(Object.keys(throughputSpans) satisfies readonly string[] as ThroughputSpan[]).toEqual([
      "hour",
      "day",
      "week",
    ]);
  });
});
