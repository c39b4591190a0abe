import type { TicketListing } from "@ticket-bridge/helpdesk";

import type { EngineContext } from "../engine-context.ts";

/** Captures what a ticket's listing showed. Idempotent: what is known is left alone. */
export async function captureListing(context: EngineContext, listing: TicketListing): Promise<void> {
  const { ticket, messages } = listing;
  const captured = await context.store.capture({
    side: ticket.side,
    tickets: [
      {
        ticketId: ticket.id,
        messages: messages.map(({ id, createdAt, message }) => ({ id, createdAt, copy: message })),
        facts: { title: ticket.title, ref: ticket.ref },
      },
    ],
    feedNewest: null,
    correlationId: () => context.random.id(),
  });
  for (const { linkId, messageId, correlationId } of captured) {
    context.log.log({ level: "info", message: "Captured.", correlationId, side: ticket.side, linkId, messageId });
  }
}
