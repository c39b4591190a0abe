import {
  compareIds,
  type Helpdesk,
  type Message,
  type MessageId,
  type Side,
  type TicketId,
  type TicketListing,
} from "@ticket-bridge/helpdesk";
import { isAuthentic, openedFor, type TicketMarker } from "@ticket-bridge/mapping";

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
 * Whether a ticket that begins with this message was made for that one, by the message's own head: a title can be changed
 * by whoever reads it first. What begins with somebody's words was not.
 */
export function beginsAsCounterpartOf(
  first: Message,
  ticket: TicketMarker,
  identity: Pick<Identity, "bridgeId" | "secret">,
): boolean {
  if (mirroredBy(first, ticket, identity) !== null) return true;
  const opened = openedFor(first, identity);
  return opened?.side === ticket.side && opened.ticketId === ticket.ticketId;
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
