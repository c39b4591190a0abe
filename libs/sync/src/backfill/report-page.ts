import type { BackfillStore } from "../ports/backfill-store.ts";
import type { ReportLine, ReportPage, ReportPlace } from "./words.ts";

const ticketsAtOnce = 50;

/**
 * Lines of a run's report from a place in its list on: each page is found by the list's key, however long the report is,
 * and tickets that come to their end meanwhile move nothing that stands before them.
 */
export async function reportPage(
  store: Pick<BackfillStore, "backfillFindings">,
  id: string,
  { from, limit }: { readonly from: ReportPlace | null; readonly limit: number },
): Promise<ReportPage> {
  const items: ReportLine[] = [];
  let { ticket, lines } = from ?? { ticket: 1, lines: 0 };
  for (;;) {
    const page = await store.backfillFindings(id, ticket - 1, ticketsAtOnce);
    for (const { place, findings } of page) {
      const told = place === ticket ? lines : 0;
      const taken = findings.slice(told, told + limit - items.length);
      items.push(...taken);
      [ticket, lines] = [place, told + taken.length];
      if (items.length === limit) return { items, next: { ticket, lines } };
    }
    if (page.length < ticketsAtOnce) return { items, next: null };
    [ticket, lines] = [ticket + 1, 0];
  }
}
