import { spawn, type ChildProcess } from "node:child_process";

import { vi } from "vitest";

/** How long a test waits for what surely comes, on a machine that is busy with other tests. */
export const patienceMs = 60_000;

// Whole processes and databases are started by these tests.
vi.setConfig({ testTimeout: 4 * patienceMs });

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A program as a person starts it: a process of its own with nothing but the given environment. */
export class CommandProcess {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  stdout = "";
  stderr = "";

  constructor(nodeArgs: readonly string[], env: Readonly<Record<string, string>>, cwd: string) {
    this.child = spawn(process.execPath, [...nodeArgs], {
      cwd,
      env: { PATH: process.env["PATH"] ?? "", ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.child.stdout?.setEncoding("utf8").on("data", (text: string) => (this.stdout += text));
    this.child.stderr?.setEncoding("utf8").on("data", (text: string) => (this.stderr += text));
    this.ended = new Promise((resolve) => this.child.once("close", (code, signal) => resolve({ code, signal })));
  }

  /** Resolves when it has said this on one of its outputs; rejects when it ends before. */
  async says(words: string | RegExp): Promise<void> {
    const end = { isThere: false };
    void this.ended.then(() => (end.isThere = true));
    const isSaid = () => {
      const said = `${this.stdout}\n${this.stderr}`;
      return typeof words === "string" ? said.includes(words) : words.test(said);
    };
    const hasSaid = await vi.waitFor(
      () => {
        if (isSaid() || end.isThere) return isSaid();
        throw new Error(`It has not said ${String(words)}: ${this.stdout}\n${this.stderr}`);
      },
      { timeout: patienceMs, interval: 20 },
    );
    if (!hasSaid) throw new Error(`It has ended without ${String(words)}: ${this.stdout}\n${this.stderr}`);
  }

  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }
}
