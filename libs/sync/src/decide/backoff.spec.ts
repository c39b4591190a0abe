import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { backoffMs } from "./backoff.ts";

describe("backoffMs", () => {
  it("starts at one second and doubles up to sixty", () => {
    expect([1, 2, 3, 4, 5, 6, 7, 8, 100].map((n) => backoffMs(n, 0))).toEqual([
      1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000,
    ]);
  });

  it("is shortened by at most a quarter, so that many do not come back together", () => {
    fc.assert(
      fc.property(fc.integer({ min: -5, max: 1_000_000 }), fc.double({ min: 0, max: 0.999, noNaN: true }), (n, r) => {
        const full = backoffMs(n, 0);
        const wait = backoffMs(n, r);
        expect(wait).toBeLessThanOrEqual(full);
        expect(wait).toBeGreaterThanOrEqual(full * 0.75);
        expect(wait).toBeLessThanOrEqual(60_000);
      }),
    );
  });
});
