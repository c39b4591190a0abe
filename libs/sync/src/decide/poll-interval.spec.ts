import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { pollIntervals } from "./poll-interval.ts";

const day = 86_400_000;

const facts = fc.record({
  active: fc.integer({ min: 0, max: 200_000 }),
  quiet: fc.integer({ min: 0, max: 200_000 }),
  callsPerSecond: fc.oneof(fc.integer({ min: 1, max: 100 }), fc.double({ min: 0.1, max: 2, noNaN: true })),
  shortestMs: fc.integer({ min: 1_000, max: 3_600_000 }),
});

describe("pollIntervals", () => {
  it("are the shortest interval while the budget allows it", () => {
    const shortest = { activeMs: 30_000, quietMs: 30_000 };
    expect(pollIntervals({ active: 25, quiet: 50, callsPerSecond: 5, shortestMs: 30_000 })).toEqual(shortest);
    expect(pollIntervals({ active: 0, quiet: 0, callsPerSecond: 5, shortestMs: 30_000 })).toEqual(shortest);
  });

  it("spread half the budget evenly while all tickets are alike", () => {
    const alike = { callsPerSecond: 5, shortestMs: 30_000 };
    expect(pollIntervals({ active: 0, quiet: 10_000, ...alike }).quietMs).toBe(4_000_000);
    expect(pollIntervals({ active: 10_000, quiet: 0, ...alike }).activeMs).toBe(4_000_000);
  });

  it("give active tickets up to half of that and quiet ones the rest", () => {
    const some = { active: 100, quiet: 9_900, callsPerSecond: 5, shortestMs: 30_000 };
    expect(pollIntervals(some)).toEqual({ activeMs: 80_000, quietMs: 7_920_000 });
    const few = { active: 10, quiet: 90, callsPerSecond: 5, shortestMs: 30_000 };
    expect(pollIntervals(few)).toEqual({ activeMs: 30_000, quietMs: 41_539 });
  });

  it("never ask for more than half the budget and never wait longer than a day", () => {
    fc.assert(
      fc.property(facts, (given) => {
        const { activeMs, quietMs } = pollIntervals(given);
        expect(quietMs).toBeLessThanOrEqual(day);
        expect(activeMs).toBeLessThanOrEqual(quietMs);
        expect(activeMs).toBeGreaterThanOrEqual(given.shortestMs);
        const half = given.callsPerSecond / 2;
        const fitsInADay = (given.active + given.quiet) / (day / 1_000) <= half;
        const asked = (given.active / activeMs + given.quiet / quietMs) * 1_000;
        if (fitsInADay) expect(asked).toBeLessThanOrEqual(half * (1 + 1e-8));
        else expect(quietMs).toBe(day);
      }),
    );
  });

  it("grow with every ticket and shrink with the budget", () => {
    fc.assert(
      fc.property(facts, fc.integer({ min: 1, max: 1_000 }), (given, more) => {
        const before = pollIntervals(given);
        const slower = [
          { ...given, active: given.active + more },
          { ...given, quiet: given.quiet + more },
          { ...given, callsPerSecond: given.callsPerSecond / (1 + more / 100) },
        ];
        for (const one of slower) {
          const after = pollIntervals(one);
          expect(after.activeMs).toBeGreaterThanOrEqual(before.activeMs);
          expect(after.quietMs).toBeGreaterThanOrEqual(before.quietMs);
        }
      }),
    );
  });
});
