import type { BodyAlteration } from "../body-alteration.ts";
import type { RequestorControl } from "./control.ts";
import type { RequestorUser } from "./model.ts";

export type RequestorDownloads = {
  /** A path and query with `{id}`. */
  path: string;
  auth: "basic" | "none";
};

export type RequestorSimulatorOptions = {
  port?: number;
  /** Port of its own for `/_control`; default any free one. */
  controlPort?: number;
  host?: string;
  /** Loaded at start and saved after changes. */
  stateFile?: string;
  /** Default: the operators `bridge` and `kim`, and the customer `jane`. */
  users?: RequestorUser[];
  /** TicketId and TicketREF of different tickets: refused, or one of them wins; default reject. */
  conflict?: "reject" | "idWins" | "refWins";
  /** Default true. */
  closedTicketsAcceptMessages?: boolean;
  /**
   * What a private message becomes on a ticket that does not support them. Not documented; default `publish`, the
   * worst case, so that whoever sends one is found out.
   */
  unsupportedPrivate?: "publish" | "reject" | "accept";
  /** Mailboxes from which a message may be sent as e-mail. */
  mailboxes?: string[];
  /** Plain text is wrapped in `<p>` when it is read; default false. */
  plainTextWrapping?: boolean;
  /** A refusal is an empty 400 instead of one with a Message; default false. */
  emptyBadRequests?: boolean;
  /** Whether values that could not be read are refused with a ModelState; default true. */
  checksModelState?: boolean;
  /** Error detail as for local callers; default false. */
  errorDetail?: boolean;
  /** Status of GetTicket and GetTicketUserMessage for what does not exist; default 404. */
  unknownStatus?: 400 | 404;
  /** How long a new ticket is not found by SearchTickets; default 3 s. */
  searchLagMs?: number;
  alterBodies?: BodyAlteration;
  /**
   * Where attachments can be downloaded, which no page of the API names; default `/Attachment/Download/{id}` with the
   * credentials of the API. Null: nowhere.
   */
  downloads?: RequestorDownloads | null;
  /** A longer request is 413; default 30,000,000, the web server's own. */
  maxBodyBytes?: number;
  /** Milliseconds by which this server's clock runs ahead, or behind when negative. */
  clockSkewMs?: number;
  /** For faults with a probability; default Math.random. */
  random?: () => number;
  /** Fills a helpdesk that has no stored state yet. */
  seed?: (control: RequestorControl) => void;
};

export type RequestorSettings = Required<Omit<RequestorSimulatorOptions, "stateFile" | "seed">> & {
  stateFile: string | undefined;
};

const BRIDGE: RequestorUser = {
  username: "bridge",
  password: "bridge-password",
  userProviderKey: "11111111-1111-4111-8111-111111111111",
  fullName: "Ticket Bridge",
  email: "bridge@requestor.example",
  operator: true,
  administrator: false,
};

/** The people of a simulator that was given none; the first is the bridge's account. */
export const REQUESTOR_DEFAULT_USERS: readonly RequestorUser[] = [
  BRIDGE,
  {
    ...BRIDGE,
    username: "kim",
    password: "kim-password",
    userProviderKey: "22222222-2222-4222-8222-222222222222",
    fullName: "Kim Novák",
    email: "kim@requestor.example",
    administrator: true,
  },
  {
    ...BRIDGE,
    username: "jane",
    password: "jane-password",
    userProviderKey: "33333333-3333-4333-8333-333333333333",
    fullName: "Jane Doe",
    email: "jane@example.com",
    operator: false,
  },
];

export function requestorSettings(options: RequestorSimulatorOptions): RequestorSettings {
  return {
    port: options.port ?? 0,
    controlPort: options.controlPort ?? 0,
    host: options.host ?? "127.0.0.1",
    stateFile: options.stateFile,
    users: options.users ?? [...REQUESTOR_DEFAULT_USERS],
    conflict: options.conflict ?? "reject",
    closedTicketsAcceptMessages: options.closedTicketsAcceptMessages ?? true,
    unsupportedPrivate: options.unsupportedPrivate ?? "publish",
    mailboxes: options.mailboxes ?? ["support@requestor.example"],
    plainTextWrapping: options.plainTextWrapping ?? false,
    emptyBadRequests: options.emptyBadRequests ?? false,
    checksModelState: options.checksModelState ?? true,
    errorDetail: options.errorDetail ?? false,
    unknownStatus: options.unknownStatus ?? 404,
    searchLagMs: options.searchLagMs ?? 3000,
    alterBodies: options.alterBodies ?? {},
    downloads:
      options.downloads === undefined ? { path: "/Attachment/Download/{id}", auth: "basic" } : options.downloads,
    maxBodyBytes: options.maxBodyBytes ?? 30_000_000,
    clockSkewMs: options.clockSkewMs ?? 0,
    random: options.random ?? Math.random,
  };
}
