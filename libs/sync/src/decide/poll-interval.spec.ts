import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { pollIntervalMs } from "./poll-interval.ts";

describe("pollIntervalMs", () => {
  it("is the shortest interval while the budget allows it", () => {
    expect(pollIntervalMs({ tickets: 75, callsPerSecond: 5, shortestMs: 30_000 })).toBe(30_000);
    expect(pollIntervalMs({ tickets: 0, callsPerSecond: 5, shortestMs: 30_000 })).toBe(30_000);
  });

  it("spreads half the budget over the tickets beyond that", () => {
    expect(pollIntervalMs({ tickets: 10_000, callsPerSecond: 5, shortestMs: 30_000 })).toBe(4_000_000);
  });

  it("never asks for more than half the budget and never waits longer than a day", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 200_000 }),
        fc.integer({ min: 1, max: 100 }),
        fc.integer({ min: 1_000, max: 600_000 }),
        (tickets, callsPerSecond, shortestMs) => {
          const interval = pollIntervalMs({ tickets, callsPerSecond, shortestMs });
          expect(interval).toBeLessThanOrEqual(86_400_000);
          expect(interval).toBeGreaterThanOrEqual(shortestMs);
          if (interval < 86_400_000) {
            expect((tickets / interval) * 1_000).toBeLessThanOrEqual(callsPerSecond / 2 + 1e-9);
          }
        },
      ),
    );
  });
});
