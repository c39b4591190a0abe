import type { Session } from "./session.ts";
import type { ReportClass, ReportLine } from "./words.ts";

/** What of one ticket agrees, and what needs attention. */
export interface TicketReport {
  readonly classes: Readonly<Record<ReportClass, number>>;
  readonly findings: readonly ReportLine[];
}

/** So many are named of one ticket; a last line counts the others. */
const mostFindings = 200;
const pageSize = 100;

/** What became of the run's messages on one link: those that crossed, and those that wait for a person, with the reason. */
export async function reportTicket({ context }: Session, linkId: string, runId: string): Promise<TicketReport> {
  const { store } = context;
  const link = await store.getLink(linkId);
  const tickets = {
    superofficeTicketId: link?.superofficeTicketId ?? null,
    requestorTicketId: link?.requestorTicketId ?? null,
  };
  const findings: ReportLine[] = [];
  let held = 0;
  let cursor: string | null = null;
  do {
    const filter = { state: "held", linkId, side: null } as const;
    const page: Awaited<ReturnType<typeof store.listMirrors>> = await store.listMirrors(filter, {
      cursor,
      limit: pageSize,
    });
    for (const { source, reason } of page.items) {
      held += 1;
      if (findings.length >= mostFindings) continue;
      const line = { class: "error", side: source.side, messageId: source.messageId } as const;
      findings.push({ ...tickets, ...line, reason: reason ?? "It waits for a person." });
    }
    cursor = page.nextCursor;
  } while (cursor !== null);
  if (held > findings.length) {
    const reason = `${held - findings.length} more messages of this ticket wait for a person.`;
    findings.push({ ...tickets, class: "error", side: null, messageId: null, reason });
  }
  const standing = (await store.historyStandings(runId)).find((one) => one.linkId === linkId);
  const same =
    standing === undefined ? 0 : standing.adopted + standing.written.superoffice + standing.written.requestor;
  return { classes: { same, "only-source": 0, "only-target": 0, differs: 0, error: held }, findings };
}
