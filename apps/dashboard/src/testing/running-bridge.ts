import { spawn, type ChildProcess } from "node:child_process";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import {
  startRequestorSimulator,
  startSuperOfficeSimulator,
  SUPEROFFICE_DEFAULTS,
  type RequestorSimulator,
  type SuperOfficeSimulator,
} from "@ticket-bridge/simulators";
import { inject, vi } from "vitest";

declare module "vitest" {
  interface ProvidedContext {
    readonly programs: Readonly<Record<"bridge" | "backfill", string>>;
  }
}

const startMs = 30_000;
const hookSecrets = {
  superoffice: "a-webhook-secret-for-tests",
  requestor: "another-webhook-secret-for-tests",
} as const;

/** The built bridge as a process between both simulators, as a visitor's browser meets it. */
export class RunningBridge {
  readonly token = "an-admin-token-for-tests";
  readonly superoffice: SuperOfficeSimulator;
  readonly requestor: RequestorSimulator;
  readonly #folder: string;
  readonly #port: number;
  #child: ChildProcess | null = null;

  private constructor(superoffice: SuperOfficeSimulator, requestor: RequestorSimulator, port: number) {
    this.#port = port;
    this.superoffice = superoffice;
    this.requestor = requestor;
    this.#folder = mkdtempSync(join(tmpdir(), "ticket-bridge-dashboard-"));
  }

  static async start(): Promise<RunningBridge> {
    const superoffice = await startSuperOfficeSimulator({ webhooks: { requireHttps: false } });
    const bridge = new RunningBridge(superoffice, await startRequestorSimulator(), await freePort());
    await bridge.startProcess();
    return bridge;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async startProcess(): Promise<void> {
    const { username, password } = SUPEROFFICE_DEFAULTS;
    const child = spawn(process.execPath, [`${inject("programs").bridge}main.js`], {
      cwd: this.#folder,
      env: {
        PATH: process.env["PATH"] ?? "",
        PORT: String(this.#port),
        PUBLIC_URL: this.url,
        ENVIRONMENT: "Try-out",
        DATA_DIR: join(this.#folder, "data"),
        ADMIN_TOKEN: this.token,
        SETTLE_SECONDS: "2",
        LEASE_SECONDS: "3",
        SUPEROFFICE_URL: this.superoffice.url,
        SUPEROFFICE_AUTH: "basic",
        SUPEROFFICE_WEBHOOK_SECRET: hookSecrets.superoffice,
        SUPEROFFICE_USERNAME: username,
        SUPEROFFICE_PASSWORD: password,
        SUPEROFFICE_POLL_SECONDS: "1",
        SUPEROFFICE_MAX_RPS: "200",
        REQUESTOR_URL: this.requestor.url,
        REQUESTOR_USERNAME: "bridge",
        REQUESTOR_PASSWORD: "bridge-password",
        REQUESTOR_WEBHOOK_SECRET: hookSecrets.requestor,
        REQUESTOR_POLL_SECONDS: "1",
        REQUESTOR_MAX_RPS: "200",
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child = child;
    let said = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => (said += text));
    }
    await vi.waitFor(
      () => {
        if (!said.includes("The bridge runs.")) throw new Error(`It does not run yet: ${said}`);
      },
      { timeout: startMs, interval: 50 },
    );
  }

  async stopProcess(): Promise<void> {
    const child = this.#child;
    if (child === null) return;
    this.#child = null;
    const closed = once(child, "close");
    child.kill("SIGTERM");
    await closed;
  }

  async stop(): Promise<void> {
    await this.stopProcess();
    await Promise.all([this.superoffice.stop(), this.requestor.stop()]);
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Waits until the bridge itself knows of so many messages. */
  async hasMirrors(count: number): Promise<void> {
    await vi.waitFor(
      async () => {
        const { counts } = await this.call<{ counts: Record<string, number> }>("GET", "/api/status");
        const known = Object.values(counts).reduce((sum, each) => sum + each, 0);
        if (known < count) throw new Error(`It knows of ${known} messages.`);
      },
      { timeout: startMs, interval: 50 },
    );
  }

  /** Waits until so many messages of a link are known and all of them have crossed. */
  async linkIsDone(linkId: string, count = 1): Promise<void> {
    await vi.waitFor(
      async () => {
        const { items } = await this.call<{ items: { state: string }[] }>("GET", `/api/mirrors?linkId=${linkId}`);
        if (items.length < count || items.some(({ state }) => state !== "mirrored")) throw new Error("It is not done.");
      },
      { timeout: startMs, interval: 50 },
    );
  }

  /** Waits until so many messages of a link are held; their ids. */
  async hasHeld(linkId: string, count: number): Promise<readonly string[]> {
    return await vi.waitFor(
      async () => {
        const path = `/api/mirrors?state=held&linkId=${linkId}`;
        const { items } = await this.call<{ items: { id: string }[] }>("GET", path);
        if (items.length !== count) throw new Error(`${items.length} are held.`);
        return items.map(({ id }) => id);
      },
      { timeout: startMs, interval: 50 },
    );
  }

  /** A call of a helpdesk's webhook, signed under its secret or under another; the answer's status. */
  async callHook(side: keyof typeof hookSecrets, secret: string = hookSecrets[side]): Promise<number> {
    const body = '{"Event":"ticket.changed","PrimaryKey":1,"TicketId":1}';
    const code = createHmac("sha256", secret).update(body);
    const headers: Record<string, string> =
      side === "superoffice"
        ? { "x-superoffice-signature": code.digest("base64") }
        : { "x-hub-signature-256": `sha256=${code.digest("hex")}` };
    return (await fetch(`${this.url}/hooks/${side}`, { method: "POST", headers, body })).status;
  }

  /** One call of the admin API; its content. */
  async call<Content>(method: string, path: string, body?: unknown): Promise<Content> {
    const answer = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      body: body === undefined ? null : JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return (await (answer.status === 204 ? null : answer.json())) as Content;
  }
}

/** Known before the bridge starts: its own PUBLIC_URL names it, and a restart keeps it. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
