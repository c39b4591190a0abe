import type { MarkedMessage, Marker, ReadOptions, TicketId } from "@ticket-bridge/helpdesk";
import { parseSuperofficeMessageId, superofficeMessageIdOf } from "@ticket-bridge/mapping";

import type { SuperOfficeContext } from "./context.ts";
import { cell, messageIdOfRow, quoted, readArchive, type ArchiveQuery } from "./odata.ts";

const columns = ["ticketMessageId", "ticketId", "messageId"] as const;

/**
 * Every message of the ticket whose MessageId has the shape of a marker (GET Ticket/{id}/Messages, paged). The archive
 * has no createdBy, so `writtenBy` is unknown. Rejects with DeliveryError, also when the ticket does not exist.
 */
export async function listMarked(
  context: SuperOfficeContext,
  ticketId: TicketId,
  options?: ReadOptions,
): Promise<readonly MarkedMessage[]> {
  return readMarked(
    context,
    {
      path: `Ticket/${ticketId}/Messages`,
      select: columns,
      orderBy: "ticketMessageId asc",
      pageSize: context.pageSize,
      about: "ticket",
    },
    options,
  );
}

/**
 * The messages that carry exactly this marker with this code: GET TicketMessage filtered by messageId, over all
 * tickets, so that a mirror is also found after its ticket was merged into another. Where the filter finds nothing, the
 * ticket's own list is looked through, because a filter that compares differently than documented would make the bridge
 * write a second copy. Rejects with DeliveryError.
 */
export async function findMarked(
  context: SuperOfficeContext,
  ticketId: TicketId,
  marker: Marker,
  code: string,
  options?: ReadOptions,
): Promise<readonly MarkedMessage[]> {
  const wanted = (found: MarkedMessage): boolean => isMarker(found, marker, code);
  const filtered = await readMarked(
    context,
    {
      path: "TicketMessage",
      select: columns,
      filter: `messageId is ${quoted(superofficeMessageIdOf(marker, code, context.bridgeId))}`,
      orderBy: "ticketMessageId asc",
      pageSize: context.pageSize,
      about: "side",
    },
    options,
  );
  const found = filtered.filter(wanted);
  return found.length > 0 ? found : (await listMarked(context, ticketId, options)).filter(wanted);
}

async function readMarked(
  context: SuperOfficeContext,
  query: ArchiveQuery,
  options?: ReadOptions,
): Promise<MarkedMessage[]> {
  const marked: MarkedMessage[] = [];
  for await (const rows of readArchive(context.client, query, options)) {
    for (const row of rows) {
      const id = messageIdOfRow(row);
      const marker = parseSuperofficeMessageId(cell(row, "messageId"));
      if (id !== null && marker !== null) marked.push({ id, marker, writtenBy: "unknown" });
    }
  }
  return marked;
}

function isMarker(found: MarkedMessage, marker: Marker, code: string): boolean {
  return (
    found.marker.side === marker.side &&
    found.marker.ticketId === marker.ticketId &&
    found.marker.messageId === marker.messageId &&
    found.marker.revision === marker.revision &&
    found.marker.code === code.toLowerCase()
  );
}
