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

export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  /** With a terminal of its own at all its ends; else nobody can be asked and nothing is drawn. */
  readonly onTerminal?: boolean;
}

/** By util-linux's script, whose terminal has no size of its own. */
function onTerminal({ program, args }: Command): Command {
  const quoted = [program, ...args].map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" ");
  return { program: "script", args: ["-qefc", `stty rows 24 cols 100; exec ${quoted}`, "/dev/null"] };
}

/** A program as a person starts it: a process of its own with nothing but the given environment. */
export class CommandProcess {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  stdout = "";
  stderr = "";

  constructor(command: Command, env: Readonly<Record<string, string>>, cwd: string) {
    const { program, args } = command.onTerminal === true ? onTerminal(command) : command;
    this.child = spawn(program, [...args], {
      cwd,
      env: { PATH: process.env["PATH"] ?? "", ...env },
      stdio: ["pipe", "pipe", "pipe"],
    });
    if (command.onTerminal !== true) this.child.stdin?.end();
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

  /** What a person types. */
  types(text: string): void {
    this.child.stdin?.write(text);
  }

  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }
}
