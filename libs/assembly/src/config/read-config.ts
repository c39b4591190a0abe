import { readFileSync } from "node:fs";

import { sides } from "@ticket-bridge/helpdesk";

import { StartError } from "../start-error.ts";
import type { BridgeConfig } from "./config.ts";
import { environment, settingNames, type Environment } from "./environment.ts";
import { isLoopback } from "./loopback.ts";
import { readMappingFile } from "./mapping-file.ts";
import { nearestName } from "./nearest-name.ts";
import { readSuperOfficeAuth, type GivenSettings, type ReadFile } from "./superoffice-auth.ts";

export interface ReadConfig {
  readonly config: BridgeConfig;
  /** Sentences for the log: nothing is wrong, but a person should know. */
  readonly warnings: readonly string[];
}

/**
 * Reads the settings; empty text counts as not set. Throws StartError with one sentence per fault, all at once. No
 * sentence repeats a value, because any of them may be a secret in the wrong place.
 */
export function readConfig(
  env: Readonly<Record<string, string | undefined>>,
  readFile: ReadFile = (path) => readFileSync(path, "utf8"),
): ReadConfig {
  const given = setValues(env);
  const parsed = environment.safeParse(given);
  const { auth, faults: authFaults } = readSuperOfficeAuth(given, readFile);
  const { mapping, faults: mappingFaults } = readMappingFile(given, readFile);
  const issues = parsed.error?.issues ?? [];
  const isWrong = (name: string): boolean => issues.some((issue) => issue.path[0] === name);
  const faults = [
    ...issues.map((issue) => `${String(issue.path[0])} ${issue.message}.`),
    ...authFaults,
    // What follows from a value that is wrong itself would be a second sentence for one fault.
    ...(isWrong("HOST") ? [] : openHostFault(given)),
    ...mailboxFault(given),
    ...(isWrong("REQUESTOR_NEW_TICKET_TYPE") ? [] : serviceFault(given)),
    ...mappingFaults,
    ...attachmentHostFault(given),
  ];
  if (!parsed.success || auth === null || faults.length > 0) throw new StartError(faults);
  return {
    config: toConfig(parsed.data, auth, mapping),
    warnings: [...addressWarnings(parsed.data), ...unknownNames(given)],
  };
}

function setValues(env: Readonly<Record<string, string | undefined>>): GivenSettings {
  const given: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined || value.trim() === "") continue;
    // A space at the end of a password may belong to it; anywhere else it is a slip of the pen.
    given[name] = name.endsWith("_PASSWORD") ? value : value.trim();
  }
  return given;
}

/** Without a token of the administrator's own, whoever reads this machine's terminal is the administrator. */
function openHostFault(given: GivenSettings): string[] {
  const host = given["HOST"];
  if (host === undefined || isLoopback(host) || given["ADMIN_TOKEN"] !== undefined) return [];
  return ["ADMIN_TOKEN is missing, and HOST opens the bridge to other machines; write both, or remove HOST."];
}

/** Requestor refuses an outbound e-mail without its mailbox (POST NewMessage page). */
function mailboxFault(given: GivenSettings): string[] {
  if (given["REQUESTOR_OUTBOUND_EMAIL"]?.toLowerCase() !== "true") return [];
  if (given["REQUESTOR_OUTBOUND_EMAIL_FROM"] !== undefined) return [];
  return [
    "REQUESTOR_OUTBOUND_EMAIL_FROM is missing: REQUESTOR_OUTBOUND_EMAIL needs the mailbox; write for example support@example.com.",
  ];
}

/** The account's password goes to that address. */
function attachmentHostFault(given: GivenSettings): string[] {
  const [template = "", root = ""] = [given["REQUESTOR_ATTACHMENT_URL"], given["REQUESTOR_URL"]];
  if (!URL.canParse(template) || !URL.canParse(root) || new URL(template).origin === new URL(root).origin) return [];
  return [
    "REQUESTOR_ATTACHMENT_URL must be on the host of REQUESTOR_URL, because the account's password is sent there.",
  ];
}

