import type { AlarmView } from "@ticket-bridge/assembly";
import type { Colours } from "@ticket-bridge/terminal";

import { figure } from "../output/figures.ts";
import type { Told } from "../output/output.ts";
import { attentionLines } from "../report/attention-lines.ts";
import type { WrittenReport } from "../report/write-report.ts";
import { auditResultLines } from "./audit-result-lines.ts";
import type { AuditView } from "./audit-view.ts";

const shown = 5;

/** Alarms that stand: what was found, and what a person does about it. */
export function alarmsTold(alarms: readonly AlarmView[]): Told {
  return { record: { event: "alarm", alarms }, lines: (colours) => alarmLines(alarms, colours) };
}

function alarmLines(alarms: readonly AlarmView[], colours: Colours): readonly string[] {
  const more = alarms.length - shown;
  const body = JSON.stringify({ by: "Jane", alarms: alarms.slice(0, shown).map(({ id }) => id) });
  return [
    ...alarms.slice(0, shown).map(({ reason, raised }) => colours.red(`ALARM since ${raised}: ${reason}`)),
    ...(more > 0 ? [colours.red(`and ${figure(more)} more alarms`)] : []),
    "Nothing public is written until somebody acknowledges it: hide the message in its helpdesk, then tell a running",
    `bridge who has looked, with POST /api/alarm/acknowledge ${body} (README, "The alarm").`,
  ];
}

export function auditTold(audit: AuditView, report: WrittenReport, exitCode: number): Told {
  return {
    record: { event: "result", exitCode, audit, attention: report.lines, files: report.files },
    lines: (colours) => ["", ...auditResultLines(audit, colours), ...attentionLines(report)],
  };
}
