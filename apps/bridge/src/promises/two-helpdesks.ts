import type { Side } from "@ticket-bridge/helpdesk";
import {
  startRequestorSimulator,
  startSuperOfficeSimulator,
  SUPEROFFICE_DEFAULTS,
  type RequestorSimulator,
  type RequestorSimulatorOptions,
  type SuperOfficeSimulator,
  type SuperOfficeSimulatorOptions,
} from "@ticket-bridge/simulators";
import { putEmptyDatabase } from "@ticket-bridge/store/shared-databases";
import type { Mode } from "@ticket-bridge/sync";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { type BridgeConfig } from "@ticket-bridge/assembly";
import { start, type RunningBridge } from "../start.ts";

const adminToken = "an-admin-token-for-tests";
const superofficeSecret = "superoffice-hook-secret";
const requestorSecret = "requestor-hook-secret";

export interface TwoHelpdesksOptions {
  readonly databaseUrl?: string | null;
  readonly superoffice?: SuperOfficeSimulatorOptions;
  readonly requestor?: RequestorSimulatorOptions;
  readonly wire?: "json" | "xml";
  /** Path and query on Requestor's host; null: REQUESTOR_ATTACHMENT_URL is not set; the simulator's own when missing. */
  readonly attachmentPath?: string | null;
  readonly mostAttachmentBytes?: number;
  /** How long a call may take to be answered; 1.5 s when missing. */
  readonly headersMs?: number;
  /** SUPEROFFICE_POLL_SECONDS and REQUESTOR_POLL_SECONDS; 1 when missing. */
  readonly pollSeconds?: number;
  /** SUPEROFFICE_MAX_RPS and REQUESTOR_MAX_RPS; 500 when missing. */
  readonly maxRps?: number;
  /** Whether both helpdesks send webhooks; default true. */
  readonly webhooks?: boolean;
  /** Of the first start; default mirror. */
  readonly mode?: Mode;
  /** Where missing counterparts are created; default nowhere. */
  readonly createTicketsIn?: readonly Side[];
  readonly policy?: Partial<Pick<BridgeConfig, "edits" | "deletes">>;
  /** What MAPPING_FILE says; default nothing. */
  readonly mapping?: Partial<BridgeConfig["mapping"]>;
  /** From which public mirrors of agents leave as e-mail too; default none does. */
  readonly outboundMailbox?: string;
}

/** A linked pair of tickets: SuperOffice's id, Requestor's id and the link's. */
export interface LinkedPair {
  readonly superoffice: number;
  readonly requestor: number;
  readonly linkId: string;
}

/** Both simulated helpdesks over real sockets and the whole service between them, on a folder of its own. */
export class TwoHelpdesks {
  readonly superoffice: SuperOfficeSimulator;
  readonly requestor: RequestorSimulator;
  readonly dataDir: string;
  readonly #options: TwoHelpdesksOptions;
  #bridge: RunningBridge | null = null;

  private constructor(parts: {
    superoffice: SuperOfficeSimulator;
    requestor: RequestorSimulator;
    dataDir: string;
    options: TwoHelpdesksOptions;
  }) {
    this.superoffice = parts.superoffice;
    this.requestor = parts.requestor;
    this.dataDir = parts.dataDir;
    this.#options = parts.options;
  }

  static async start(options: TwoHelpdesksOptions = {}): Promise<TwoHelpdesks> {
    const [superoffice, requestor, dataDir] = await Promise.all([
      startSuperOfficeSimulator({ webhooks: { requireHttps: false, delayScale: 0.02 }, ...options.superoffice }),
      startRequestorSimulator(options.requestor),
      mkdtemp(join(tmpdir(), "ticket-bridge-promises-")),
    ]);
    if (options.databaseUrl === undefined || options.databaseUrl === null) await putEmptyDatabase(dataDir);
    const helpdesks = new TwoHelpdesks({ superoffice, requestor, dataDir, options });
    await helpdesks.startBridge(options.mode);
    if (options.webhooks ?? true) await helpdesks.#registerWebhooks();
    return helpdesks;
  }

