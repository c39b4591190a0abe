import { createPrivateKey } from "node:crypto";

import type { SuperOfficeAuth } from "@ticket-bridge/superoffice";

/** The raw settings by name, empty ones left out. */
export type GivenSettings = Readonly<Record<string, string>>;

export type ReadFile = (path: string) => string;

/**
 * The sign-in that SUPEROFFICE_AUTH asks for, from the raw settings, so that all its faults are told at once with those
 * of other settings. Null when there are faults; they are whole sentences.
 */
export function readSuperOfficeAuth(
  given: GivenSettings,
  readFile: ReadFile,
): { auth: SuperOfficeAuth | null; faults: readonly string[] } {
  const scheme = (given["SUPEROFFICE_AUTH"] ?? "basic").toLowerCase();
  const faults: string[] = [];
  const need = (name: string): string => {
    const value = given[name];
    if (value === undefined) faults.push(`${name} is missing, and SUPEROFFICE_AUTH=${scheme} needs it.`);
    return value ?? "";
  };
  const auth = readScheme(scheme, need, given["SUPEROFFICE_APP_TOKEN"], (path) => {
    const key = readPrivateKey(path, readFile);
    if ("fault" in key) faults.push(key.fault);
    return "pem" in key ? key.pem : "";
  });
  return { auth: faults.length === 0 ? auth : null, faults };
}

function readScheme(
  scheme: string,
  need: (name: string) => string,
  appToken: string | undefined,
  readKey: (path: string) => string,
): SuperOfficeAuth | null {
  const withAppToken = appToken === undefined ? {} : { appToken };
  switch (scheme) {
    case "basic":
      return { scheme, username: need("SUPEROFFICE_USERNAME"), password: need("SUPEROFFICE_PASSWORD") };
    case "bearer":
    case "ticket":
      return { scheme, token: need("SUPEROFFICE_TOKEN"), ...withAppToken };
    case "system-user": {
      const keyFile = need("SUPEROFFICE_PRIVATE_KEY_FILE");
      return {
        scheme,
        systemToken: need("SUPEROFFICE_SYSTEM_TOKEN"),
        appToken: need("SUPEROFFICE_APP_TOKEN"),
        context: need("SUPEROFFICE_CONTEXT"),
        loginUrl: need("SUPEROFFICE_LOGIN_URL"),
        privateKey: keyFile === "" ? "" : readKey(keyFile),
      };
    }
    default:
      return null;
  }
}

function readPrivateKey(path: string, readFile: ReadFile): { pem: string } | { fault: string } {
  let pem: string;
  try {
    pem = readFile(path);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    return {
      fault: `SUPEROFFICE_PRIVATE_KEY_FILE names ${path}, which cannot be read (${code}); write the path of the application's RSA key.`,
    };
  }
  try {
    if (createPrivateKey(pem).asymmetricKeyType === "rsa") return { pem };
  } catch {
    // What the parser says may quote the key.
  }
  return {
    fault: `SUPEROFFICE_PRIVATE_KEY_FILE names ${path}, which holds no RSA private key; write the path of a PEM file that does.`,
  };
}
