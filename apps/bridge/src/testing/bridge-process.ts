import { spawn, type ChildProcess } from "node:child_process";

import { vi } from "vitest";

import { builtApp } from "./programs.ts";

/** How long a test waits for what surely comes, on a machine that is busy with other tests. */
export const patienceMs = 30_000;

// Whole processes and databases are started by these tests.
vi.setConfig({ testTimeout: 3 * patienceMs });

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** The program as a person starts it: a process of its own with nothing but the given environment. */
export class BridgeProcess {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  stdout = "";
  stderr = "";

  constructor(
    env: Record<string, string>,
    options: { args?: readonly string[]; cwd: string; node?: string } = { cwd: "/" },
  ) {
    const main = `${builtApp("bridge")}main.js`;
    this.child = spawn(options.node ?? process.execPath, [main, ...(options.args ?? [])], {
      cwd: options.cwd,
      env: { PATH: process.env["PATH"] ?? "", ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.child.stdout?.setEncoding("utf8").on("data", (text: string) => (this.stdout += text));
    this.child.stderr?.setEncoding("utf8").on("data", (text: string) => (this.stderr += text));
    this.ended = new Promise((resolve) => this.child.once("close", (code, signal) => resolve({ code, signal })));
  }

  /** The address it is served at, once it runs. */
  async url(): Promise<string> {
    return await vi.waitFor(
      () => {
        const line = this.stdout.split("\n").find((each) => each.includes("The bridge runs."));
        if (line === undefined) throw new Error(`It does not run yet: ${this.stderr}`);
        return (JSON.parse(line) as { url: string }).url;
      },
      { timeout: patienceMs, interval: 50 },
    );
  }

  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }
}
