import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { requestorTicketFromWire } from "./ticket-from-wire.ts";

const wire = {
  TicketId: 47,
  TicketREF: "INC-000047",
  Subject: "Printer",
  Closed: false,
  IsPrivateMessageSupported: true,
};
const operator = { canWriteInternal: true };

describe("a Requestor ticket", () => {
  it("is read with all that it says", () => {
    expect(requestorTicketFromWire(wire, operator)).toEqual({
      side: "requestor",
      id: "47",
      ref: "INC-000047",
      title: "Printer",
      visibility: "public",
      canHoldInternal: true,
      state: "open",
      mergedInto: null,
      lastChanged: null,
    });
  });

  it("holds internal messages only where both the ticket and the account allow it", () => {
    expect(requestorTicketFromWire(wire, { canWriteInternal: false })?.canHoldInternal).toBe(false);
    for (const IsPrivateMessageSupported of [false, undefined, null, 1, "yes"]) {
      expect(requestorTicketFromWire({ ...wire, IsPrivateMessageSupported }, operator)?.canHoldInternal).toBe(false);
    }
  });

  it("is closed by its own word", () => {
    expect(requestorTicketFromWire({ ...wire, Closed: "true" }, operator)?.state).toBe("closed");
    expect(requestorTicketFromWire({ ...wire, Closed: null }, operator)?.state).toBe("open");
  });

  it("without an id is none, and any input is survived", () => {
    expect(requestorTicketFromWire({ ...wire, TicketId: null }, operator)).toBeNull();
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(() => requestorTicketFromWire(value as object, operator)).not.toThrow();
      }),
    );
  });
});
