import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import {
  startRequestorSimulator,
  startSuperOfficeSimulator,
  SUPEROFFICE_DEFAULTS,
  type RequestorSimulator,
  type SuperOfficeSimulator,
  type SuperOfficeSimulatorOptions,
} from "@ticket-bridge/simulators";

import { putEmptyDatabase } from "@ticket-bridge/store/shared-databases";

import { type BridgeConfig } from "@ticket-bridge/assembly";
import { start, type RunningBridge } from "../start.ts";
import { AnswerCheck } from "./answer-check.ts";

export { patienceMs } from "./bridge-process.ts";
export const adminToken = "an-admin-token-for-tests";
export const superofficeSecret = "superoffice-hook-secret";
export const requestorSecret = "requestor-hook-secret";

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // Tests read what they expect; the shape was checked against the API document.
  readonly body: Record<string, unknown>;
}

export interface Call {
  readonly body?: unknown;
  /** Sent as it is. */
  readonly rawBody?: string | Uint8Array;
  readonly headers?: Record<string, string>;
  /** Null: none. */
  readonly token?: string | null;
}

/** The page is the dashboard's own matter: what is served in its place, unless a test says otherwise. */
const noDashboard = join(tmpdir(), "ticket-bridge-has-no-dashboard-here");

export type Changes = (config: BridgeConfig) => Partial<BridgeConfig>;

/** The whole service on an embedded database in a folder of its own, between both simulators, over real sockets. */
export class BridgeUnderTest {
  readonly superoffice: SuperOfficeSimulator;
  readonly requestor: RequestorSimulator;
  readonly dataDir: string;
  readonly log: string[] = [];
  /** Heeded by the next start. */
  changes: Changes;
  /** Heeded by the next start. */
  dashboardFolder = noDashboard;
  #bridge: RunningBridge | null = null;
  #check: AnswerCheck | null = null;

  private constructor(
    superoffice: SuperOfficeSimulator,
    requestor: RequestorSimulator,
    dataDir: string,
    changes: Changes,
  ) {
    this.superoffice = superoffice;
    this.requestor = requestor;
    this.dataDir = dataDir;
    this.changes = changes;
  }

  static async start(
    changes: Changes = () => ({}),
    superofficeOptions: SuperOfficeSimulatorOptions = {},
  ): Promise<BridgeUnderTest> {
    const [superoffice, requestor, dataDir] = await Promise.all([
      startSuperOfficeSimulator(superofficeOptions),
      startRequestorSimulator(),
      mkdtemp(join(tmpdir(), "ticket-bridge-")),
    ]);
    await putEmptyDatabase(dataDir);
    const test = new BridgeUnderTest(superoffice, requestor, dataDir, changes);
    await test.startBridge();
    return test;
  }

  get bridge(): RunningBridge {
    if (this.#bridge === null) throw new Error("The bridge is not running.");
    return this.#bridge;
  }

  config(): BridgeConfig {
    const side = { pollSeconds: 1, maxRps: 500, concurrency: 4 };
    const { username, password } = SUPEROFFICE_DEFAULTS;
    const config: BridgeConfig = {
      host: "127.0.0.1",
      port: 0,
      databaseUrl: null,
      dataDir: this.dataDir,
      adminToken,
      bridgeId: null,
      bridgeSecret: null,
      mode: "mirror",
      edits: "mirror",
      deletes: "note",
      settleSeconds: 2,
      leaseSeconds: 3,
      logLevel: "debug",
      createTicketsIn: [],
      mapping: { authors: new Map(), categories: [], priorities: [] },
      superoffice: {
        ...side,
        url: this.superoffice.url,
        auth: { scheme: "basic", username, password },
        notify: false,
        webhookSecret: superofficeSecret,
      },
      requestor: {
        ...side,
        url: this.requestor.url,
        username: "bridge",
        password: "bridge-password",
        wire: "json",
        outboundMailbox: null,
        newTickets: { type: "EndUserTicket", serviceId: null },
        webhookSecret: requestorSecret,
      },
    };
    return { ...config, ...this.changes(config) };
  }

  async startBridge(): Promise<RunningBridge> {
    this.#bridge = await start(this.config(), {
      logDestination: { write: (line) => void this.log.push(line) },
      dashboardFolder: this.dashboardFolder,
      timeouts: { connectMs: 1_000, headersMs: 10_000, bodyMs: 10_000 },
    });
    const document: unknown = await (await fetch(`${this.#bridge.url}/api/openapi.json`)).json();
    this.#check = new AnswerCheck(document);
    return this.#bridge;
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

  /** One call, with the right token when none is named. Every answer of the admin API is checked against its document. */
  async call(method: string, path: string, call: Call = {}): Promise<Answer> {
    const token = call.token === undefined ? adminToken : call.token;
    const sent = call.rawBody ?? (call.body === undefined ? undefined : JSON.stringify(call.body));
    const answer = await fetch(`${this.bridge.url}${path}`, {
      method,
      headers: {
        ...(token !== null && { authorization: `Bearer ${token}` }),
        ...(sent !== undefined && { "content-type": "application/json" }),
        ...call.headers,
      },
      ...(sent !== undefined && { body: sent }),
    });
    const text = await answer.text();
    const isJson = /json/.test(answer.headers.get("content-type") ?? "");
    const body = (isJson ? JSON.parse(text) : {}) as Record<string, unknown>;
    const contentType = answer.headers.get("content-type");
    this.#check?.check({ method, path, status: answer.status, contentType, body: isJson ? body : null });
    return { status: answer.status, headers: answer.headers, text, body };
  }

  /** Two new tickets, linked. */
  async linkedPair(from: "now" | "start" = "now"): Promise<{ linkId: string; superoffice: number; requestor: number }> {
    const superoffice = this.superoffice.control.createTicket({ title: "A ticket" }).id;
    const requestor = this.requestor.control.createTicket({ subject: "A ticket" }).id;
    const body = { superofficeTicketId: superoffice, requestorTicketId: requestor, from };
    const answer = await this.call("POST", "/api/links", { body });
    if (answer.status !== 201) throw new Error(`Linking failed: ${answer.text}`);
    return { linkId: String(answer.body["id"]), superoffice, requestor };
  }
}
