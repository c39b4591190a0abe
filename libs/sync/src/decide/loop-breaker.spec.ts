import type { Direction } from "@ticket-bridge/helpdesk";
import { describe, expect, it } from "vitest";

import { isLoop } from "./loop-breaker.ts";

const there: Direction = "superoffice-to-requestor";
const back: Direction = "requestor-to-superoffice";
const contentHash = "0123456789abcdef";

/** The way to be sent last, after these, a second apart, the youngest a second ago. */
function loops(direction: Direction, earlier: readonly Direction[], capturedAgoMs = 0, gapMs = 1_000): boolean {
  const crossings = earlier.map((way, place) => ({
    direction: way,
    hashStart: "01234567",
    capturedAgoMs: capturedAgoMs + (earlier.length - place) * gapMs,
  }));
  return isLoop({ direction, contentHash, capturedAgoMs, crossings: crossings.reverse() });
}

describe("a text that goes there and back", () => {
  it("is a loop at the third time", () => {
    expect(loops(back, [there, back, there, back, there])).toBe(true);
    expect(loops(there, [there, back, there, back])).toBe(false);
  });

  it("is none when it only repeats in one direction", () => {
    expect(
      loops(
        there,
        Array.from({ length: 20 }, () => there),
      ),
    ).toBe(false);
    expect(loops(there, [there, there, back, back, back, there])).toBe(false);
    expect(loops(back, [there, there, back, there, back, back, there])).toBe(true);
  });

  it("is none when it takes longer than ten minutes", () => {
    expect(loops(back, [there, back, there, back, there], 0, 121_000)).toBe(false);
  });

  it("is none when the turns were captured after it: what is caught up in both directions at once", () => {
    expect(loops(back, [there, back, there, back, there], 60_000, -1_000)).toBe(false);
  });

  it("stays one however long the lane stood still", () => {
    expect(loops(back, [there, back, there, back, there], 24 * 60 * 60_000)).toBe(true);
  });

  it("is none with another text", () => {
    const crossings = [there, back, there, back, there].map((direction) => ({
      direction,
      hashStart: "9",
      capturedAgoMs: 1,
    }));
    expect(isLoop({ direction: back, contentHash, capturedAgoMs: 0, crossings })).toBe(false);
  });
});
