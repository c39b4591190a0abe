import { describe, expect, it } from "vitest";

import { readSystemUserToken } from "./system-user-token.ts";

const now = Date.UTC(2026, 0, 2);
const claim = "http://schemes.superoffice.net/identity";

function token(claims: Record<string, unknown>): string {
  return `head.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.signature`;
}

const whole = {
  iss: "SuperOffice AS",
  aud: "spn:1234",
  exp: now / 1000 + 300,
  [`${claim}/ctx`]: "Cust12345",
  [`${claim}/ticket`]: "7T:abc==",
};

describe("a system user's token", () => {
  it("gives its ticket", () => {
    expect(readSystemUserToken(token(whole), "cust12345", now)).toEqual({ ticket: "7T:abc==" });
    expect(readSystemUserToken(token({ [`${claim}/ticket`]: "7T:abc==" }), "Cust12345", now)).toEqual({
      ticket: "7T:abc==",
    });
  });

  it("may have ended a little ago by our clock", () => {
    expect(readSystemUserToken(token({ ...whole, exp: now / 1000 - 300 }), "Cust12345", now)).toHaveProperty("ticket");
  });

  it.each([
    ["another issuer", { ...whole, iss: "Somebody" }],
    ["another audience", { ...whole, aud: ["https://elsewhere.example"] }],
    ["another tenant", { ...whole, [`${claim}/ctx`]: "Cust99999" }],
    ["an end long ago", { ...whole, exp: now / 1000 - 3600 }],
    ["no ticket", { ...whole, [`${claim}/ticket`]: "" }],
  ])("is refused with %s", (_name, claims) => {
    expect(readSystemUserToken(token(claims), "Cust12345", now)).toHaveProperty("refusal");
  });

  it.each(["", "a.b", "a.!!!.c", "not a token"])("is refused when it is no token: %s", (text) => {
    expect(readSystemUserToken(text, "Cust12345", now)).toHaveProperty("refusal");
  });
});
