import { join } from "node:path";

import type { ExitCode } from "../program/exit-codes.ts";
import { runProgram, type Given } from "../program/run-program.ts";
import { openAuditDesk } from "../reach/open-audit-desk.ts";
import { carryOutAudit } from "./carry-out-audit.ts";
import { help } from "./help.ts";
import { readAuditCommand, type AuditCommand } from "./options.ts";

export async function runAudit(args: readonly string[]): Promise<void> {
  const read = (given: readonly string[]) => Promise.resolve().then(() => readAuditCommand(given));
  await runProgram({ name: "audit", help, read, carryOut: atTheDesk }, args);
}

async function atTheDesk(command: AuditCommand, { config, output, signal }: Given): Promise<ExitCode> {
  const opened = await openAuditDesk(config, { warn: (text) => output.warn(text) });
  try {
    const reportDir = command.reportDir ?? join(config.dataDir, "reports");
    return await carryOutAudit(command, { desk: opened.desk, output, signal, reportDir });
  } finally {
    await opened.close();
  }
}
