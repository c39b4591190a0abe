import { DeliveryError } from "@ticket-bridge/helpdesk";
import type { MarkedMessage, Marker, ReadOptions, TicketId } from "@ticket-bridge/helpdesk";
import { parseSuperofficeMessageId, superofficeMessageIdOf } from "@ticket-bridge/mapping";

import type { SuperOfficeContext } from "./context.ts";
import { cell, quoted, readArchive, type ArchiveQuery } from "./odata.ts";
import { readTicket } from "./read-ticket.ts";

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
 * write a second copy; where the filter itself is refused, the list of the ticket it was merged into as well. Rejects
 * with DeliveryError.
 */
export async function findMarked(
  context: SuperOfficeContext,
  ticketId: TicketId,
  marker: Marker,
  code: string,
  options?: ReadOptions,
): Promise<readonly MarkedMessage[]> {
  const wanted = (found: MarkedMessage): boolean => isMarker(found, marker, code);
  const filtered = await searchMarked(context, marker, code, options);
  const found = filtered?.filter(wanted) ?? [];
  if (found.length > 0) return found;
  const listed = (await listMarked(context, ticketId, options)).filter(wanted);
  if (listed.length > 0 || filtered !== null) return listed;
  const master = (await readTicket(context, ticketId, options))?.mergedInto ?? null;
  return master === null ? [] : (await listMarked(context, master, options)).filter(wanted);
}

/** Null when this tenant refuses the search itself: messageId is documented as a column, the filter on it is not. */
async function searchMarked(
  context: SuperOfficeContext,
  marker: Marker,
  code: string,
  options?: ReadOptions,
): Promise<readonly MarkedMessage[] | null> {
  const query = {
    path: "TicketMessage",
    select: columns,
    filter: `messageId is ${quoted(superofficeMessageIdOf(marker, code, context.bridgeId))}`,
    pageSize: context.pageSize,
    about: "side",
  } as const;
  try {
    return await readMarked(context, query, options);
  } catch (error) {
    if (error instanceof DeliveryError && isRefusedQuery(error)) return null;
    throw error;
  }
}

/** In SuperOffice's own words, and not because it wants other credentials, another address or quiet. */
export function isRefusedQuery({ status, ownErrorBody }: DeliveryError): boolean {
  return ownErrorBody && status !== null && status >= 400 && ![401, 421, 429, 503].includes(status);
}

async function readMarked(
  context: SuperOfficeContext,
  query: ArchiveQuery,
  options?: ReadOptions,
): Promise<MarkedMessage[]> {
  const marked: MarkedMessage[] = [];
  for await (const rows of readArchive(context.client, query, options)) {
    for (const { id, columns: found } of rows) {
      const marker = parseSuperofficeMessageId(cell(found, "messageId"));
      if (marker !== null) marked.push({ id, marker, writtenBy: "unknown" });
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
