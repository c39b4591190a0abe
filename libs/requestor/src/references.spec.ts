import { expect, test } from "vitest";

import { readTicketReference } from "./references.ts";

test.each(["TIC-016558", "INC-000047", "REQ-000001", "PRO-123456", "CHG-1234567"])("%s is a reference", (reference) => {
  expect(readTicketReference(reference)).toBe(reference);
});

test("case and surrounding space do not matter", () => {
  expect(readTicketReference(" inc-000047 ")).toBe("INC-000047");
});

test.each(["PRB-000001", "INC-00047", "47", "INC-", "INC-000047/../x", "XINC-000047", "", 47, null, {}])(
  "%j is no reference",
  (value) => {
    expect(readTicketReference(value)).toBeNull();
  },
);

test("the prefixes of an installation can be named", () => {
  expect(readTicketReference("HLP-000001", ["HLP"])).toBe("HLP-000001");
  expect(readTicketReference("INC-000001", ["HLP"])).toBeNull();
});
