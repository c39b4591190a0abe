import { errorText, readConfig, readEnvFile, StartError, version, type BridgeConfig } from "@ticket-bridge/assembly";
import {
  BackfillBusyError,
  BackfillNotFoundError,
  BackfillStoppedError,
  BackfillUnfinishedError,
  HelpdeskUnavailableError,
} from "@ticket-bridge/sync";
import { join } from "node:path";

import { onStopSignals } from "../arguments/stop-signals.ts";
import { UsageError } from "../arguments/usage-error.ts";
import { askOnTerminal } from "../output/ask.ts";
import { Output } from "../output/output.ts";
import { BridgeGoneError, BridgeRefusedError, HelpdeskTroubleError } from "../reach/call-bridge.ts";
import { openDesk } from "../reach/open-desk.ts";
import { carryOut } from "./carry-out.ts";
import { noteTold } from "./events.ts";
import { exitCodes, type ExitCode } from "./exit-code.ts";
import { help } from "./help.ts";
import { readBackfillCommand, type BackfillCommand, type RunCommand } from "./options.ts";

/** The program: arguments, environment, signals, exit code. */
export async function runBackfill(args: readonly string[]): Promise<void> {
  // Reports and the embedded database hold customers' notes.
  process.umask(0o077);
  let command: BackfillCommand;
  try {
    command = await readBackfillCommand(args);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.sentences.join("\n")}\n`);
    process.exitCode = exitCodes.usage;
    return;
  }
  if (command.asks !== "run") {
    process.stdout.write(command.asks === "help" ? help : `${version}\n`);
    return;
  }
  process.exitCode = await withOutput(command);
}

async function withOutput(command: RunCommand): Promise<ExitCode> {
  const output = new Output(command.form, {
    out: process.stdout,
    err: process.stderr,
    environment: process.env,
    monotonic: () => performance.now(),
  });
  const stop = new AbortController();
  const unlisten = onStopSignals(() => {
    output.tell(noteTold("Finishing what is in flight; Ctrl-C again leaves at once."));
    stop.abort();
  });
  try {
    readEnvFile();
    const { config, warnings } = readConfig(process.env);
    for (const warning of warnings) output.warn(warning);
    return await atTheDesk(command, config, output, stop.signal);
  } catch (error) {
    const { exitCode, sentences } = failureOf(error);
    output.fail(sentences);
    return exitCode;
  } finally {
    unlisten();
    output.settle();
  }
}

async function atTheDesk(
  command: RunCommand,
  config: BridgeConfig,
  output: Output,
  signal: AbortSignal,
): Promise<ExitCode> {
  const opened = await openDesk(config, { isDryRun: command.isDryRun, warn: (text) => output.warn(text) });
  try {
    const reportDir = command.reportDir ?? join(config.dataDir, "reports");
    return await carryOut(command, { desk: opened.desk, output, signal, reportDir, ask: askOnTerminal(signal) });
  } finally {
    await opened.close();
  }
}

function failureOf(error: unknown): { exitCode: ExitCode; sentences: readonly string[] } {
  if (error instanceof UsageError || error instanceof StartError) {
    return { exitCode: exitCodes.usage, sentences: error.sentences };
  }
  if (error instanceof HelpdeskUnavailableError || error instanceof HelpdeskTroubleError) {
    const exitCode = error.trouble === "credentials" ? exitCodes.credentialsRefused : exitCodes.unreachable;
    return { exitCode, sentences: [error.message] };
  }
  if (error instanceof BackfillStoppedError || error instanceof BridgeGoneError) {
    return { exitCode: exitCodes.interrupted, sentences: [error.message] };
  }
  if (error instanceof Error && told.some((kind) => error instanceof kind)) {
    return { exitCode: exitCodes.usage, sentences: [error.message] };
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : errorText(error);
  return { exitCode: exitCodes.usage, sentences: [`The backfill could not go on: ${detail}`] };
}

/** Whose message says all that a person has to know. */
const told = [BackfillBusyError, BackfillNotFoundError, BackfillUnfinishedError, BridgeRefusedError];
