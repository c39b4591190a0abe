import { sourceOf } from "@ticket-bridge/helpdesk";

import { auditTicket } from "../audit/audit-ticket.ts";
import type { Finding } from "../decide/compare-ticket.ts";
import type { LinkedPair } from "../ports/backfill-store.ts";
import type { Session } from "./session.ts";
import { TicketSetAsideError } from "./set-aside-error.ts";
import type { ReportClass, ReportLine, TicketOfRun } from "./words.ts";

/** What of one ticket agrees, and what needs attention. */
export interface TicketReport {
  readonly classes: Readonly<Record<ReportClass, number>>;
  readonly findings: readonly ReportLine[];
}

/** So many are named of one ticket; a last line counts the others. */
const mostFindings = 200;

/**
 * Compares both tickets as the audit does, which also keeps what it finds. Rejects with TicketSetAsideError where they
 * cannot be compared, and with DeliveryError when a helpdesk does not answer.
 */
export async function reportTicket({ context, stopping }: Session, link: LinkedPair): Promise<TicketReport> {
  const { superofficeTicketId, requestorTicketId } = link;
  const compared = await auditTicket(context, link, { options: { signal: stopping } });
  if (compared === null) throw new TicketSetAsideError("The two tickets are not linked any more.");
  if (compared.kind === "trouble") throw new TicketSetAsideError(compared.reason);
  const tickets = { superofficeTicketId, requestorTicketId };
  return { classes: compared.classes, findings: linesOf(tickets, compared.findings) };
}

function linesOf(tickets: TicketOfRun, findings: readonly Finding[]): readonly ReportLine[] {
  const lines: ReportLine[] = findings.slice(0, mostFindings).map(({ class: name, direction, messageId, reason }) => ({
    ...tickets,
    ...{ class: name, side: sourceOf(direction), messageId, reason },
  }));
  const left = findings.length - lines.length;
  if (left === 0) return lines;
  const reason = `${left} more messages of this ticket need attention.`;
  return [...lines, { ...tickets, class: "error", side: null, messageId: null, reason }];
}
