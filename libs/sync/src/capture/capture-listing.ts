import type { MessageId, Ticket, TicketListing } from "@ticket-bridge/helpdesk";

import { policyOf, type EngineContext } from "../engine-context.ts";
import { followChanges } from "./follow-changes.ts";
import { tellUnfollowed } from "./tell-unfollowed.ts";

/** Titles and references as this process last stored them, by ticket: they are stored again only when they changed. */
export type KnownFacts = Map<string, string>;

interface Reading {
  readonly sentAt: number;
  readonly reading: string;
  readonly knownFacts: KnownFacts;
}

/**
 * Captures what a ticket's listing showed. Idempotent: what is known is left alone, and costs one plain read.
 *
 * @param read when the listing was asked for, by the monotonic clock; what the claim of its poll gave along; and
 *   what this process stored before
 */
export async function captureListing(context: EngineContext, listing: TicketListing, read: Reading): Promise<void> {
  const { ticket, messages } = listing;
  const { store } = context;
  const { edits, deletes } = policyOf(context.settings);
  const isFollowed = edits !== "ignore" || deletes !== "ignore";
  const listed = messages.map(({ id, version }) => ({ id, version }));
  const look = await store.lookAt(ticket.side, ticket.id, listed);
  const unseen = new Set(look.unseen);
  const changed = read.knownFacts.get(ticket.id) !== JSON.stringify(factsOf(ticket));
  if (unseen.size > 0 || !look.readWhole || changed) await captureUnseen(context, listing, unseen, read);
  // Whatever becomes of edits and deletions: one that came back crosses as what it is, a message, and who may read it by
  // now is told.
  const { changed: isChanged, gone } = isFollowed ? look : { changed: look.changed, gone: [] };
  if (isChanged.length + gone.length > 0) {
    await followChanges(context, listing, { changed: isChanged, gone }, read.sentAt);
  }
  await tellUnfollowed(context, listing, look);
}

async function captureUnseen(
  { store, log, random, clock }: EngineContext,
  { ticket, messages }: TicketListing,
  unseen: ReadonlySet<MessageId>,
  read: Reading,
): Promise<void> {
  const captured = await store.capture({
    side: ticket.side,
    tickets: [
      {
        ticketId: ticket.id,
        messages: messages
          .filter(({ id }) => unseen.has(id))
          .map(({ id, createdAt, version, message }) => ({ id, createdAt, version, copy: message })),
        reading: read.reading,
        facts: factsOf(ticket),
      },
    ],
    feedNewest: null,
    readAgoMs: clock.monotonic() - read.sentAt,
    correlationId: () => random.id(),
  });
  read.knownFacts.set(ticket.id, JSON.stringify(factsOf(ticket)));
  for (const { linkId, messageId, correlationId } of captured) {
    log.log({ level: "info", message: "Captured.", correlationId, side: ticket.side, linkId, messageId });
  }
}

function factsOf({ title, ref }: Ticket) {
  return { title, ref };
}
