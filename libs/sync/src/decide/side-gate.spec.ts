import { describe, expect, it } from "vitest";

import { afterFailure, afterSuccess, isOpen, openGate } from "./side-gate.ts";

const failed = (now: number, retryAfterMs: number | null = null, suspect: string | null = null) => ({
  ...{ now, retryAfterMs, suspect },
  reason: "down",
  random: 0,
});

describe("a side's gate", () => {
  it("closes for a second at the first failure and for twice as long at the next", () => {
    const once = afterFailure(openGate, failed(0));
    expect(isOpen(once, 999)).toBe(false);
    expect(isOpen(once, 1_000)).toBe(true);
    const twice = afterFailure(once, failed(1_000));
    expect(isOpen(twice, 2_999)).toBe(false);
    expect(isOpen(twice, 3_000)).toBe(true);
  });

  it("counts calls that were under way together as one failure", () => {
    let gate = openGate;
    for (let call = 0; call < 10; call += 1) gate = afterFailure(gate, failed(call));
    expect(gate.failures).toBe(1);
    expect(isOpen(gate, 1_009)).toBe(true);
  });

  it("obeys Retry-After, also when that is longer than its own wait", () => {
    const gate = afterFailure(openGate, failed(0, 300_000));
    expect(isOpen(gate, 299_999)).toBe(false);
    expect(isOpen(gate, 300_000)).toBe(true);
  });

  it("never opens earlier because another call failed with a shorter wait", () => {
    const gate = afterFailure(afterFailure(openGate, failed(0, 300_000)), failed(10));
    expect(isOpen(gate, 299_999)).toBe(false);
  });

  it("stays open while one message alone meets what may be its own failure, and closes at the second message", () => {
    let gate = openGate;
    for (let now = 0; now < 10; now += 1) gate = afterFailure(gate, failed(now, null, "7"));
    expect(isOpen(gate, 10)).toBe(true);
    expect(gate.reason).toBeNull();
    const side = afterFailure(gate, failed(10, null, "8"));
    expect(isOpen(side, 11)).toBe(false);
    expect(isOpen(afterFailure(side, failed(2_000, null, "8")), 3_999)).toBe(false);
  });

  it("suspects nobody any more once something passed", () => {
    const passed = afterSuccess(afterFailure(openGate, failed(0, null, "7")));
    expect(isOpen(afterFailure(passed, failed(1, null, "8")), 2)).toBe(true);
  });

  it("forgets everything at the first success", () => {
    expect(afterSuccess(afterFailure(openGate, failed(0)))).toEqual(openGate);
  });

  it("waits at most a minute however long the outage", () => {
    let gate = openGate;
    let now = 0;
    for (let n = 0; n < 50; n += 1) {
      gate = afterFailure(gate, failed(now));
      expect(gate.closedUntil - now).toBeLessThanOrEqual(60_000);
      now = gate.closedUntil;
    }
  });
});
