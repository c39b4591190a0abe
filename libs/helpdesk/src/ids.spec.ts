import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { compareIds, readMessageId, readTicketId } from "./ids.ts";

describe("ids", () => {
  it("are read from numbers and decimal text alike", () => {
    expect(readTicketId(734)).toBe("734");
    expect(readTicketId(" 734 ")).toBe("734");
    expect(readMessageId("8812")).toBe("8812");
  });

  it("refuse everything that is no positive whole number", () => {
    for (const value of [
      0,
      -1,
      1.5,
      NaN,
      Infinity,
      "",
      "0",
      "007",
      "12a",
      "-3",
      "9".repeat(19),
      null,
      undefined,
      {},
      [],
      true,
    ]) {
      expect(readTicketId(value), JSON.stringify(value)).toBeNull();
    }
  });

  it("are read without ever throwing, whatever comes", () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const id = readTicketId(value);
        expect(id === null || /^[1-9][0-9]*$/.test(id)).toBe(true);
      }),
    );
  });

  it("are ordered as the numbers they are", () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 1n, max: 10n ** 18n - 1n }),
        fc.bigInt({ min: 1n, max: 10n ** 18n - 1n }),
        (a, b) => {
          const order = Math.sign(compareIds(String(a), String(b)));
          expect(order).toBe(a < b ? -1 : a > b ? 1 : 0);
        },
      ),
    );
  });
});
