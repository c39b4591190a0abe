import { createVerify } from "node:crypto";

import { expect, it } from "vitest";

import { privateKey, publicKey } from "../testing/keys.ts";
import { signSystemToken } from "./sign-system-token.ts";

it("signs the token and the UTC minute with RSA-SHA256", () => {
  const signed = signSystemToken("App.Name-abc", privateKey, Date.UTC(2026, 0, 2, 3, 4, 59));
  const [, text = "", signature = ""] = /^(App\.Name-abc\.202601020304)\.([A-Za-z0-9+/=]+)$/.exec(signed) ?? [];
  expect(createVerify("RSA-SHA256").update(text).verify(publicKey, signature, "base64")).toBe(true);
});
