import {
  compareIds,
  type Helpdesk,
  type Message,
  type MessageId,
  type Side,
  type TicketId,
  type TicketListing,
} from "@ticket-bridge/helpdesk";
import { isAuthentic } from "@ticket-bridge/mapping";

import type { Identity } from "../ports/identity-store.ts";

/** What the bridge began its ticket with, the oldest message there; null while none is to be seen. */
export async function firstWritten(
  helpdesk: Helpdesk,
  { ticket, messages }: TicketListing,
  read: (call: () => Promise<readonly Message[]>) => Promise<readonly Message[]>,
): Promise<Message | null> {
  const [stub] = [...messages].sort((a, b) => compareIds(a.id, b.id));
  if (stub === undefined) return null;
  if (stub.message !== null) return stub.message;
  const [message] = await read(() => helpdesk.readMessages(ticket.id, [stub.id]));
  return message ?? null;
}

/**
 * The message of the source ticket whose mirror it is, by its own head; null when it is none. What was to be sent last
 * does not tell: an earlier attempt may be the one that arrived.
 */
export function mirroredBy(
  { marker }: Message,
  { side, ticketId }: { readonly side: Side; readonly ticketId: TicketId },
  identity: Pick<Identity, "bridgeId" | "secret">,
): MessageId | null {
  const isOurs = marker !== null && marker.side === side && isAuthentic(marker, { ...identity, ticketId });
  return isOurs ? marker.messageId : null;
}
