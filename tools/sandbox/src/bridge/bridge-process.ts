import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import { repository } from "../folder/repository.ts";

const startTimeoutMs = 60_000;
const stopTimeoutMs = 12_000;
const keptLines = 12;

export interface BridgeSettings {
  readonly port: number;
  readonly dataFolder: string;
  readonly logFile: string;
  readonly adminToken: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** How the bridge ended, as a person would say it. */
export interface BridgeEnd {
  readonly clean: boolean;
  readonly how: string;
}

/**
 * The bridge as a child process of its own, run from the sources: they are there on every machine after `npm ci`, and a
 * bundle that somebody built last week would show last week's bridge.
 */
export class BridgeProcess {
  readonly url: string;
  readonly ended: Promise<BridgeEnd>;
  readonly #child: ChildProcess;
  readonly #logFile: string;
  readonly #lastLines: string[] = [];
  #hasEnded = false;

  constructor(settings: BridgeSettings) {
    this.url = `http://127.0.0.1:${settings.port}`;
    this.#logFile = settings.logFile;
    this.#child = spawn(
      process.execPath,
      [
        "--conditions=@ticket-bridge/source",
        "--import",
        new URL("./stop-with-parent.ts", import.meta.url).href,
        join(repository, "apps/bridge/src/main.ts"),
      ],
      {
        cwd: repository,
        // A group of its own, because a terminal's Ctrl-C goes to the whole group: the demo alone decides when to stop.
        detached: true,
        stdio: ["pipe", "pipe", "pipe"],
        env: bridgeEnvironment(settings),
      },
    );
    this.#child.stdin?.on("error", () => undefined);
    this.#child.stdout?.setEncoding("utf8").on("data", (text: string) => this.#keep(text));
    this.#child.stderr?.setEncoding("utf8").on("data", (text: string) => this.#keep(text));
    this.ended = new Promise((resolve) => {
      const end = (clean: boolean, how: string) => {
        this.#hasEnded = true;
        resolve({ clean, how });
      };
      this.#child.once("error", (error) => end(false, `could not be started: ${error.message}`));
      this.#child.once("close", (code, signal) =>
        end(code === 0, signal === null ? `exit code ${code ?? 0}` : `signal ${signal}`),
      );
    });
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** What it said last, without the clutter of log fields. */
  lastWords(): readonly string[] {
    return this.#lastLines.map(readableLogLine);
  }

  /** Resolves when `/readyz` answers 200. Rejects when the bridge ends before that or takes more than a minute. */
  async ready(): Promise<void> {
    const giveUpAt = performance.now() + startTimeoutMs;
    while (performance.now() < giveUpAt) {
      if (this.#hasEnded) throw new Error(`The bridge did not start: ${(await this.ended).how}.`);
      const answer = await fetch(`${this.url}/readyz`, { signal: AbortSignal.timeout(2_000) }).catch(() => null);
      await answer?.arrayBuffer().catch(() => undefined);
      if (answer?.status === 200) return;
      await Promise.race([delay(50), this.ended]);
    }
    throw new Error(`The bridge was not ready within ${startTimeoutMs / 1000} seconds.`);
  }

  /** Asks it to stop and waits; after 12 seconds it is killed, which its answer says. */
  async stop(): Promise<BridgeEnd> {
    if (this.#hasEnded) return this.ended;
    this.#child.kill("SIGTERM");
    const timeout = new AbortController();
    const late = delay(stopTimeoutMs, "late" as const, { signal: timeout.signal }).catch(() => "late" as const);
    const end = await Promise.race([this.ended, late]);
    timeout.abort();
    if (end !== "late") return end;
    this.kill();
    await this.ended;
    return { clean: false, how: `did not stop within ${stopTimeoutMs / 1000} seconds and was killed` };
  }

  kill(): void {
    this.#child.kill("SIGKILL");
  }

  #keep(text: string): void {
    appendFileSync(this.#logFile, text);
    this.#lastLines.push(...text.split("\n").filter((line) => line.trim() !== ""));
    this.#lastLines.splice(0, Math.max(0, this.#lastLines.length - keptLines));
  }
}

/** Built from nothing: a DATABASE_URL or a real helpdesk's address in the visitor's shell must not reach the demo. */
function bridgeEnvironment({ port, dataFolder, adminToken, environment }: BridgeSettings): Record<string, string> {
  const machine = ["PATH", "HOME", "TMPDIR", "TEMP", "TMP", "LANG", "SYSTEMROOT"].flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...Object.fromEntries(machine),
    HOST: "127.0.0.1",
    PORT: String(port),
    DATA_DIR: dataFolder,
    ADMIN_TOKEN: adminToken,
    ...environment,
  };
}

function readableLogLine(line: string): string {
  try {
    const entry = JSON.parse(line) as { message?: unknown; err?: { message?: unknown } };
    const words = [entry.message, entry.err?.message].filter((part) => typeof part === "string" && part !== "");
    return words.length > 0 ? words.join(": ") : line;
  } catch {
    return line;
  }
}
