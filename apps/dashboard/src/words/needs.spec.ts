import { describe, expect, it } from "vitest";

import type { SideStatus, Status } from "../api/shapes.ts";
import { needsOf } from "./needs.ts";

const works = { paused: false, trouble: null, credentials: "accepted" } as SideStatus;
const well: Pick<Status, "alarms" | "sides" | "stopped"> = {
  alarms: [],
  sides: { superoffice: works, requestor: works },
  stopped: [
    { direction: "superoffice-to-requestor", count: 0, reason: null },
    { direction: "requestor-to-superoffice", count: 0, reason: null },
  ],
};
const alarm = { id: "1", mirrorId: "7", reason: "It is public." } as Status["alarms"][number];

describe("what needs a person beside what is held", () => {
  it("is nothing where nothing is told to be blocked or to require action", () => {
    expect(needsOf(well, undefined)).toEqual({ alarms: [], troubles: [], stopped: [], count: 0 });
  });

  it("is a leak, a helpdesk that does not work, and every stopped ticket", () => {
    const stopped = [
      { direction: "superoffice-to-requestor" as const, count: 2, reason: "It is gone." },
      { direction: "requestor-to-superoffice" as const, count: 1, reason: "It is gone." },
    ];
    const sides = {
      superoffice: works,
      requestor: { ...works, trouble: "It answered 401.", credentials: "refused" as const },
    };
    const status = { alarms: [alarm], sides, stopped };
    expect(needsOf(status, undefined)).toEqual({
      ...{ alarms: [alarm], stopped, count: 5 },
      troubles: [{ side: "requestor", trouble: "It answered 401.", isRefused: true }],
    });
    // The first two stop both ways.
    expect(needsOf(status, "requestor-to-superoffice")).toMatchObject({ stopped: stopped.slice(1), count: 3 });
  });

  it("is told of a helpdesk that is away, but not counted: the bridge tries again by itself", () => {
    const sides = { ...well.sides, superoffice: { ...works, trouble: "It is unreachable.", credentials: null } };
    expect(needsOf({ ...well, sides }, undefined)).toMatchObject({
      ...{ troubles: [{ side: "superoffice", isRefused: false }], count: 0 },
    });
  });

  it("is no helpdesk that a person paused, whatever it answered last", () => {
    const sides = { ...well.sides, superoffice: { ...works, paused: true, trouble: "It is unreachable." } };
    expect(needsOf({ ...well, sides }, undefined).count).toBe(0);
  });
});
