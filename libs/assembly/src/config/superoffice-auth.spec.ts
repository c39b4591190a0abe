import { generateKeyPairSync } from "node:crypto";

import { describe, expect, it } from "vitest";

import { readConfig } from "./read-config.ts";
import { complete, faultsOf } from "./testing/faults-of.ts";

describe("SuperOffice's sign-in", () => {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2_048 });
  const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  const { SUPEROFFICE_USERNAME: _, SUPEROFFICE_PASSWORD: __, ...withoutBasic } = complete;
  const systemUser = {
    ...withoutBasic,
    SUPEROFFICE_AUTH: "system-user",
    SUPEROFFICE_SYSTEM_TOKEN: "App-1",
    SUPEROFFICE_APP_TOKEN: "client-secret",
    SUPEROFFICE_CONTEXT: "Cust12345",
    SUPEROFFICE_LOGIN_URL: "https://online.superoffice.com",
    SUPEROFFICE_PRIVATE_KEY_FILE: "key.pem",
  };

  it("reads all four schemes", () => {
    const auth = (env: Record<string, string>) => readConfig(env, () => pem).config.superoffice.auth;
    expect(auth({ ...withoutBasic, SUPEROFFICE_AUTH: "bearer", SUPEROFFICE_TOKEN: "8A:x" })).toEqual({
      scheme: "bearer",
      token: "8A:x",
    });
    const ticket = { SUPEROFFICE_AUTH: "ticket", SUPEROFFICE_TOKEN: "7T:x", SUPEROFFICE_APP_TOKEN: "app" };
    expect(auth({ ...withoutBasic, ...ticket })).toEqual({ scheme: "ticket", token: "7T:x", appToken: "app" });
    expect(auth(systemUser)).toMatchObject({ scheme: "system-user", privateKey: pem, context: "Cust12345" });
  });

  it("names everything a scheme lacks", () => {
    expect(faultsOf({ ...withoutBasic, SUPEROFFICE_AUTH: "system-user" })).toHaveLength(5);
    expect(faultsOf({ ...withoutBasic, SUPEROFFICE_AUTH: "bearer" })).toEqual([
      "SUPEROFFICE_TOKEN is missing, and SUPEROFFICE_AUTH=bearer needs it.",
    ]);
    expect(faultsOf({ ...complete, SUPEROFFICE_AUTH: "kerberos" })).toEqual([
      "SUPEROFFICE_AUTH must be basic, bearer, ticket or system-user.",
    ]);
  });

  it("says why a key file cannot be used, without quoting it", () => {
    const missing = faultsOf(systemUser, () => {
      throw Object.assign(new Error("no"), { code: "ENOENT" });
    });
    expect(missing).toEqual([
      "SUPEROFFICE_PRIVATE_KEY_FILE names key.pem, which cannot be read (ENOENT); write the path of the application's RSA key.",
    ]);
    const [wrong] = faultsOf(systemUser, () => "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----");
    expect(wrong).toMatch(/holds no RSA private key/);
    expect(wrong).not.toContain("c2VjcmV0");
    const ec = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ type: "pkcs8", format: "pem" });
    expect(faultsOf(systemUser, () => ec.toString())).toHaveLength(1);
  });
});
