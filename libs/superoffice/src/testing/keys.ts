import { generateKeyPairSync } from "node:crypto";

import {
  SUPEROFFICE_DEFAULTS,
  type SuperOfficeSimulator,
  type SuperOfficeSimulatorOptions,
} from "@ticket-bridge/simulators";

import type { SystemUserAuth } from "../auth.ts";

const keys = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
  publicKeyEncoding: { type: "spki", format: "pem" },
});

export const { privateKey, publicKey } = keys;

/** A tenant that lets a system user in. */
export function systemUserTenant(ticketLifetimeMs?: number): SuperOfficeSimulatorOptions {
  return {
    auth: {
      appToken: SUPEROFFICE_DEFAULTS.appToken,
      systemUser: {
        systemToken: "App-abc123",
        publicKey,
        associateId: 1,
        ...(ticketLifetimeMs !== undefined && { ticketLifetimeMs }),
      },
    },
  };
}

export function systemUserAuth(simulator: SuperOfficeSimulator, more: Partial<SystemUserAuth> = {}): SystemUserAuth {
  return {
    scheme: "system-user",
    systemToken: "App-abc123",
    appToken: SUPEROFFICE_DEFAULTS.appToken,
    context: SUPEROFFICE_DEFAULTS.tenant,
    privateKey,
    loginUrl: simulator.origin,
    ...more,
  };
}
