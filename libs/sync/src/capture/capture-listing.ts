import type { TicketListing } from "@ticket-bridge/helpdesk";

import type { EngineContext } from "../engine-context.ts";

/** Titles and references as this process last stored them, by ticket: they are stored again only when they changed. */
export type KnownFacts = Map<string, string>;

/**
 * Captures what a ticket's listing showed. Idempotent: what is known is left alone, and costs one plain read.
 *
 * @param read when the listing was asked for, by the monotonic clock; what the claim of its poll gave along; and
 *   what this process stored before
 */
export async function captureListing(
  context: EngineContext,
  listing: TicketListing,
  read: { sentAt: number; reading: string; knownFacts: KnownFacts },
): Promise<void> {
  const { ticket, messages } = listing;
  const { store, log, random, clock } = context;
  const { knownFacts, reading } = read;
  const listed = messages.map(({ id }) => ({ id, version: null }));
  const look = await store.lookAt(ticket.side, ticket.id, listed);
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
          .map(({ id, createdAt, version, message }) => ({ id, createdAt, version, copy: message })),
        reading,
        facts,
      },
    ],
    feedNewest: null,
    readAgoMs: clock.monotonic() - read.sentAt,
    correlationId: () => random.id(),
  });
  knownFacts.set(ticket.id, JSON.stringify(facts));
  for (const { linkId, messageId, correlationId } of captured) {
    log.log({ level: "info", message: "Captured.", correlationId, side: ticket.side, linkId, messageId });
  }
}
