import { compareIds, DeliveryError, readMessageId, type MessageId } from "@ticket-bridge/helpdesk";

import type { CallOptions, SuperOfficeClient } from "./client.ts";
import { archivePageWire } from "./wire.ts";

/** A list of messages. */
export interface ArchiveQuery {
  /** Path below /api/v1/: "TicketMessage" or "Ticket/734/Messages". */
  readonly path: string;
  readonly select: readonly string[];
  readonly filter?: string;
  /** Only messages with an id above this one; "0": all, said as a filter. Missing: all, without a filter. */
  readonly after?: MessageId | "0";
  /** Rows a page, as $top. */
  readonly pageSize: number;
  readonly about: "ticket" | "side";
}

/** One row; its columns as they came. */
export interface ArchiveRow {
  readonly id: MessageId;
  readonly columns: Readonly<Record<string, unknown>>;
}

/** More pages than any ticket has; a server that pages in circles must not keep us forever. */
const mostPages = 10_000;

/**
 * The rows of an archive list in ascending order of their message ids, page by page (archive and OData pages). Each page
 * is asked for by the last id of the one before: by $skip, as the answer's nextLink goes on too, a row that vanishes
 * meanwhile moves an unread one onto a page that was read already. The end is an empty page, or one with fewer rows than
 * asked that says itself that there is no next one. Rejects with DeliveryError, 404 included; `retryable` for a row
 * without an id and for a server that does not keep the order.
 */
export async function* readArchive(
  client: SuperOfficeClient,
  query: ArchiveQuery,
  options?: CallOptions,
): AsyncGenerator<readonly ArchiveRow[], void> {
  let last: MessageId | "0" | null = query.after ?? null;
  for (let pages = 0; pages < mostPages; pages += 1) {
    const { rows, isLast } = await readPage(client, query, "asc", last, options);
    if (rows.length === 0) return;
    const fresh = ascending(rows, last, query);
    yield fresh;
    if (isLast) return;
    const reached = fresh.at(-1)?.id;
    if (reached === undefined) throw unordered(query);
    last = reached;
  }
  throw unordered(query);
}

/** The row with the highest id; null when there is none. Rejects as {@link readArchive}. */
export async function readNewest(
  client: SuperOfficeClient,
  query: Omit<ArchiveQuery, "after" | "pageSize">,
  options?: CallOptions,
): Promise<ArchiveRow | null> {
  const { rows } = await readPage(client, { ...query, pageSize: 1 }, "desc", null, options);
  return rows[0] ?? null;
}

/** A column's value; in Full mode it stands in RawValue. */
export function cell(columns: ArchiveRow["columns"], column: string): unknown {
  const value = columns[column];
  return typeof value === "object" && value !== null && "RawValue" in value ? value.RawValue : value;
}

/** A text literal of a filter. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

async function readPage(
  client: SuperOfficeClient,
  query: ArchiveQuery,
  order: "asc" | "desc",
  after: MessageId | "0" | null,
  options?: CallOptions,
): Promise<{ readonly rows: readonly ArchiveRow[]; readonly isLast: boolean }> {
  const call = { method: "GET", path: pathOf(query, order, after), safeToRepeat: true, about: query.about } as const;
  const page = await client.get(call, archivePageWire, options);
  const rows = page.value.map((columns) => ({ id: idOf(columns, query), columns }));
  return { rows, isLast: page["odata.nextLink"] === null && rows.length < query.pageSize };
}

function pathOf(query: ArchiveQuery, order: "asc" | "desc", after: MessageId | "0" | null): string {
  const filters = [
    ...(query.filter === undefined ? [] : [query.filter]),
    ...(after === null ? [] : [`ticketMessageId gt ${after}`]),
  ];
  const parameters = [
    `$select=${encodeURIComponent(query.select.join(","))}`,
    ...(filters.length === 0 ? [] : [`$filter=${encodeURIComponent(filters.join(" and "))}`]),
    `$orderBy=${encodeURIComponent(`ticketMessageId ${order}`)}`,
    `$top=${query.pageSize}`,
  ];
  return `${query.path}?${parameters.join("&")}`;
}

/** The message a row is about: its ticketMessageId, else its primary key. A row left out would be a message lost. */
function idOf(columns: ArchiveRow["columns"], query: ArchiveQuery): MessageId {
  const id = readMessageId(cell(columns, "ticketMessageId")) ?? readMessageId(columns["PrimaryKey"]);
  if (id !== null) return id;
  throw new DeliveryError(`SuperOffice's list ${query.path} holds a row that names no message`, {
    decision: "retryable",
    fault: "side",
  });
}

/** The rows, each once. Rejects rows that do not ascend from `last`: then the last one does not tell where to go on. */
function ascending(
  rows: readonly ArchiveRow[],
  last: MessageId | "0" | null,
  query: ArchiveQuery,
): readonly ArchiveRow[] {
  const fresh: ArchiveRow[] = [];
  for (const row of rows) {
    const before = fresh.at(-1)?.id ?? last;
    const step = before === null ? 1 : compareIds(row.id, before);
    if (step < 0) throw unordered(query);
    if (step > 0) fresh.push(row);
  }
  return fresh;
}

function unordered(query: ArchiveQuery): DeliveryError {
  return new DeliveryError(`SuperOffice's list ${query.path} does not keep the order it was asked for`, {
    decision: "retryable",
    fault: "side",
  });
}
