import type { BridgeConfig } from "./config.ts";
import { settingsBySection } from "./settings.ts";

/** One setting as a person may see it. */
export interface ShownSetting {
  readonly name: string;
  readonly section: string;
  readonly about: string;
  /** Null: it is not set, or it is a secret. */
  readonly value: string | null;
  readonly isSecret: boolean;
  readonly isSet: boolean;
}

type Shown = string | null | { readonly secret: boolean };

/** Every setting as the bridge works with it now; of a secret only whether it is set. */
export function showSettings(config: BridgeConfig): readonly ShownSetting[] {
  const values = valuesOf(config);
  return Object.entries<Readonly<Record<string, { readonly about: string }>>>(settingsBySection).flatMap(
    ([section, settings]) =>
      Object.entries(settings).map(([name, { about }]) => ({ name, section, about, ...shown(values[name] ?? null) })),
  );
}

function shown(value: Shown): Pick<ShownSetting, "value" | "isSecret" | "isSet"> {
  if (value !== null && typeof value === "object") return { value: null, isSecret: true, isSet: value.secret };
  return { value, isSecret: false, isSet: value !== null };
}

const secret = (value: string | null | undefined): Shown => ({ secret: value !== null && value !== undefined });

function valuesOf(config: BridgeConfig): Readonly<Record<string, Shown>> {
  return { ...bridgeValues(config), ...superofficeValues(config.superoffice), ...requestorValues(config.requestor) };
}

function bridgeValues(config: BridgeConfig): Readonly<Record<string, Shown>> {
  const { mapping } = config;
  const isMapped = mapping.authors.size + mapping.categories.length + mapping.priorities.length > 0;
  return {
    HOST: config.host,
    PORT: String(config.port),
    ADMIN_TOKEN: secret(config.adminToken),
    ENVIRONMENT: config.environment ?? null,
    PUBLIC_URL: config.publicUrl ?? null,
    // Its address holds the password.
    DATABASE_URL: secret(config.databaseUrl),
    DATA_DIR: config.dataDir,
    LOG_LEVEL: config.logLevel,
    SETTLE_SECONDS: String(config.settleSeconds),
    LEASE_SECONDS: String(config.leaseSeconds),
    BRIDGE_ID: config.bridgeId,
    BRIDGE_SECRET: secret(config.bridgeSecret),
    MODE: config.mode,
    AUTO_CREATE_TICKETS: config.createTicketsIn.length === 2 ? "both" : (config.createTicketsIn[0] ?? "off"),
    EDITS: config.edits,
    DELETES: config.deletes,
    MAPPING_FILE: isMapped
      ? `${mapping.authors.size} authors, ${mapping.categories.length} categories, ${mapping.priorities.length} priorities`
      : null,
  };
}

function superofficeValues({ auth, ...side }: BridgeConfig["superoffice"]): Readonly<Record<string, Shown>> {
  const isSystemUser = auth.scheme === "system-user";
  return {
    SUPEROFFICE_URL: side.url,
    SUPEROFFICE_AUTH: auth.scheme,
    SUPEROFFICE_USERNAME: auth.scheme === "basic" ? auth.username : null,
    SUPEROFFICE_PASSWORD: secret(auth.scheme === "basic" ? auth.password : null),
    SUPEROFFICE_TOKEN: secret(auth.scheme === "bearer" || auth.scheme === "ticket" ? "set" : null),
    SUPEROFFICE_APP_TOKEN: secret(auth.scheme === "basic" ? null : auth.appToken),
    SUPEROFFICE_SYSTEM_TOKEN: secret(isSystemUser ? auth.systemToken : null),
    SUPEROFFICE_CONTEXT: isSystemUser ? auth.context : null,
    SUPEROFFICE_PRIVATE_KEY_FILE: secret(isSystemUser ? auth.privateKey : null),
    SUPEROFFICE_LOGIN_URL: isSystemUser ? auth.loginUrl : null,
    SUPEROFFICE_WEBHOOK_SECRET: secret(side.webhookSecret),
    SUPEROFFICE_POLL_SECONDS: String(side.pollSeconds),
    SUPEROFFICE_MAX_RPS: String(side.maxRps),
    SUPEROFFICE_CONCURRENCY: String(side.concurrency),
    SUPEROFFICE_NOTIFY: String(side.notify),
  };
}

function requestorValues(side: BridgeConfig["requestor"]): Readonly<Record<string, Shown>> {
  const { mostAttachmentBytes, newTickets } = side;
  return {
    REQUESTOR_URL: side.url,
    REQUESTOR_USERNAME: side.username,
    REQUESTOR_PASSWORD: secret(side.password),
    REQUESTOR_WEBHOOK_SECRET: secret(side.webhookSecret),
    REQUESTOR_POLL_SECONDS: String(side.pollSeconds),
    REQUESTOR_MAX_RPS: String(side.maxRps),
    REQUESTOR_CONCURRENCY: String(side.concurrency),
    REQUESTOR_WIRE: side.wire,
    REQUESTOR_ATTACHMENT_URL: side.attachmentUrl ?? null,
    REQUESTOR_MAX_ATTACHMENT_MB:
      mostAttachmentBytes === undefined ? null : String(Math.round(mostAttachmentBytes / 1024 / 1024)),
    REQUESTOR_NEW_TICKET_TYPE: newTickets.type,
    REQUESTOR_NEW_TICKET_SERVICE_ID: newTickets.serviceId === null ? null : String(newTickets.serviceId),
    REQUESTOR_OUTBOUND_EMAIL: String(side.outboundMailbox !== null),
    REQUESTOR_OUTBOUND_EMAIL_FROM: side.outboundMailbox,
  };
}
