import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { superofficeTicketFromWire } from "./ticket-from-wire.ts";

const wire = {
  TicketId: 734,
  Title: "Printer",
  Slevel: "External",
  BaseStatus: "Active",
  ConnectId: 0,
  LastChanged: "2026-01-02T03:04:05Z",
};

describe("a SuperOffice ticket", () => {
  it("is read with all that it says", () => {
    expect(superofficeTicketFromWire(wire)).toEqual({
      side: "superoffice",
      id: "734",
      ref: null,
      title: "Printer",
      visibility: "public",
      canHoldInternal: true,
      state: "open",
      mergedInto: null,
      lastChanged: Date.UTC(2026, 0, 2, 3, 4, 5),
    });
  });

  it.each([
    ["Active", "open"],
    ["Closed", "closed"],
    [2, "closed"],
    ["Postponed", "open"],
    ["Deleted", "deleted"],
    [4, "deleted"],
    ["Merged", "merged"],
    ["5", "merged"],
    ["Spam", "open"],
    [1002, "open"],
    ["Future", "open"],
    [null, "open"],
  ])("of BaseStatus %s is %s", (BaseStatus, state) => {
    expect(superofficeTicketFromWire({ ...wire, BaseStatus })?.state).toBe(state);
  });

  it("that is connected to another is merged into it", () => {
    expect(superofficeTicketFromWire({ ...wire, ConnectId: 98 })).toMatchObject({ state: "merged", mergedInto: "98" });
    expect(superofficeTicketFromWire({ ...wire, ConnectId: -1 })).toMatchObject({ state: "open", mergedInto: null });
  });

  it("is internal unless External", () => {
    for (const Slevel of ["Internal", "Unknown", 0, 1, 3, null, undefined, "Other"]) {
      expect(superofficeTicketFromWire({ ...wire, Slevel })?.visibility).toBe("internal");
    }
  });

  it("is internal where two spellings disagree", () => {
    const two = { ...wire, slevel: "Internal" };
    expect(superofficeTicketFromWire(two)?.visibility).toBe("internal");
  });

  it("without an id is none, and any input is survived", () => {
    expect(superofficeTicketFromWire({ ...wire, TicketId: 0 })).toBeNull();
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(() => superofficeTicketFromWire(value as object)).not.toThrow();
      }),
    );
  });
});
