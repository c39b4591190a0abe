import { readTicketId, type MarkedPage, type MessageId, type ReadOptions } from "@ticket-bridge/helpdesk";
import { parseSuperofficeMessageId } from "@ticket-bridge/mapping";

import type { SuperOfficeContext } from "./context.ts";
import { cell, quoted, readArchive } from "./odata.ts";

/**
 * One page of the messages of all tickets whose MessageId ends with the bridge's id (GET TicketMessage). Only `contains`
 * is documented, so that what has the id in another place is left out here. Rejects with DeliveryError, a fault of the
 * side, also where the tenant refuses to filter by messageId.
 */
export async function markedMessages(
  context: SuperOfficeContext,
  after: MessageId | null,
  options?: ReadOptions,
): Promise<MarkedPage> {
  const host = `@${context.bridgeId}`;
  const query = {
    path: "TicketMessage",
    select: ["ticketMessageId", "ticketId", "messageId"],
    filter: `messageId contains ${quoted(host)}`,
    after: after ?? "0",
    pageSize: context.pageSize,
    about: "side",
  } as const;
  for await (const rows of readArchive(context.client, query, options)) {
    const messages = rows.flatMap(({ id, columns }) => {
      const text = cell(columns, "messageId");
      const marker = parseSuperofficeMessageId(text);
      const ticketId = readTicketId(cell(columns, "ticketId"));
      if (marker === null || ticketId === null || !String(text).toLowerCase().includes(`${host.toLowerCase()}>`))
        return [];
      return [{ ticketId, messageId: id, marker }];
    });
    return { messages, next: rows.at(-1)?.id ?? null };
  }
  return { messages: [], next: null };
}