/** Requestor takes no ticket of these types without a service (POST NewTicket page). */
function serviceFault(given: GivenSettings): string[] {
  const type = given["REQUESTOR_NEW_TICKET_TYPE"]?.toLowerCase() ?? "enduserticket";
  if (type === "enduserticket" || given["REQUESTOR_NEW_TICKET_SERVICE_ID"] !== undefined) return [];
  return [
    "REQUESTOR_NEW_TICKET_SERVICE_ID is missing: only an EndUserTicket needs no service; write for example 1, or remove REQUESTOR_NEW_TICKET_TYPE.",
  ];
}

function toConfig(
  env: Environment,
  auth: BridgeConfig["superoffice"]["auth"],
  mapping: BridgeConfig["mapping"],
): BridgeConfig {
  const targets = { off: [], superoffice: ["superoffice"], requestor: ["requestor"], both: sides } as const;
  const serviceId = env.REQUESTOR_NEW_TICKET_SERVICE_ID;
  return {
    host: env.HOST,
    port: env.PORT,
    databaseUrl: env.DATABASE_URL,
    dataDir: env.DATA_DIR,
    adminToken: env.ADMIN_TOKEN,
    bridgeId: env.BRIDGE_ID,
    bridgeSecret: env.BRIDGE_SECRET,
    mode: env.MODE,
    environment: env.ENVIRONMENT,
    publicUrl: env.PUBLIC_URL?.replace(/\/+$/, "") ?? null,
    edits: env.EDITS,
    deletes: env.DELETES,
    settleSeconds: env.SETTLE_SECONDS,
    leaseSeconds: env.LEASE_SECONDS,
    logLevel: env.LOG_LEVEL,
    createTicketsIn: targets[env.AUTO_CREATE_TICKETS],
    mapping,
    superoffice: {
      url: env.SUPEROFFICE_URL.url,
      auth,
      notify: env.SUPEROFFICE_NOTIFY === "true",
      webhookSecret: env.SUPEROFFICE_WEBHOOK_SECRET,
      pollSeconds: env.SUPEROFFICE_POLL_SECONDS,
      maxRps: env.SUPEROFFICE_MAX_RPS,
      concurrency: env.SUPEROFFICE_CONCURRENCY,
    },
    requestor: {
      url: env.REQUESTOR_URL.url,
      username: env.REQUESTOR_USERNAME,
      password: env.REQUESTOR_PASSWORD,
      wire: env.REQUESTOR_WIRE,
      attachmentUrl: env.REQUESTOR_ATTACHMENT_URL,
      mostAttachmentBytes: env.REQUESTOR_MAX_ATTACHMENT_MB * 1024 * 1024,
      outboundMailbox: env.REQUESTOR_OUTBOUND_EMAIL === "true" ? env.REQUESTOR_OUTBOUND_EMAIL_FROM : null,
      newTickets: { type: env.REQUESTOR_NEW_TICKET_TYPE, serviceId: serviceId === null ? null : Number(serviceId) },
      webhookSecret: env.REQUESTOR_WEBHOOK_SECRET,
      pollSeconds: env.REQUESTOR_POLL_SECONDS,
      maxRps: env.REQUESTOR_MAX_RPS,
      concurrency: env.REQUESTOR_CONCURRENCY,
    },
  };
}

function addressWarnings(env: Environment): string[] {
  return (["SUPEROFFICE_URL", "REQUESTOR_URL"] as const).flatMap((name) =>
    env[name].notes.map((note) => `${name} ${note}.`),
  );
}

function unknownNames(given: GivenSettings): string[] {
  return Object.keys(given)
    .filter((name) => /^(SUPEROFFICE|REQUESTOR)_/i.test(name) && !settingNames.includes(name))
    .map((name) => {
      const meant = nearestName(name.toUpperCase(), settingNames);
      return `${name} is no setting of the bridge and does nothing${meant === null ? "" : `; did you mean ${meant}?`}`;
    })
    .map((sentence) => (sentence.endsWith("?") ? sentence : `${sentence}.`));
}
