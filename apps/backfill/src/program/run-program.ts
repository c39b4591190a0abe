import { readConfig, readEnvFile, version, type BridgeConfig } from "@ticket-bridge/assembly";

import { onStopSignals } from "../arguments/stop-signals.ts";
import { UsageError } from "../arguments/usage-error.ts";
import { watchReader, type Reader } from "../output/watch-reader.ts";
import { noteTold } from "../output/note-told.ts";
import { Output, type OutputForm } from "../output/output.ts";
import { exitCodes, type ExitCode } from "./exit-codes.ts";
import { failureOf } from "./failure-of.ts";

export interface Program<Command extends { readonly asks: "run"; readonly form: OutputForm }> {
  /** As a sentence names it: "backfill". */
  readonly name: string;
  readonly help: string;
  /** Rejects with UsageError. */
  readonly read: (args: readonly string[]) => Promise<Command | { readonly asks: "help" | "version" }>;
  readonly carryOut: (command: Command, given: Given) => Promise<ExitCode>;
}

export interface Given {
  readonly config: BridgeConfig;
  readonly output: Output;
  /** Aborted by the first Ctrl-C. */
  readonly signal: AbortSignal;
}

/** A command of this app: arguments, environment, signals, exit code. */
export async function runProgram<Command extends { readonly asks: "run"; readonly form: OutputForm }>(
  program: Program<Command>,
  args: readonly string[],
): Promise<void> {
  // Reports and the embedded database hold customers' notes.
  process.umask(0o077);
  const reader = watchReader();
  let command: Command | { readonly asks: "help" | "version" };
  try {
    command = await program.read(args);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    // Whatever else was wrong with the line: who reads objects gets one.
    if (args.includes("--json"))
      process.stdout.write(`${JSON.stringify({ event: "error", sentences: error.sentences })}\n`);
    process.stderr.write(`${error.sentences.join("\n")}\n`);
    process.exitCode = exitCodes.usage;
    return;
  }
  if (command.asks !== "run") {
    process.stdout.write(command.asks === "help" ? program.help : `${version}\n`);
    return;
  }
  process.exitCode = await withOutput(program, command, reader);
}

async function withOutput<Command extends { readonly asks: "run"; readonly form: OutputForm }>(
  program: Program<Command>,
  command: Command,
  reader: Reader,
): Promise<ExitCode> {
  const output = new Output(command.form, {
    out: process.stdout,
    err: process.stderr,
    environment: process.env,
    monotonic: () => performance.now(),
  });
  const stop = new AbortController();
  reader.onGone(() => stop.abort());
  const unlisten = onStopSignals(() => {
    output.tell(noteTold("Finishing what is in flight; Ctrl-C again leaves at once."));
    stop.abort();
  });
  try {
    readEnvFile();
    const { config, warnings } = readConfig(process.env);
    for (const warning of warnings) output.warn(warning);
    return await program.carryOut(command, { config, output, signal: stop.signal });
  } catch (error) {
    const { exitCode, sentences } = failureOf(error, program.name);
    output.fail(sentences);
    return exitCode;
  } finally {
    unlisten();
    output.settle();
  }
}
