import type { TicketListing } from "@ticket-bridge/helpdesk";

import type { EngineContext } from "../engine-context.ts";

/** Titles and references as this process last stored them, by ticket: they are stored again only when they changed. */
export type KnownFacts = Map<string, string>;

/**
 * Captures what a ticket's listing showed. Idempotent: what is known is left alone, and costs one plain read.
 *
 * @param reading when the listing was asked for, by the monotonic clock, and what this process stored before
 */
export async function captureListing(
  context: EngineContext,
  listing: TicketListing,
  reading: { sentAt: number; knownFacts: KnownFacts },
): Promise<void> {
  const { ticket, messages } = listing;
  const { store, log, random, clock } = context;
  const { knownFacts } = reading;
  const ids = messages.map(({ id }) => id);
  const look = await store.lookAt(ticket.side, ticket.id, ids);
  const unseen = new Set(look.unseen);
  const facts = { title: ticket.title, ref: ticket.ref };
  const changed = knownFacts.get(ticket.id) !== JSON.stringify(facts);
  if (unseen.size === 0 && look.readWhole && !changed) return;
  const captured = await store.capture({
    side: ticket.side,
    tickets: [
      {
        ticketId: ticket.id,
        messages: messages
          .filter(({ id }) => unseen.has(id))
          .map(({ id, createdAt, message }) => ({ id, createdAt, copy: message })),
        facts,
      },
    ],
    feedNewest: null,
    readAgoMs: clock.monotonic() - reading.sentAt,
    correlationId: () => random.id(),
  });
  knownFacts.set(ticket.id, JSON.stringify(facts));
  for (const { linkId, messageId, correlationId } of captured) {
    log.log({ level: "info", message: "Captured.", correlationId, side: ticket.side, linkId, messageId });
  }
}
