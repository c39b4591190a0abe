import { expect, it } from "vitest";

import { hashOfSession, hashOfToken, isSameSecret, newSessionSecret, newToken } from "./secrets.ts";

it("makes secrets that differ, in the form by which they are known", () => {
  const made = Array.from({ length: 100 }, () => [newToken(), newSessionSecret()]).flat();
  expect(new Set(made).size).toBe(200);
  expect(hashOfToken(newToken())).toMatch(/^[0-9a-f]{64}$/);
  expect(hashOfSession(newSessionSecret(), "key")).toMatch(/^[0-9a-f]{64}$/);
});

it("asks nobody about what has another form", () => {
  for (const text of ["", "tb_", `tb_${"x".repeat(31)}`, `tb_${"x".repeat(33)}`, `TB_${"x".repeat(32)}`, "tb_\n"]) {
    expect(hashOfToken(text)).toBeNull();
  }
  for (const text of ["", "x".repeat(42), "x".repeat(44), `${"x".repeat(42)}=`, `${"x".repeat(43)}\n`]) {
    expect(hashOfSession(text, "key")).toBeNull();
  }
});

it("finds a session under its admin token only", () => {
  const secret = newSessionSecret();
  expect(hashOfSession(secret, "one")).toBe(hashOfSession(secret, "one"));
  expect(hashOfSession(secret, "one")).not.toBe(hashOfSession(secret, "two"));
});

it("compares secrets of any length, and only the same is the same", () => {
  expect(isSameSecret("secret", "secret")).toBe(true);
  for (const other of ["", "secre", "secreT", "secret ", "x".repeat(10_000)])
    expect(isSameSecret(other, "secret")).toBe(false);
});
