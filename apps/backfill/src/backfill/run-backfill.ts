import { join } from "node:path";

import { askOnTerminal } from "../output/ask.ts";
import { runProgram, type Given } from "../program/run-program.ts";
import type { ExitCode } from "../program/exit-codes.ts";
import { openDesk } from "../reach/open-desk.ts";
import { carryOut } from "./carry-out.ts";
import { help } from "./help.ts";
import { readBackfillCommand, type RunCommand } from "./options.ts";

export async function runBackfill(args: readonly string[]): Promise<void> {
  await runProgram({ name: "backfill", help, read: readBackfillCommand, carryOut: atTheDesk }, args);
}

async function atTheDesk(command: RunCommand, { config, output, signal }: Given): Promise<ExitCode> {
  const opened = await openDesk(config, { isDryRun: command.isDryRun, warn: (text) => output.warn(text) });
  try {
    const reportDir = command.reportDir ?? join(config.dataDir, "reports");
    return await carryOut(command, { desk: opened.desk, output, signal, reportDir, ask: askOnTerminal(signal) });
  } finally {
    await opened.close();
  }
}
