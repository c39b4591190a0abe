import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { refill, spend, type PollPace } from "./poll-pace.ts";

describe("the pace of scheduled polls", () => {
  it("lets at most one second's worth begin at once, and one in any case", () => {
    expect(refill({ saved: 0, at: 0 }, 3_600_000, 0.0025).saved).toBe(2.5);
    expect(refill({ saved: 0, at: 0 }, 3_600_000, 0.0001).saved).toBe(1);
    expect(refill({ saved: 0, at: 0 }, 1_000, 0.0001).saved).toBeCloseTo(0.1);
  });

  it("never lets more begin than the rate and what was saved up allow, however often it is asked", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 5_000 }), { minLength: 1, maxLength: 200 }),
        fc.double({ min: 0.0001, max: 0.05, noNaN: true }),
        (waits, rate) => {
          let pace: PollPace = { saved: 0, at: 0 };
          let now = 0;
          let begun = 0;
          for (const wait of waits) {
            now += wait;
            pace = refill(pace, now, rate);
            const allowed = Math.floor(pace.saved);
            pace = spend(pace, allowed);
            begun += allowed;
            expect(begun).toBeLessThanOrEqual(now * rate + Math.max(1, rate * 1_000) + 1e-6);
          }
        },
      ),
    );
  });
});
