import type { BackfillTicket, HistoryStanding, TicketEnd } from "../ports/backfill-store.ts";
import type { TicketOutcome } from "./carry-ticket.ts";
import { reportClasses, type BackfillResult } from "./words.ts";

/** What a run has come to once these tickets were set aside as its list was made. */
export function withSetAside(result: BackfillResult, failed: number): BackfillResult {
  const { classes, ticketsFailed } = result;
  return { ...result, ticketsFailed: ticketsFailed + failed, classes: { ...classes, error: classes.error + failed } };
}

/** The messages of a ticket, or of several, that came to their end. */
export type MessagesOfRun = Pick<HistoryStanding, "written" | "adopted" | "held">;

/** What a run has come to with these messages more. */
export function withMessages(result: BackfillResult, { written, adopted, held }: MessagesOfRun): BackfillResult {
  return {
    ...result,
    written: {
      superoffice: result.written.superoffice + written.superoffice,
      requestor: result.written.requestor + written.requestor,
    },
    adopted: result.adopted + adopted,
    held: result.held + held,
  };
}

/** What a run has come to with one ticket more. */
export function withTicket(result: BackfillResult, outcome: TicketOutcome): BackfillResult {
  const { standing } = outcome;
  const counted = standing === null ? result : withMessages(result, standing);
  if (outcome.kind === "failed") return withSetAside(counted, 1);
  const classes = { ...result.classes };
  for (const name of reportClasses) classes[name] += outcome.report.classes[name];
  return { ...counted, ticketsDone: result.ticketsDone + 1, classes };
}

export function endOf(ticket: BackfillTicket, outcome: TicketOutcome): TicketEnd {
  const { place, superofficeTicketId, requestorTicketId } = ticket;
  if (outcome.kind === "done") return { place, state: "done", reason: null, findings: outcome.report.findings };
  const { reason } = outcome;
  const line = { class: "error", superofficeTicketId, requestorTicketId, side: null, messageId: null } as const;
  return { place, state: "failed", reason, findings: [{ ...line, reason }] };
}
