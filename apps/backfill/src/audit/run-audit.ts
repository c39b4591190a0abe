import { join } from "node:path";

import type { ExitCode } from "../program/exit-codes.ts";
import { runProgram, type Given } from "../program/run-program.ts";
import { askOnTerminal } from "../output/ask.ts";
import { openAuditDesk } from "../reach/open-audit-desk.ts";
import { carryOutRelearn } from "../relearn/carry-out-relearn.ts";
import { carryOutAudit } from "./carry-out-audit.ts";
import { help } from "./help.ts";
import { readAuditCommand, type AuditCommand } from "./options.ts";

export async function runAudit(args: readonly string[]): Promise<void> {
  await runProgram({ name: "audit", help, read: readAuditCommand, carryOut: atTheDesk }, args);
}

async function atTheDesk(command: AuditCommand, { config, output, signal }: Given): Promise<ExitCode> {
  const { relearn } = command;
  const opened = await openAuditDesk(config, { warn: (text) => output.warn(text), relearn });
  try {
    const reportDir = command.reportDir ?? join(config.dataDir, "reports");
    const parts = { desk: opened.desk, output, signal, reportDir };
    if (relearn === null) return await carryOutAudit(command, parts);
    return await carryOutRelearn(relearn, { ...parts, ask: askOnTerminal(signal) });
  } finally {
    await opened.close();
  }
}