  get bridge(): RunningBridge {
    if (this.#bridge === null) throw new Error("The bridge is not running.");
    return this.#bridge;
  }

  async startBridge(mode: Mode = "mirror"): Promise<void> {
    this.#bridge = await start(
      { ...this.#config(), mode },
      { timeouts: { connectMs: 1_000, headersMs: this.#options.headersMs ?? 1_500, bodyMs: 5_000 } },
    );
  }

  async stopBridge(): Promise<void> {
    await this.#bridge?.stop();
    this.#bridge = null;
  }

  async stop(): Promise<void> {
    await this.stopBridge();
    await Promise.all([this.superoffice.stop(), this.requestor.stop()]);
    await rm(this.dataDir, { recursive: true, force: true });
  }

  /** Two new tickets, linked. */
  async newPair(from: "now" | "start" = "now"): Promise<LinkedPair> {
    const superoffice = this.superoffice.control.createTicket({ title: "A ticket" }).id;
    const requestor = this.requestor.control.createTicket({ subject: "A ticket" }).id;
    return await this.link(superoffice, requestor, from);
  }

  async link(superoffice: number, requestor: number, from: "now" | "start" = "now"): Promise<LinkedPair> {
    const answer = await this.api("POST", "/api/links", {
      superofficeTicketId: superoffice,
      requestorTicketId: requestor,
      from,
    });
    if (answer.status !== 201) throw new Error(`Linking failed: ${JSON.stringify(answer.body)}`);
    return { superoffice, requestor, linkId: (answer.body as { id: string }).id };
  }

  /** A call of the admin API with the right token. */
  async api(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }> {
    const answer = await fetch(`${this.bridge.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${adminToken}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: text === "" ? null : (JSON.parse(text) as unknown) };
  }

  /** The same for a command beside the bridge, as its environment has it. */
  settings(): Record<string, string> {
    const { superoffice, requestor, ...config } = this.#config();
    const { username, password } = SUPEROFFICE_DEFAULTS;
    return {
      ...(config.databaseUrl !== null && { DATABASE_URL: config.databaseUrl }),
      DATA_DIR: config.dataDir,
      BRIDGE_ID: "bridge.test",
      BRIDGE_SECRET: "a-secret-that-only-tests-know",
      SETTLE_SECONDS: String(config.settleSeconds),
      LEASE_SECONDS: String(config.leaseSeconds),
      SUPEROFFICE_URL: superoffice.url,
      SUPEROFFICE_USERNAME: username,
      SUPEROFFICE_PASSWORD: password,
      SUPEROFFICE_MAX_RPS: String(superoffice.maxRps),
      REQUESTOR_URL: requestor.url,
      REQUESTOR_USERNAME: requestor.username,
      REQUESTOR_PASSWORD: requestor.password,
      REQUESTOR_MAX_RPS: String(requestor.maxRps),
      REQUESTOR_ATTACHMENT_URL: requestor.attachmentUrl ?? "",
    };
  }

  #config(): Omit<BridgeConfig, "mode"> {
    const side = { pollSeconds: this.#options.pollSeconds ?? 1, maxRps: this.#options.maxRps ?? 500, concurrency: 4 };
    return {
      host: "127.0.0.1",
      port: 0,
      databaseUrl: this.#options.databaseUrl ?? null,
      dataDir: this.dataDir,
      adminToken,
      bridgeId: "bridge.test",
      bridgeSecret: "a-secret-that-only-tests-know",
      settleSeconds: 1,
      leaseSeconds: 3,
      edits: "mirror",
      deletes: "note",
      ...this.#options.policy,
      logLevel: "silent",
      createTicketsIn: this.#options.createTicketsIn ?? [],
      mapping: { authors: new Map(), categories: [], priorities: [], ...this.#options.mapping },
      superoffice: {
        ...side,
        url: this.superoffice.url,
        auth: { scheme: "basic", username: SUPEROFFICE_DEFAULTS.username, password: SUPEROFFICE_DEFAULTS.password },
        notify: false,
        webhookSecret: superofficeSecret,
      },
      requestor: {
        ...side,
        url: this.requestor.url,
        username: "bridge",
        password: "bridge-password",
        wire: this.#options.wire ?? "json",
        attachmentUrl: this.#attachmentUrl(),
        ...(this.#options.mostAttachmentBytes !== undefined && {
          mostAttachmentBytes: this.#options.mostAttachmentBytes,
        }),
        outboundMailbox: this.#options.outboundMailbox ?? null,
        newTickets: { type: "EndUserTicket", serviceId: null },
        webhookSecret: requestorSecret,
      },
    };
  }

  #attachmentUrl(): string | null {
    const { attachmentPath = "/Attachment/Download/{id}" } = this.#options;
    return attachmentPath === null ? null : `${this.requestor.url}${attachmentPath}`;
  }

  async #registerWebhooks(): Promise<void> {
    const { username, password } = SUPEROFFICE_DEFAULTS;
    const answer = await fetch(`${this.superoffice.url}/api/v1/Webhook`, {
      method: "POST",
      headers: {
        authorization: `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`,
        "content-type": "application/json",
      },
      body: JSON.stringify({
        Name: "bridge",
        Events: ["ticket.created", "ticket.changed"],
        TargetUrl: `${this.bridge.url}/hooks/superoffice`,
        Secret: superofficeSecret,
        State: "Active",
        Type: "webhook",
      }),
    });
    if (answer.status !== 200) throw new Error(`The webhook was not registered: ${await answer.text()}`);
    this.requestor.control.webhook({ url: `${this.bridge.url}/hooks/requestor`, secret: requestorSecret, form: "ref" });
  }
}
