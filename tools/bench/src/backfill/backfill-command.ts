import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

import type { Side } from "@ticket-bridge/helpdesk";

import { profileArguments, programSettings, stopWithParent, type ProgramSettings } from "../bridge/program-settings.ts";
import { readStartScript } from "../bridge/start-script.ts";
import { memoryOf } from "../process/memory.ts";
import { repository } from "../repository.ts";

/** What the command told in its JSON form, as far as it is measured. */
interface CommandEvent {
  readonly event: string;
  readonly plan?: { readonly toWrite: Readonly<Record<Side, number>>; readonly secondRunWrites: number };
}

export interface CommandResult {
  /** From its start, Node's included, until it told its plan. */
  readonly planSeconds: number;
  /** From then until it told its result: 0 of a dry run. */
  readonly runSeconds: number;
  /** What the plan would write, on both sides. */
  readonly toWrite: number;
  /** Null where the system does not say. */
  readonly peakMb: number | null;
}

const sampleEveryMs = 100;

/** The built backfill command as `npm run backfill` runs it, in its own process. */
export class BackfillCommand {
  readonly #settings: ProgramSettings;
  #child: ChildProcess | null = null;

  constructor(settings: ProgramSettings) {
    this.#settings = settings;
  }

  /** Builds it where that is needed, so that no figure has the build in it. */
  async prepare(): Promise<void> {
    await this.#run(["--version"]);
  }

  /** Runs it to its end. Rejects with its last words unless it says that all is the same on both sides. */
  async run(args: readonly string[]): Promise<CommandResult> {
    const { concurrency } = this.#settings;
    return await this.#run([...args, "--concurrency", String(concurrency), "--json"]);
  }

  async stop(): Promise<void> {
    const child = this.#child;
    if (child === null) return;
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  }

  async #run(args: readonly string[]): Promise<CommandResult> {
    const asStarted = await readStartScript("backfill");
    const from = performance.now();
    const child = spawn(
      process.execPath,
      [
        ...asStarted.flags,
        ...profileArguments(this.#settings),
        ...stopWithParent,
        join(repository, "apps/backfill/bin/backfill.js"),
        ...args,
      ],
      {
        cwd: this.#settings.folder,
        stdio: ["pipe", "pipe", "pipe"],
        env: { ...asStarted.variables, ...programSettings(this.#settings) },
      },
    );
    this.#child = child;
    child.stdin.on("error", () => undefined);
    const peak = watchPeak(child);
    let words = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (words = (words + text).slice(-4_000)));
    const told = { plan: from, result: from, toWrite: 0 };
    createInterface({ input: child.stdout }).on("line", (line) => {
      if (!line.startsWith("{")) return;
      const { event, plan } = JSON.parse(line) as CommandEvent;
      if (event === "plan") told.plan = told.result = performance.now();
      if (event === "result") told.result = performance.now();
      if (plan !== undefined) told.toWrite = plan.toWrite.superoffice + plan.toWrite.requestor;
      if (event !== "progress") words = `${words}${line}\n`.slice(-4_000);
    });
    const [code] = (await once(child, "close")) as [number | null];
    this.#child = null;
    if (code !== 0) throw new Error(`The backfill ended with ${code}. Its last words:\n${words}`);
    return {
      planSeconds: (told.plan - from) / 1_000,
      runSeconds: (told.result - told.plan) / 1_000,
      toWrite: told.toWrite,
      peakMb: peak(),
    };
  }
}

/** Looks again and again, because nothing can be asked of a process that has ended. Gives the peak so far. */
function watchPeak(child: ChildProcess): () => number | null {
  let peakMb: number | null = null;
  const looking = setInterval(() => {
    void memoryOf(child.pid).then((memory) => (peakMb = memory?.peakMb ?? peakMb));
  }, sampleEveryMs);
  child.once("exit", () => clearInterval(looking));
  return () => peakMb;
}
