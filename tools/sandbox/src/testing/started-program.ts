import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";

import { repository } from "../folder/repository.ts";

/** A script of the root package.json, run by a shell as npm does it, in a process group of its own as a terminal has it. */
export class StartedProgram {
  readonly exit: Promise<number | null>;
  readonly #child: ChildProcess;
  #output = "";
  #hasEnded = false;
  readonly #listeners = new Set<() => void>();

  constructor(script: "demo" | "sandbox", args: readonly string[], environment: Record<string, string> = {}) {
    const { HOME = "/" } = process.env;
    const PATH = `${join(repository, "node_modules/.bin")}${delimiter}${process.env["PATH"] ?? ""}`;
    // A shell that stays between takes its own exit code from Ctrl-C instead of passing the program's on.
    const command = `exec ${commandOf(script).replace(/^exec /, "")} "$@"`;
    this.#child = spawn("sh", ["-c", command, script, ...args], {
      cwd: repository,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
      env: { PATH, HOME, ...environment },
    });
    const hear = (text: string) => {
      this.#output += text;
      for (const listener of [...this.#listeners]) listener();
    };
    this.#child.stdout?.setEncoding("utf8").on("data", hear);
    this.#child.stderr?.setEncoding("utf8").on("data", hear);
    this.exit = new Promise((resolve) => {
      this.#child.once("close", (code) => {
        this.#hasEnded = true;
        resolve(code);
        hear("");
      });
    });
  }

  /** Everything it said so far, on both outputs. */
  get output(): string {
    return this.#output;
  }

  /** The address printed behind a name, e.g. `SuperOffice   http://…`. */
  address(name: string): string {
    return new RegExp(`${name} +(http://\\S+)`).exec(this.#output)?.[1] ?? "";
  }

  /** Resolves when it has said this. Rejects with all it said when it ends or is silent for too long. */
  said(words: string, timeoutMs = 60_000): Promise<void> {
    return new Promise((resolve, reject) => {
      const finish = (settle: () => void) => {
        clearTimeout(timer);
        this.#listeners.delete(look);
        settle();
      };
      const look = () => {
        if (this.#output.includes(words)) finish(resolve);
        else if (this.#hasEnded) finish(() => reject(new Error(`It ended without "${words}":\n${this.#output}`)));
      };
      const timer = setTimeout(
        () => finish(() => reject(new Error(`It did not say "${words}":\n${this.#output}`))),
        timeoutMs,
      );
      this.#listeners.add(look);
      look();
    });
  }

  /** What Ctrl-C does: the terminal signals the whole group. */
  interrupt(): void {
    this.#signal("SIGINT");
  }

  kill(): void {
    if (!this.#hasEnded) this.#signal("SIGKILL");
  }

  #signal(signal: NodeJS.Signals): void {
    if (this.#child.pid !== undefined) process.kill(-this.#child.pid, signal);
  }
}

function commandOf(script: string): string {
  const root = JSON.parse(readFileSync(join(repository, "package.json"), "utf8")) as {
    scripts: Record<string, string>;
  };
  return root.scripts[script] ?? "";
}

/** Ids of the processes in whose command line or environment the text stands, this process left out. */
export function processesNaming(text: string): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((name) => ["cmdline", "environ"].some((file) => readProc(`/proc/${name}/${file}`).includes(text)))
    .map(Number);
}

/** Empty for what has just ended; a zombie has neither command line nor environment. */
function readProc(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
