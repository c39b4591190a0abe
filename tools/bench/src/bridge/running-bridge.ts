import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { openSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import type { Side } from "@ticket-bridge/helpdesk";
import { freePort } from "@ticket-bridge/store/testing";

import { memoryOf, type Memory } from "../process/memory.ts";
import { repository } from "../repository.ts";
import { profileArguments, programSettings, stopWithParent, type ProgramSettings } from "./program-settings.ts";
import { readStartScript } from "./start-script.ts";

export const webhookSecret = "bench-webhook-secret";
const adminToken = "bench-admin-token";
/** The first start of a checkout builds the bridge. */
const startTimeoutMs = 120_000;
const stopTimeoutMs = 15_000;
const linksAtOnce = 8;

/** The built bridge as `npm start` runs it, in its own process. */
export class RunningBridge {
  readonly url: string;
  readonly #child: ChildProcess;
  readonly #logFile: string;

  private constructor(url: string, child: ChildProcess, logFile: string) {
    this.url = url;
    this.#child = child;
    this.#logFile = logFile;
  }

  /** Resolves when it is ready; rejects with the end of its log when it ends before or takes too long. */
  static async start(settings: ProgramSettings): Promise<RunningBridge> {
    const port = await freePort();
    const logFile = join(settings.folder, "bridge.log");
    const log = openSync(logFile, "a");
    const asStarted = await readStartScript("start");
    const child = spawn(
      process.execPath,
      [...asStarted.flags, ...profileArguments(settings), ...stopWithParent, join(repository, "apps/bridge/start.js")],
      { cwd: repository, stdio: ["pipe", log, log], env: { ...asStarted.variables, ...environment(settings, port) } },
    );
    child.stdin?.on("error", () => undefined);
    const bridge = new RunningBridge(`http://127.0.0.1:${port}`, child, logFile);
    await bridge.#ready();
    return bridge;
  }

  /** Links pairs of tickets by the admin API. */
  async link(pairs: readonly { superoffice: number; requestor: number }[]): Promise<void> {
    const waiting = [...pairs];
    const work = async () => {
      for (let pair = waiting.pop(); pair !== undefined; pair = waiting.pop()) {
        await this.#post("/api/links", { superofficeTicketId: pair.superoffice, requestorTicketId: pair.requestor });
      }
    };
    await Promise.all(Array.from({ length: linksAtOnce }, work));
  }

  async pause(side: Side): Promise<void> {
    await this.#post(`/api/sides/${side}/pause`);
  }

  async resume(side: Side): Promise<void> {
    await this.#post(`/api/sides/${side}/resume`);
  }

  /** Null where the system does not say (it needs /proc). */
  async memory(): Promise<Memory | null> {
    return await memoryOf(this.#child.pid);
  }

  /** Has the peak of `memory` begin anew; where the system does not do that, it stays the peak since the start. */
  async forgetPeak(): Promise<void> {
    await writeFile(`/proc/${this.#child.pid}/clear_refs`, "5").catch(() => undefined);
  }

  async stop(): Promise<void> {
    if (this.#hasEnded()) return;
    const ended = once(this.#child, "exit");
    this.#child.kill("SIGTERM");
    const patience = setTimeout(() => this.#child.kill("SIGKILL"), stopTimeoutMs);
    await ended;
    clearTimeout(patience);
  }

  #hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  async #ready(): Promise<void> {
    const giveUpAt = performance.now() + startTimeoutMs;
    while (performance.now() < giveUpAt && !this.#hasEnded()) {
      const answer = await fetch(`${this.url}/readyz`).catch(() => null);
      await answer?.arrayBuffer();
      if (answer?.status === 200) return;
      await delay(50);
    }
    await this.stop();
    const log = await readFile(this.#logFile, "utf8");
    throw new Error(`The bridge did not start. Its last words:\n${log.split("\n").slice(-12).join("\n")}`);
  }

  async #post(path: string, body: object = {}): Promise<void> {
    const answer = await fetch(this.url + path, {
      method: "POST",
      headers: { authorization: `Bearer ${adminToken}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`The bridge answered ${answer.status} to POST ${path}: ${text}`);
  }
}

/** Idle polling is put off: it is measured apart. */
function environment(settings: ProgramSettings, port: number): Record<string, string> {
  return {
    ...programSettings(settings),
    PORT: String(port),
    ADMIN_TOKEN: adminToken,
    SUPEROFFICE_WEBHOOK_SECRET: webhookSecret,
    SUPEROFFICE_POLL_SECONDS: "3600",
    REQUESTOR_WEBHOOK_SECRET: webhookSecret,
    REQUESTOR_POLL_SECONDS: "3600",
  };
}
