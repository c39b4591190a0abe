import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { refill, spend, type PollPace } from "./poll-pace.ts";

describe("the pace of scheduled polls", () => {
  it("lets at most one and a half second's worth and one more begin at once", () => {
    expect(refill({ saved: 0, at: 0 }, 3_600_000, 0.0025).saved).toBe(4.75);
    expect(refill({ saved: 0, at: 0 }, 3_600_000, 0.0001).saved).toBe(1.15);
    expect(refill({ saved: 0, at: 0 }, 1_000, 0.0001).saved).toBeCloseTo(0.1);
  });

  it.each([0.00025, 0.0005, 0.00095, 0.0015, 0.0025, 0.0049])(
    "lets all begin that a rate of %f a millisecond allows, although it is asked about once a second only",
    (rate) => {
      let pace: PollPace = { saved: 0, at: 0 };
      let begun = 0;
      let now = 0;
      for (let round = 0; round < 3_000; round += 1) {
        now += 1_000 + ((round * 37) % 300);
        pace = refill(pace, now, rate);
        const allowed = Math.floor(pace.saved);
        pace = spend(pace, allowed);
        begun += allowed;
      }
      expect(begun).toBeGreaterThanOrEqual(Math.floor(now * rate));
    },
  );

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
            expect(begun).toBeLessThanOrEqual(now * rate + rate * 1_500 + 1 + 1e-6);
          }
        },
      ),
    );
  });
});
