import { readTicketId } from "@ticket-bridge/helpdesk";
import type { FeedItem, MessageId, ReadOptions } from "@ticket-bridge/helpdesk";
import { superofficeMessageFromWire } from "@ticket-bridge/mapping";

import type { SuperOfficeContext } from "./context.ts";
import { cell, messageIdOfRow, readArchive, type ArchiveRow } from "./odata.ts";

/**
 * Messages of all tickets with an id above `after`, ascending, at most `limit` (GET TicketMessage, paged). Fewer means
 * the end was reached. Rejects with DeliveryError, a fault of the side.
 */
export async function readFeed(
  context: SuperOfficeContext,
  after: MessageId | null,
  limit: number,
  options?: ReadOptions,
): Promise<readonly FeedItem[]> {
  if (limit <= 0) return [];
  const query = {
    path: "TicketMessage",
    select: ["ticketMessageId", "ticketId", "createdAt"],
    // Always a filter: without one the archive may give nothing at all.
    filter: `ticketMessageId gt ${after ?? "0"}`,
    orderBy: "ticketMessageId asc",
    pageSize: Math.min(limit, context.pageSize),
    about: "side",
  } as const;
  const items: FeedItem[] = [];
  for await (const rows of readArchive(context.client, query, options)) {
    items.push(...rows.flatMap(readItem));
    if (items.length >= limit) return items.slice(0, limit);
  }
  return items;
}

/** The newest message id; null on an empty helpdesk. Rejects with DeliveryError, a fault of the side. */
export async function newestMessageId(context: SuperOfficeContext, options?: ReadOptions): Promise<MessageId | null> {
  const query = {
    path: "TicketMessage",
    select: ["ticketMessageId"],
    filter: "ticketMessageId gt 0",
    orderBy: "ticketMessageId desc",
    pageSize: 1,
    about: "side",
  } as const;
  for await (const rows of readArchive(context.client, query, options)) {
    return rows[0] === undefined ? null : messageIdOfRow(rows[0]);
  }
  return null;
}

function readItem(row: ArchiveRow): FeedItem[] {
  const ticketId = readTicketId(cell(row, "ticketId"));
  const message = superofficeMessageFromWire(
    { EjMessageId: messageIdOfRow(row), CreatedAt: cell(row, "createdAt") },
    { ticketId, ticketVisibility: null, ownAssociateId: null },
  );
  return message === null ? [] : [{ ticketId: message.ticketId, messageId: message.id, createdAt: message.createdAt }];
}
