import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { readWireDate, writeWireDate } from "./dates.ts";

const moment = Date.UTC(2026, 0, 2, 3, 4, 5);

describe("a date on the wire", () => {
  it.each([
    ["2026-01-02T03:04:05Z", moment],
    ["2026-01-02T03:04:05", moment],
    ["2026-01-02 03:04:05", moment],
    ["2026-01-02T05:04:05+02:00", moment],
    ["2026-01-01T22:04:05-0500", moment],
    ["2026-01-02T03:04:05.1234567Z", moment + 123],
    ["2026-01-02T03:04:05.1", moment + 100],
    ["2026-01-02T03:04Z", moment - 5000],
    ["2026-01-02", Date.UTC(2026, 0, 2)],
    ["/Date(1767323045000)/", moment],
  ])("%s is read", (text, expected) => {
    expect(readWireDate(text)).toBe(expected);
  });

  it.each([
    ["SuperOffice's empty date", "0001-01-01T00:00:00"],
    ["the empty date moved by a zone", "0001-01-01T00:00:00+01:00"],
    ["the empty date in the year before", "0000-12-31T23:00:00Z"],
    ["a month that is none", "2026-13-01T00:00:00Z"],
    ["a word", "yesterday"],
    ["a number", 1767323045000],
    ["null", null],
    ["nothing", undefined],
    ["a date object", new Date(moment)],
  ])("%s is no date", (_what, value) => {
    expect(readWireDate(value)).toBeNull();
  });

  it("is written in whole seconds of UTC and read back the same", () => {
    expect(writeWireDate(moment + 789)).toBe("2026-01-02T03:04:05Z");
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_102_444_800 }), (seconds) => {
        expect(readWireDate(writeWireDate(seconds * 1000))).toBe(seconds * 1000);
      }),
    );
  });

  it("is left out when the time is none", () => {
    for (const time of [null, Number.NaN, Number.POSITIVE_INFINITY, 9e15]) expect(writeWireDate(time)).toBeNull();
  });

  it("is total on any input", () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(() => readWireDate(value)).not.toThrow();
      }),
    );
  });
});
