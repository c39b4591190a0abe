import { describe, expect, it } from "vitest";

import { delayBounds, delayClasses, delayPercentile, sumDelays } from "./delay-classes.ts";

function counts(of: Readonly<Record<number, number>>): number[] {
  return Array.from({ length: delayClasses }, (_none, place) => of[place] ?? 0);
}

describe("delays in classes", () => {
  it("grow from 50 ms to a day in 24 classes", () => {
    expect(delayClasses).toBe(24);
    expect(delayBounds[0]).toBe(50);
    expect(delayBounds.at(-1)).toBe(86_400_000);
    expect([...delayBounds].sort((a, b) => a - b)).toEqual(delayBounds);
  });

  it("are added up class by class, also where one has fewer", () => {
    expect(sumDelays([[1, 2], counts({ 1: 3, 23: 1 })])).toEqual(counts({ 0: 1, 1: 5, 23: 1 }));
    expect(sumDelays([])).toEqual(counts({}));
  });
});

describe("a percentile of delays", () => {
  it("is none where nothing was counted", () => {
    expect(delayPercentile(counts({}), 0.5)).toBeNull();
  });

  it("lies within its class in proportion", () => {
    expect(delayPercentile(counts({ 0: 100 }), 0.5)).toBe(25);
    expect(delayPercentile(counts({ 1: 10 }), 1)).toBe(75);
    expect(delayPercentile(counts({ 0: 50, 7: 50 }), 0.5)).toBe(50);
    expect(delayPercentile(counts({ 0: 90, 7: 10 }), 0.95)).toBe(825);
  });

  it("is the last bound for what took longer than a day", () => {
    expect(delayPercentile(counts({ 23: 4 }), 0.95)).toBe(86_400_000);
  });

  it("is never below that of a smaller part", () => {
    const some = counts({ 0: 3, 2: 1, 9: 7, 20: 2, 23: 1 });
    const percentiles = [0.01, 0.1, 0.3, 0.5, 0.8, 0.95, 1].map((part) => delayPercentile(some, part) ?? -1);
    expect([...percentiles].sort((a, b) => a - b)).toEqual(percentiles);
  });
});
