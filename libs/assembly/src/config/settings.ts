import {
  choice,
  databaseAddress,
  helpdeskAddress,
  needed,
  optional,
  optionalAddress,
  rate,
  wholeNumber,
} from "./values.ts";

const hostName = /^(?=.{1,100}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;
const longText = (bytes: number) => `write for example the output of: openssl rand -hex ${bytes}`;
const logLevels = ["info", "trace", "debug", "warn", "error", "fatal", "silent"] as const;

/**
 * Every setting: how its value is read, what `.env.example` says about it, and the value that it shows. The order
 * and the sections are those of `.env.example`. `neededByDefault`: needed as long as the others keep their defaults.
 */
export const settingsBySection = {
  "The two helpdesks: nobody can start without these": {
    SUPEROFFICE_URL: {
      about: "Tenant base without /api/v1",
      example: "https://online.superoffice.com/Cust12345",
      value: helpdeskAddress("https://online.superoffice.com/Cust12345", /\/api(\/v1)?$/i),
    },
    REQUESTOR_URL: {
      about: "Site root without /api",
      example: "https://requestor.example.com",
      value: helpdeskAddress("https://requestor.example.com", /\/api$/i),
    },
    REQUESTOR_USERNAME: { about: "An operator's account", example: "bridge", value: needed("bridge") },
    REQUESTOR_PASSWORD: { about: "Its password", example: "its-password", value: needed("its-password") },
    SUPEROFFICE_AUTH: {
      about: "How to sign in: basic, bearer, ticket or system-user; each with its settings below",
      example: "basic",
      value: choice(["basic", "bearer", "ticket", "system-user"]),
    },
  },
  "SuperOffice's sign-in": {
    SUPEROFFICE_USERNAME: { about: "With basic", example: "bridge", value: optional(), neededByDefault: true },
    SUPEROFFICE_PASSWORD: { about: "With basic", example: "its-password", value: optional(), neededByDefault: true },
    SUPEROFFICE_TOKEN: { about: "With bearer or ticket", example: "7T:abc==", value: optional() },
    SUPEROFFICE_APP_TOKEN: {
      about: "The application's client secret: with system-user, and online with bearer or ticket",
      example: "client-secret",
      value: optional(),
    },
    SUPEROFFICE_SYSTEM_TOKEN: { about: "With system-user", example: "App-AbCdEf", value: optional() },
    SUPEROFFICE_CONTEXT: {
      about: "With system-user: the tenant's context identifier",
      example: "Cust12345",
      value: optional(),
    },
    SUPEROFFICE_PRIVATE_KEY_FILE: {
      about: "With system-user: the application's RSA key, a PEM file",
      example: "./superoffice-private-key.pem",
      value: optional(),
    },
    SUPEROFFICE_LOGIN_URL: {
      about: "With system-user: the login server, without a number in its name",
      example: "https://online.superoffice.com",
      value: optionalAddress("https://online.superoffice.com"),
    },
  },
  "Webhooks, polling and how many calls a helpdesk gets": {
    SUPEROFFICE_WEBHOOK_SECRET: {
      about: "Secret of the webhook; without it polling alone finds new messages",
      example: "webhook-secret",
      value: optional(),
    },
    SUPEROFFICE_POLL_SECONDS: {
      about: "How often new messages are asked for",
      example: "10",
      value: wholeNumber(1, 86_400, 10),
    },
    SUPEROFFICE_MAX_RPS: { about: "Calls a second, at most", example: "5", value: rate(0.1, 1_000, 5) },
    SUPEROFFICE_CONCURRENCY: {
      about: "Calls at the same time, at most",
      example: "4",
      value: wholeNumber(1, 100, 4),
    },
    REQUESTOR_WEBHOOK_SECRET: {
      about: "Secret of the webhook; without it polling alone finds new messages",
      example: "webhook-secret",
      value: optional(),
    },
    REQUESTOR_POLL_SECONDS: {
      about: "Shortest interval at which one ticket is read",
      example: "30",
      value: wholeNumber(1, 86_400, 30),
    },
    REQUESTOR_MAX_RPS: { about: "Calls a second, at most", example: "5", value: rate(0.1, 1_000, 5) },
    REQUESTOR_CONCURRENCY: { about: "Calls at the same time, at most", example: "4", value: wholeNumber(1, 100, 4) },
    REQUESTOR_WIRE: { about: "Format of all calls, json or xml", example: "json", value: choice(["json", "xml"]) },
    REQUESTOR_ATTACHMENT_URL: {
      about:
        "Where Requestor hands out an attachment, {id} standing for its Id, on the same host; without it attachments from Requestor are named in the mirror, not carried",
      example: "https://requestor.example.com/Attachment/Download/{id}",
      value: optional(
        /^https?:\/\/[^\s{}/?#]+[/?#][^\s{}]*\{id\}[^\s{}]*$/,
        "must be an http or https address with {id} behind the host; write for example https://requestor.example.com/Attachment/Download/{id}",
      ),
    },
    REQUESTOR_MAX_ATTACHMENT_MB: {
      about:
        "Most that all attachments of one message to Requestor may have; its web server takes 28 MB a call by default, a third of it goes to base64, and ASP.NET may be set to as little as 4 MB, where 2 fits",
      example: "20",
      value: wholeNumber(1, 200, 20),
    },
  },
  "The bridge itself": {
    HOST: {
      about: "Where webhooks, admin API and pages are served; another than loopback needs ADMIN_TOKEN",
      example: "127.0.0.1",
      value: optional(
        /^[\w.:%[\]-]{1,255}$/,
        "must be a host name or an IP address; write for example 127.0.0.1",
      ).transform((host) => host?.replace(/^\[(.*)\]$/, "$1") ?? "127.0.0.1"),
    },
    PORT: { about: "0 takes any free port", example: "3000", value: wholeNumber(0, 65_535, 3_000) },
    ADMIN_TOKEN: {
      about:
        "The administrator's token, for the sign-in and as bearer of the admin API; without it one is made at the first start, and only this machine is served",
      example: "at-least-16-characters",
      value: optional(
        /^[\x21-\x7e]{16,1024}$/,
        `must be 16 or more visible ASCII characters without spaces; ${longText(24)}`,
      ),
    },
    ENVIRONMENT: {
      about: "What this installation is called on every page, such as test; without it nothing is",
      example: "test",
      value: optional(
        /^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,19}$/u,
        "must be a word of at most 20 letters; write for example test",
      ),
    },
    PUBLIC_URL: {
      about: "Where SuperOffice reaches this bridge: its webhook can then be registered from the admin page",
      example: "https://bridge.example.com",
      value: optionalAddress("https://bridge.example.com"),
    },
    DATABASE_URL: {
      about: "A PostgreSQL server; without it an embedded database under DATA_DIR is used",
      example: "postgresql://bridge:its-password@localhost:5432/ticket_bridge",
      value: databaseAddress("postgresql://user:password@localhost:5432/ticket_bridge"),
    },
    DATA_DIR: {
      about: "Where the embedded database, the identity and the made token are kept",
      example: "./data",
      value: optional().transform((folder) => folder ?? "./data"),
    },
    LOG_LEVEL: { about: "trace, debug, info, warn, error, fatal or silent", example: "info", value: choice(logLevels) },
    SETTLE_SECONDS: {
      about: "How long a write without an answer may still appear at its target",
      example: "120",
      value: wholeNumber(1, 86_400, 120),
    },
    LEASE_SECONDS: {
      about: "How long a stopped worker keeps its lane",
      example: "10",
      value: wholeNumber(2, 300, 10),
    },
  },
  "Who this bridge is: every mirror it wrote is tied to it. Both are made at the first start if missing": {
    BRIDGE_ID: {
      about: "Host part of the markers",
      example: "bridge.example.com",
      value: optional(
        hostName,
        "must look like a host name in small letters, at most 100 characters; write for example bridge.example.com",
      ),
    },
    BRIDGE_SECRET: {
      about: "Key of the markers' codes",
      example: "at-least-16-characters",
      value: optional(/^.{16,}$/s, `must have at least 16 characters; ${longText(32)}`),
    },
  },
  "Policy: what this version knows, and nothing else": {
    MODE: {
      about: "mirror, or observe: shows on each message what it would write, and writes nothing to a helpdesk",
      example: "mirror",
      value: choice(["mirror", "observe"]),
    },
    AUTO_CREATE_TICKETS: {
      about: "Where a new ticket's missing counterpart may be created: off, superoffice, requestor or both",
      example: "off",
      value: choice(["off", "superoffice", "requestor", "both"]),
    },
    REQUESTOR_NEW_TICKET_TYPE: {
      about: "What it is made as in Requestor; all but EndUserTicket need REQUESTOR_NEW_TICKET_SERVICE_ID",
      example: "EndUserTicket",
      value: choice(["EndUserTicket", "Incident", "ServiceRequest", "Problem", "Change"]),
    },
    REQUESTOR_NEW_TICKET_SERVICE_ID: {
      about: "The service it gets there, unless MAPPING_FILE names another for its category",
      example: "1",
      value: optional(/^[1-9]\d{0,8}$/, "must be the number of a service; write for example 1"),
    },
    EDITS: {
      about:
        "What an edit of a mirrored message does: mirror (its mirror is changed in SuperOffice, a correction is appended in Requestor), note (always appended) or ignore (also not followed is then, without an alarm, what was public and becomes internal)",
      example: "mirror",
      value: choice(["mirror", "note", "ignore"]),
    },
    DELETES: {
      about: "What a deletion does: note (an internal note at its mirror, which is kept) or ignore",
      example: "note",
      value: choice(["note", "ignore"]),
    },
    SUPEROFFICE_NOTIFY: {
      about: "true: SuperOffice notifies its agents of mirrors as of any new message",
      example: "false",
      value: choice(["false", "true"]),
    },
    REQUESTOR_OUTBOUND_EMAIL: {
      about: "true: what SuperOffice's agents write publicly also leaves Requestor as e-mail, with its Cc and Bcc",
      example: "false",
      value: choice(["false", "true"]),
    },
    REQUESTOR_OUTBOUND_EMAIL_FROM: {
      about: "With it: the mailbox in Requestor from which that e-mail leaves",
      example: "support@example.com",
      value: optional(/^[^\s@<>]+@[^\s@<>]+$/, "must be an e-mail address; write for example support@example.com"),
    },
    MAPPING_FILE: {
      about: "A JSON file: how authors are called on the other side, and which category and priority stands for which",
      example: "./mapping.json",
      value: optional(),
    },
  },
} as const;
