import { compareIds, DeliveryError, readTicketId } from "@ticket-bridge/helpdesk";
import type { ReadOptions, TicketId, TicketQuery } from "@ticket-bridge/helpdesk";

import type { SuperOfficeContext } from "./context.ts";
import { cell, quoted } from "./odata.ts";
import { archivePageWire } from "./wire.ts";

/**
 * In which zone the server reads a date is not documented, 14 hours either way at most; the rest is for clocks that
 * differ. A ticket too many is read and left out.
 */
const marginMs = 26 * 60 * 60_000;

/**
 * The ids of tickets above `after`, ascending (GET Ticket, archive provider Ticket); fewer than asked for means that the
 * end was reached. Rejects with DeliveryError, a fault of the side.
 */
export async function listTickets(
  context: SuperOfficeContext,
  query: TicketQuery,
  options?: ReadOptions,
): Promise<readonly TicketId[]> {
  const ids: TicketId[] = [];
  let after = query.after;
  while (ids.length < query.limit) {
    const wanted = Math.min(query.limit - ids.length, context.pageSize);
    const page = await readPage(context, { ...query, after, limit: wanted }, options);
    for (const id of page.ids) {
      if (after !== null && compareIds(id, after) <= 0) throw unordered();
      ids.push(id);
      after = id;
    }
    if (page.isLast) break;
  }
  return ids;
}

async function readPage(
  { client }: SuperOfficeContext,
  query: TicketQuery,
  options?: ReadOptions,
): Promise<{ readonly ids: readonly TicketId[]; readonly isLast: boolean }> {
  const call = { method: "GET", path: pathOf(query), safeToRepeat: true, about: "side" } as const;
  const page = await client.get(call, archivePageWire, options);
  const ids = page.value.map((row) => {
    const id = readTicketId(cell(row, "ticketId")) ?? readTicketId(row["PrimaryKey"]);
    if (id !== null) return id;
    throw new DeliveryError("SuperOffice's list Ticket holds a row that names no ticket", {
      decision: "retryable",
      fault: "side",
    });
  });
  return { ids, isLast: ids.length === 0 || (page["odata.nextLink"] === null && ids.length < query.limit) };
}

function pathOf({ after, limit, changedSince, madeBefore }: TicketQuery): string {
  const filters = [
    // Always a filter: without one the archive may give nothing at all.
    `ticketId gt ${after ?? "0"}`,
    ...(changedSince === null ? [] : [`lastChanged afterTime ${literal(changedSince - marginMs)}`]),
    ...(madeBefore === null ? [] : [`createdAt beforeTime ${literal(madeBefore + marginMs)}`]),
  ];
  const parameters = [
    "$select=ticketId",
    `$filter=${encodeURIComponent(filters.join(" and "))}`,
    `$orderBy=${encodeURIComponent("ticketId asc")}`,
    `$top=${limit}`,
  ];
  return `Ticket?${parameters.join("&")}`;
}

function literal(at: number): string {
  return quoted(new Date(at).toISOString().slice(0, 19));
}

function unordered(): DeliveryError {
  return new DeliveryError("SuperOffice's list Ticket does not keep the order it was asked for", {
    decision: "retryable",
    fault: "side",
  });
}
