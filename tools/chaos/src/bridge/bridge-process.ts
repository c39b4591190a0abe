import { spawn, type ChildProcess } from "node:child_process";
import { appendFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";

import { settingsVariable, type CounterSettings, type KillPlan } from "../counter/kill-plan.ts";
import { launcher } from "./build-bridge.ts";

const counter = new URL("../counter/kill-at-call.ts", import.meta.url).href;
const startTimeoutMs = 60_000;
const stopTimeoutMs = 15_000;
const keptLines = 15;

export interface BridgeSettings {
  readonly name: string;
  readonly port: number;
  /** Where it is started: no `.env` of the person who runs this may reach it. */
  readonly folder: string;
  readonly logFile: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly counter: CounterSettings;
}

export interface BridgeEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** The built bridge, started as `npm start` starts it, with the counter loaded before it. */
export class BridgeProcess {
  readonly name: string;
  readonly url: string;
  readonly ended: Promise<BridgeEnd>;
  readonly #child: ChildProcess;
  readonly #lastLines: string[] = [];
  readonly #logFile: string;
  #end: BridgeEnd | null = null;
  #wasReady = false;

  constructor(settings: BridgeSettings) {
    this.name = settings.name;
    this.url = `http://127.0.0.1:${settings.port}`;
    this.#logFile = settings.logFile;
    this.#child = spawn(process.execPath, ["--import", counter, launcher], {
      cwd: settings.folder,
      // A group of its own, because a terminal's Ctrl-C goes to the whole group and this tool decides who stops when.
      detached: true,
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      env: bridgeEnvironment(settings),
    });
    this.#child.stdout?.setEncoding("utf8").on("data", (text: string) => this.#keep(text));
    this.#child.stderr?.setEncoding("utf8").on("data", (text: string) => this.#keep(text));
    this.ended = new Promise((resolve) => {
      const end = (code: number | null, signal: NodeJS.Signals | null) => resolve((this.#end = { code, signal }));
      this.#child.once("error", () => end(1, null));
      this.#child.once("close", end);
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  get hasEnded(): boolean {
    return this.#end !== null;
  }

  /** Whether it has come as far as to work, and still lives. */
  get isWorking(): boolean {
    return this.#wasReady && !this.hasEnded;
  }

  lastWords(): string {
    return this.#lastLines.join("\n");
  }

  /** True when `/readyz` answers 200, false when the bridge ended before. Rejects after a minute. */
  async ready(): Promise<boolean> {
    const giveUpAt = performance.now() + startTimeoutMs;
    while (performance.now() < giveUpAt) {
      if (this.hasEnded) return false;
      const answer = await fetch(`${this.url}/readyz`, { signal: AbortSignal.timeout(2_000) }).catch(() => null);
      await answer?.arrayBuffer().catch(() => undefined);
      if (answer?.status === 200) return (this.#wasReady = true);
      await Promise.race([delay(40), this.ended]);
    }
    throw new Error(`${this.name} was not ready within ${startTimeoutMs / 1000} s. It said:\n${this.lastWords()}`);
  }

  /** From now on it counts its calls and dies by this plan. */
  arm(plan: KillPlan): void {
    // It may be gone already.
    if (this.#child.connected) this.#child.send(plan, () => undefined);
  }

  kill(): void {
    this.#child.kill("SIGKILL");
  }

  /** Asks it to stop; true when it did so by itself and cleanly. */
  async stop(): Promise<boolean> {
    this.#child.kill("SIGTERM");
    const timeout = new AbortController();
    const late = delay(stopTimeoutMs, null, { signal: timeout.signal }).catch(() => null);
    const end = await Promise.race([this.ended, late]);
    timeout.abort();
    if (end !== null) return end.code === 0;
    this.kill();
    await this.ended;
    return false;
  }

  #keep(text: string): void {
    appendFileSync(this.#logFile, text);
    this.#lastLines.push(...text.split("\n").filter((line) => line.trim() !== ""));
    this.#lastLines.splice(0, Math.max(0, this.#lastLines.length - keptLines));
  }
}

function bridgeEnvironment({ port, environment, counter: settings }: BridgeSettings): Record<string, string> {
  const machine = ["PATH", "HOME", "TMPDIR", "TEMP", "TMP", "LANG", "SYSTEMROOT"].flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...Object.fromEntries(machine),
    HOST: "127.0.0.1",
    PORT: String(port),
    ...environment,
    [settingsVariable]: JSON.stringify(settings),
  };
}
