import { describe, expect, it } from "vitest";

import { dateStyle, readDate, showDate } from "./dates.ts";

describe("SuperOffice dates", () => {
  it("reads naive dates in the zone, on both sides of a clock change", () => {
    expect(readDate("2026-03-29T01:30:00", "Europe/Oslo")).toBe("2026-03-29T00:30:00.000Z");
    expect(readDate("2026-03-29T03:30:00", "Europe/Oslo")).toBe("2026-03-29T01:30:00.000Z");
    expect(readDate("2026-07-01T12:00:00", "Asia/Kolkata")).toBe("2026-07-01T06:30:00.000Z");
  });

  it("reads dates with an offset whatever the zone is", () => {
    expect(readDate("2023-11-02T14:13:49.3836927+01:00", "America/New_York")).toBe("2023-11-02T13:13:49.383Z");
    expect(readDate("2026-01-01T00:00:00Z", "Europe/Oslo")).toBe("2026-01-01T00:00:00.000Z");
  });

  it("knows the empty date and refuses what is none", () => {
    expect(readDate("0001-01-01T00:00:00", "UTC")).toBeNull();
    expect(readDate("yesterday", "UTC")).toBeUndefined();
  });

  it("shows negative and half-hour offsets", () => {
    const show = (zone: string) => showDate("2026-07-01T12:00:00Z", { zone, includeOffset: true, fraction: false });
    expect(show("America/New_York")).toBe("2026-07-01T08:00:00-04:00");
    expect(show("Asia/Kolkata")).toBe("2026-07-01T17:30:00+05:30");
  });

  it("takes zones by code or number and falls back on the base zone", () => {
    expect(dateStyle("261, includeTZOffset", "UTC")).toMatchObject({ zone: "Europe/Oslo", includeOffset: true });
    expect(dateStyle(undefined, "Europe/Oslo")).toMatchObject({ zone: "Europe/Oslo", includeOffset: false });
  });
});
