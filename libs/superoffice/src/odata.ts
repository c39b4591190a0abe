import { DeliveryError, readMessageId, type MessageId } from "@ticket-bridge/helpdesk";

import type { CallOptions, SuperOfficeClient } from "./client.ts";
import { archivePageWire } from "./wire.ts";

export interface ArchiveQuery {
  /** Path below /api/v1/: "TicketMessage" or "Ticket/734/Messages". */
  readonly path: string;
  readonly select: readonly string[];
  readonly filter?: string;
  readonly orderBy: string;
  /** Rows a page, as $top. */
  readonly pageSize: number;
  readonly about: "ticket" | "side";
}

export type ArchiveRow = Readonly<Record<string, unknown>>;

/** More pages than any ticket has; a server that pages in circles must not keep us forever. */
const mostPages = 10_000;

/**
 * The rows of an archive list, page by page (archive and OData pages), each row once. Goes on by the answer's nextLink where that
 * stays below our own API root, else by $skip: a link elsewhere would carry the credential away. Rejects with
 * DeliveryError, 404 included.
 */
export async function* readArchive(
  client: SuperOfficeClient,
  query: ArchiveQuery,
  options?: CallOptions,
): AsyncGenerator<readonly ArchiveRow[], void> {
  const seen = new Set<string>();
  let path: string = archivePath(query, 0);
  let read = 0;
  for (let pages = 0; pages < mostPages; pages += 1) {
    const page = await client.get(
      { method: "GET", path, safeToRepeat: true, about: query.about },
      archivePageWire,
      options,
    );
    read += page.value.length;
    const fresh = page.value.filter((row) => isNew(seen, row));
    if (fresh.length > 0) yield fresh;
    const link = page["odata.nextLink"];
    const hasLink = typeof link === "string" && link !== "";
    if (fresh.length === 0 || (!hasLink && page.value.length < query.pageSize)) return;
    path = (hasLink ? pathOfLink(link, client.apiRoot) : null) ?? archivePath(query, read);
  }
  throw new DeliveryError(`SuperOffice's list ${query.path} does not come to an end`, {
    decision: "retryable",
    fault: "side",
  });
}

/** The message a row is about: its ticketMessageId, else its primary key. */
export function messageIdOfRow(row: ArchiveRow): MessageId | null {
  return readMessageId(cell(row, "ticketMessageId")) ?? readMessageId(row["PrimaryKey"]);
}

/** A column's value; in Full mode it stands in RawValue. */
export function cell(row: ArchiveRow, column: string): unknown {
  const value = row[column];
  return typeof value === "object" && value !== null && "RawValue" in value ? value.RawValue : value;
}

/** A text literal of a filter. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** The path below the API root that a link names; null when it leads anywhere else. */
export function pathOfLink(link: string, apiRoot: string): string | null {
  if (!URL.canParse(link, apiRoot)) return null;
  const [root, url] = [new URL(apiRoot), new URL(link, apiRoot)];
  const below = url.pathname.toLowerCase().startsWith(root.pathname.toLowerCase());
  return url.origin === root.origin && below && url.username === ""
    ? url.pathname.slice(root.pathname.length) + url.search
    : null;
}

function archivePath(query: ArchiveQuery, skip: number): string {
  const parameters = [
    `$select=${encodeURIComponent(query.select.join(","))}`,
    ...(query.filter === undefined ? [] : [`$filter=${encodeURIComponent(query.filter)}`]),
    `$orderBy=${encodeURIComponent(query.orderBy)}`,
    `$top=${query.pageSize}`,
    ...(skip === 0 ? [] : [`$skip=${skip}`]),
  ];
  return `${query.path}?${parameters.join("&")}`;
}

function isNew(seen: Set<string>, row: ArchiveRow): boolean {
  const key = messageIdOfRow(row) ?? JSON.stringify(row);
  if (seen.has(key)) return false;
  seen.add(key);
  return true;
}
