import type { Colours } from "@ticket-bridge/terminal";

import { counted, figure } from "../output/figures.ts";
import { classLines } from "../report/class-lines.ts";
import { auditNeedsAttention, type AuditView } from "./audit-view.ts";

/** What an audit found: the end of the output, and the head of the text report. */
export function auditResultLines(audit: AuditView, colours: Colours): readonly string[] {
  const { tickets, waiting, alarms, classes } = audit;
  const fact = (name: string, value: string) => `  ${colours.dim(name.padEnd(24))}${value}`;
  const failed = tickets.failed > 0 ? `, ${figure(tickets.failed)} could not be` : "";
  if (tickets.total === 0 && audit.state === "finished" && alarms.length === 0) return [headline(audit, colours)];
  return [
    headline(audit, colours),
    "",
    fact("Tickets compared", `${figure(tickets.compared)} of ${figure(tickets.total)}${failed}`),
    fact("Parity", parityText(audit)),
    ...(waiting > 0 ? [fact("On their way", counted(waiting, "message"))] : []),
    ...(alarms.length > 0 ? [fact("Alarms that stand", figure(alarms.length))] : []),
    ...(Object.values(classes).some((count) => count > 0) ? ["", ...classLines(classes, colours)] : []),
  ];
}

function headline(audit: AuditView, colours: Colours): string {
  const { state, reason, tickets, agree, should } = audit;
  if (state === "stopped")
    return colours.yellow(`The audit was stopped before its end: ${reason ?? "nobody knows why."}`);
  if (tickets.total === 0) return "Nothing is linked: there is nothing to compare.";
  if (agree < should) return colours.yellow("Both sides do not agree everywhere.");
  if (auditNeedsAttention(audit)) return colours.yellow("What was compared agrees, and something needs attention.");
  if (should === 0) return "There is no message yet that should stand on both sides.";
  return colours.green("Both sides agree.");
}

/** "99.97 % (3,999 of 4,000 messages agree)"; 100 only when all do. */
function parityText({ parity, agree, should }: AuditView): string {
  if (parity === null) return "no message should stand on both sides by now";
  const percent = Math.floor(parity * 10_000) / 100;
  return `${percent} % (${figure(agree)} of ${counted(should, "message")} agree)`;
}
