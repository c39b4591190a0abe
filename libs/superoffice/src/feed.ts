import { readTicketId } from "@ticket-bridge/helpdesk";
import type { FeedItem, MessageId, ReadOptions } from "@ticket-bridge/helpdesk";
import { superofficeMessageFromWire } from "@ticket-bridge/mapping";

import type { SuperOfficeContext } from "./context.ts";
import { cell, readArchive, readNewest, type ArchiveRow } from "./odata.ts";
import { readEntity } from "./read-messages.ts";

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
    after: after ?? "0",
    pageSize: Math.min(limit, context.pageSize),
    about: "side",
  } as const;
  const items: FeedItem[] = [];
  for await (const rows of readArchive(context.client, query, options)) {
    for (const row of rows) {
      const item = await readItem(context, row, options);
      if (item !== null) items.push(item);
      if (items.length >= limit) return items;
    }
  }
  return items;
}

/** The newest message id; null on an empty helpdesk. Rejects with DeliveryError, a fault of the side. */
export async function newestMessageId(context: SuperOfficeContext, options?: ReadOptions): Promise<MessageId | null> {
  const query = {
    path: "TicketMessage",
    select: ["ticketMessageId"],
    filter: "ticketMessageId gt 0",
    about: "side",
  } as const;
  return (await readNewest(context.client, query, options))?.id ?? null;
}

/**
 * A row that does not name its ticket is asked for it; null when the message is gone by now, or was really read and
 * names no ticket either: then it belongs to no linked one, and must not keep the feed from the rows behind it for ever.
 */
async function readItem(
  context: SuperOfficeContext,
  { id, columns }: ArchiveRow,
  options?: ReadOptions,
): Promise<FeedItem | null> {
  const ticketId = readTicketId(cell(columns, "ticketId"));
  const entity =
    ticketId === null
      ? await readEntity(context, id, "side", options)
      : { EjMessageId: id, CreatedAt: cell(columns, "createdAt") };
  if (entity === undefined) return null;
  const message = superofficeMessageFromWire(entity, { ticketId, ticketVisibility: null, ownAssociateId: null });
  return message === null ? null : { ticketId: message.ticketId, messageId: message.id, createdAt: message.createdAt };
}
