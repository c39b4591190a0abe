import type { BodyAlteration } from "../body-alteration.ts";
import type { SuperOfficeControl } from "./control.ts";
import type { SuperOfficeAgent } from "./model.ts";

/** Which credentials the API takes. A scheme that is not named is refused; without any, the defaults below hold. */
export type SuperOfficeAuth = {
  basic?: { username: string; password: string; associateId?: number }[];
  bearer?: { token: string; associateId?: number }[];
  tickets?: { ticket: string; associateId?: number }[];
  systemUser?: {
    systemToken: string;
    /** PEM of the key with which the system token must be signed. */
    publicKey: string;
    associateId?: number;
    /** Sliding life of an issued ticket; default 6 h. */
    ticketLifetimeMs?: number;
  };
  /** The application token that `SOTicket` (and the system user's login) needs; null: not asked for. */
  appToken?: string | null;
};

export type SuperOfficeWebhookOptions = {
  /** The documented rule that targets are https; default true. */
  requireHttps?: boolean;
  /** Factor on the documented delays (0 s, +1 s, +4 s, and 30 s at the back of the queue); default 1. */
  delayScale?: number;
  timeoutMs?: number;
  concurrency?: number;
};

export type SuperOfficeAttachmentOptions = {
  /** Of all attachments of a message, and of one upload; default 25 MiB. */
  maxMessageBytes?: number;
  /** What a larger one is refused with: 413 as a web page, others in SuperOffice's own words; default 413. */
  tooLargeStatus?: number;
  /** Endings of names that are refused with 500; default none. */
  forbidden?: string[];
  /** Which answers tell a message's attachments (AttachmentsInfo); default all of them. */
  told?: "always" | "in-batches" | "never";
  /** A read shows `cid:` pictures as links of the tenant's own, unless asked for them inline; default false. */
  linksPictures?: boolean;
};

export type SuperOfficeSimulatorOptions = {
  port?: number;
  /** Port of its own for `/_control`; default any free one. */
  controlPort?: number;
  host?: string;
  /** Loaded at start and saved after changes. */
  stateFile?: string;
  /** Context identifier and first part of the path; default `Cust12345`. */
  tenant?: string;
  auth?: SuperOfficeAuth;
  /** The associate whom the bridge's credentials stand for; default 42, BRIDGE. */
  bridgeAssociate?: Partial<SuperOfficeAgent>;
  /** Further people of the helpdesk; default Kim (5) and Robin (8). */
  agents?: SuperOfficeAgent[];
  /** IANA zone of dates without offset; default Europe/Oslo. */
  baseTimeZone?: string;
  /** Display language when a request names none; default en. */
  language?: string;
  contract?: "current" | "old";
  /** Whether a CreatedAt in a create is honoured; default true. */
  honourCreatedAt?: boolean;
  /** What a message gets whose create names no Slevel; default External. */
  defaultSlevel?: string;
  /** Whether editing a message moves the ticket's LastChanged and fires ticket.changed; default true. */
  editMovesLastChanged?: boolean;
  /** Rows of an archive page when $top is missing; default 50. */
  pageSize?: number;
  /** Whether a list without filter and without getAllRows gives nothing; default true. */
  emptyWithoutFilter?: boolean;
  /** Whether GET Archive/dynamic is answered; `off` refuses it in SuperOffice's own words. Default `on`. */
  dynamicArchive?: "on" | "off";
  alterBodies?: BodyAlteration;
  attachments?: SuperOfficeAttachmentOptions;
  /** Whether messages can be saved with their attachments in one call; default true. */
  saveWithOptions?: boolean;
  /** A longer request is 413; default 64 MiB. */
  maxBodyBytes?: number;
  webhooks?: SuperOfficeWebhookOptions;
  /** Milliseconds by which this server's clock runs ahead, or behind when negative. */
  clockSkewMs?: number;
  /** For faults with a probability; default Math.random. */
  random?: () => number;
  /** Fills a helpdesk that has no stored state yet. */
  seed?: (control: SuperOfficeControl) => void;
};

