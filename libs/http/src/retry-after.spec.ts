import { expect, it } from "vitest";

import { readRetryAfter } from "./retry-after.ts";

const now = Date.UTC(2026, 0, 3, 10, 0, 0);

it.each([
  ["120", 120_000],
  [" 1.5 ", 1500],
  ["0", 0],
  ["Sat, 03 Jan 2026 10:01:00 GMT", 60_000],
  ["Sat, 03 Jan 2026 09:00:00 GMT", 0],
])("reads %s", (header, expected) => {
  expect(readRetryAfter(header, now)).toBe(expected);
});

it.each([undefined, "", "soon", "-5", "NaN"])("is null for %s", (header) => {
  expect(readRetryAfter(header, now)).toBeNull();
});

it("asks for at most an hour", () => {
  expect(readRetryAfter("999999999999", now)).toBe(3_600_000);
  expect(readRetryAfter("Sat, 03 Jan 2036 10:01:00 GMT", now)).toBe(3_600_000);
});
