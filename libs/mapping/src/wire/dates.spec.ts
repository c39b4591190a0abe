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
    ["2024-02-29", Date.UTC(2024, 1, 29)],
    ["2026-01-01T24:00:00Z", Date.UTC(2026, 0, 2)],
    ["2016-12-31T23:59:60Z", Date.UTC(2017, 0, 1)],
    ["2026-01-02T17:04:05+14:00", moment],
    ["/Date(1767323045000)/", moment],
  ])("%s is read", (text, expected) => {
    expect(readWireDate(text)).toBe(expected);
  });

  it.each([
    ["SuperOffice's empty date", "0001-01-01T00:00:00"],
    ["the empty date moved by a zone", "0001-01-01T00:00:00+01:00"],
    ["the empty date in the year before", "0000-12-31T23:00:00Z"],
    ["a month that is none", "2026-13-01T00:00:00Z"],
    ["a day that its month has not", "2026-02-31T00:00:00Z"],
    ["a leap day of another year", "2026-02-29"],
    ["a minute after the day's end", "2026-01-02T24:30:00Z"],
    ["an hour after the day's end", "2026-01-02T24:00:01Z"],
    ["a leap second at a time that has none", "2026-01-02T03:04:60Z"],
    ["an offset of days", "2026-01-02T03:04:05+99:99"],
    ["an offset of a minute too many", "2026-01-02T03:04:05+01:60"],
    ["an offset beyond the earth", "2026-01-02T03:04:05-18:01"],
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