/** The credentials of a simulator that was given none. */
export const SUPEROFFICE_DEFAULTS = {
  tenant: "Cust12345",
  username: "bridge",
  password: "bridge-password",
  bearerToken: "8A:Cust12345.bridge",
  ticket: "7T:YnJpZGdl==",
  appToken: "app-secret",
  associateId: 42,
} as const;

export const SYSTEM_ASSOCIATE: SuperOfficeAgent = {
  associateId: 1,
  ejUserId: 1,
  name: "SYSTEM",
  fullName: "System user",
  email: "",
  type: "SystemAssociate",
};

const KIM: SuperOfficeAgent = {
  associateId: 5,
  ejUserId: 15,
  name: "KIM",
  fullName: "Kim Berg",
  email: "kim@helpdesk.example",
  type: "InternalAssociate",
};

const ROBIN: SuperOfficeAgent = {
  ...KIM,
  associateId: 8,
  ejUserId: 18,
  name: "ROBIN",
  fullName: "Robin Dahl",
  email: "robin@helpdesk.example",
};

export type SuperOfficeSettings = Required<
  Omit<
    SuperOfficeSimulatorOptions,
    "stateFile" | "auth" | "bridgeAssociate" | "agents" | "webhooks" | "seed" | "attachments"
  >
> & {
  attachments: Required<SuperOfficeAttachmentOptions>;
  stateFile: string | undefined;
  auth: SuperOfficeAuth;
  bridge: SuperOfficeAgent;
  agents: SuperOfficeAgent[];
  webhooks: Required<SuperOfficeWebhookOptions>;
};

export function superOfficeSettings(options: SuperOfficeSimulatorOptions): SuperOfficeSettings {
  const bridge: SuperOfficeAgent = {
    associateId: SUPEROFFICE_DEFAULTS.associateId,
    ejUserId: 52,
    name: "BRIDGE",
    fullName: "Ticket Bridge",
    email: "bridge@helpdesk.example",
    type: "InternalAssociate",
    ...options.bridgeAssociate,
  };
  return {
    port: options.port ?? 0,
    controlPort: options.controlPort ?? 0,
    host: options.host ?? "127.0.0.1",
    stateFile: options.stateFile,
    tenant: options.tenant ?? SUPEROFFICE_DEFAULTS.tenant,
    auth: options.auth ?? defaultAuth(),
    bridge,
    agents: [SYSTEM_ASSOCIATE, bridge, ...(options.agents ?? [KIM, ROBIN])],
    baseTimeZone: options.baseTimeZone ?? "Europe/Oslo",
    language: options.language ?? "en",
    contract: options.contract ?? "current",
    honourCreatedAt: options.honourCreatedAt ?? true,
    defaultSlevel: options.defaultSlevel ?? "External",
    editMovesLastChanged: options.editMovesLastChanged ?? true,
    pageSize: options.pageSize ?? 50,
    emptyWithoutFilter: options.emptyWithoutFilter ?? true,
    dynamicArchive: options.dynamicArchive ?? "on",
    alterBodies: options.alterBodies ?? {},
    attachments: {
      maxMessageBytes: 25 * 1024 * 1024,
      tooLargeStatus: 413,
      forbidden: [],
      told: "always",
      linksPictures: false,
      ...options.attachments,
    },
    saveWithOptions: options.saveWithOptions ?? true,
    maxBodyBytes: options.maxBodyBytes ?? 64 * 1024 * 1024,
    webhooks: { requireHttps: true, delayScale: 1, timeoutMs: 10_000, concurrency: 4, ...options.webhooks },
    clockSkewMs: options.clockSkewMs ?? 0,
    random: options.random ?? Math.random,
  };
}

function defaultAuth(): SuperOfficeAuth {
  const { username, password, bearerToken, ticket, appToken } = SUPEROFFICE_DEFAULTS;
  return { basic: [{ username, password }], bearer: [{ token: bearerToken }], tickets: [{ ticket }], appToken };
}
