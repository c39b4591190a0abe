import type { AlarmView } from "@ticket-bridge/assembly";
import { coloursFor } from "@ticket-bridge/terminal";

import type { Output } from "../output/output.ts";
import { paceOf, ProgressTeller } from "../output/progress-teller.ts";
import { exitCodeOfStop, exitCodes, type ExitCode } from "../program/exit-codes.ts";
import type { AuditDesk } from "../reach/audit-desk.ts";
import { SpooledLines } from "../report/spooled-lines.ts";
import { writeReport, type ReportHead } from "../report/write-report.ts";
import { alarmsTold, auditTold } from "./audit-events.ts";
import { auditLinks, type Walk } from "./audit-links.ts";
import { auditProgressTold } from "./audit-progress.ts";
import { auditResultLines } from "./audit-result-lines.ts";
import { AuditSums } from "./audit-sums.ts";
import { auditNeedsAttention, type AuditView } from "./audit-view.ts";
import type { AuditCommand } from "./options.ts";

export interface AuditParts {
  readonly desk: AuditDesk;
  readonly output: Output;
  /** Aborted by the first Ctrl-C. */
  readonly signal: AbortSignal;
  readonly reportDir: string;
}

const plain = coloursFor({}, {});

/** Compares what the command line names. Gives the exit code; rejects with what keeps it from ending in order. */
export async function carryOutAudit(command: AuditCommand, parts: AuditParts): Promise<ExitCode> {
  const { desk, output, reportDir } = parts;
  const known = await desk.alarms();
  if (known.length > 0) output.conclude(alarmsTold(known), true);
  const startedAt = new Date().toISOString();
  const name = `audit-${startedAt.replace(/[:.]/g, "-")}`;
  const lines = await SpooledLines.open(reportDir, name);
  try {
    const audit = await compare(command, parts, { lines, startedAt });
    output.settle();
    const raised = audit.alarms.filter(({ id }) => known.every((each) => each.id !== id));
    if (raised.length > 0) output.conclude(alarmsTold(raised), true);
    const exitCode = exitCodeOf(audit);
    const report = await writeReport(reportDir, headOfAudit(audit, name), lines.read());
    output.conclude(auditTold(audit, report, exitCode), exitCode !== exitCodes.allSame);
    return exitCode;
  } finally {
    await lines.remove();
  }
}

async function compare(
  { tickets }: AuditCommand,
  { desk, output, signal }: AuditParts,
  { lines, startedAt }: { readonly lines: SpooledLines; readonly startedAt: string },
): Promise<AuditView> {
  const sums = new AuditSums();
  const total = tickets === null ? await desk.count() : tickets.size;
  const now = { done: 0, current: null, waiting: null };
  const walk: Walk = { desk, tickets, sums, now, signal, onLines: (each) => lines.add(each) };
  const teller = new ProgressTeller(output, (seconds) =>
    auditProgressTold({
      ...{ ticketsDone: now.done, ticketsTotal: total, failed: sums.failed, differing: sums.should - sums.agree },
      ...{ ...paceOf({ done: now.done, total }, seconds), current: now.current, waiting: now.waiting },
    }),
  );
  const met = total === 0 ? null : await teller.during(() => auditLinks(walk));
  // Who has nothing to compare learns at least whether both helpdesks can be used.
  const isUntried = met === null && now.done === 0 && !signal.aborted;
  const outage = isUntried ? await outageMet(desk, signal) : met;
  const alarms: readonly AlarmView[] = await desk.alarms();
  const asked = signal.aborted ? ({ stopCause: "asked", reason: "It was told to stop." } as const) : null;
  const { stopCause, reason } = outage ?? asked ?? { stopCause: null, reason: null };
  return {
    ...{ state: stopCause === null ? "finished" : "stopped", stopCause, reason },
    tickets: { total, compared: sums.compared, failed: sums.failed },
    ...sums.figures,
    ...{ alarms, startedAt, finishedAt: new Date().toISOString() },
  };
}

async function outageMet(desk: AuditDesk, signal: AbortSignal): Promise<Awaited<ReturnType<typeof auditLinks>>> {
  const outage = await desk.check(signal);
  return outage === null ? null : { stopCause: outage.cause, reason: outage.reason };
}

function exitCodeOf(audit: AuditView): ExitCode {
  if (audit.stopCause !== null) return exitCodeOfStop[audit.stopCause];
  return auditNeedsAttention(audit) ? exitCodes.needsAttention : exitCodes.allSame;
}

function headOfAudit(audit: AuditView, name: string): ReportHead {
  return { name, lines: auditResultLines(audit, plain), member: { name: "audit", value: audit } };
}
