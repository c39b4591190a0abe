import {
  compareIds,
  sideName,
  type MessageId,
  type Ticket,
  type TicketId,
  type TicketListing,
} from "@ticket-bridge/helpdesk";

import { callHelpdesk } from "../call-helpdesk.ts";
import type { FirstMirror } from "../ports/creation-store.ts";
import type { NewLink } from "../ports/link-store.ts";
import type { CreationRun } from "./creation-run.ts";
import { carriedBefore } from "./first-message.ts";

/** How soon a ticket that was made is looked at again whose first message cannot be seen yet. */
const lookAgainMs = 2_000;

/** What was made for a ticket. */
export interface Counterpart {
  readonly ticketId: TicketId;
  /** The message whose mirror its first message is; null: it is none, or that is not known any more. */
  readonly firstMessageId: MessageId | null;
  /** What was sent as that first message; missing where the ticket was found without knowing. */
  readonly carriedHash?: string | null;
}

/**
 * Links a ticket with the counterpart that was made for it: all messages cross, the first one is there already.
 *
 * @param known the source ticket, where it was just read
 */
export async function linkCreated(run: CreationRun, counterpart: Counterpart, known: Ticket | null): Promise<void> {
  const { context, held, source, target, marker } = run;
  const { ticketId: targetId, firstMessageId } = counterpart;
  const listing = await callHelpdesk(context, target, "read", () =>
    target.listMessages(targetId, { signal: context.calls }),
  );
  const sourceTicket =
    known ??
    (await callHelpdesk(context, source, "read", () => source.readTicket(marker.ticketId, { signal: context.calls })));
  if (listing === null || sourceTicket === null) {
    const [id, where] = listing === null ? [targetId, target.side] : [marker.ticketId, source.side];
    const reason = `Ticket ${targetId} was made in ${sideName(target.side)}, but ticket ${id} in ${sideName(where)} cannot be read: it is gone, or the bridge's account may not see it. Both are linked as soon as that works.`;
    return await held.record({ to: "waiting", afterMs: 60_000, reason, counts: true });
  }
  const first = target.newTicketNeedsMessage ? firstOf(listing) : null;
  if (target.newTicketNeedsMessage && first === null) {
    const reason = "The ticket was made; its first message cannot be seen yet.";
    return await held.record({ to: "waiting", afterMs: lookAgainMs, reason, counts: false });
  }
  const tickets = { sourceTicket, targetTicket: listing.ticket };
  const carriedHash =
    firstMessageId === null ? null : (counterpart.carriedHash ?? (await carriedBefore(run, firstMessageId)));
  const { link, firstMirror } = describeLink(run, tickets, { first, firstMessageId, carriedHash });
  const made = await context.store.linkCreation(held.lease, link, firstMirror);
  if (made === "lost") throw held.lost();
  if ("taken" in made) {
    const reason = `Ticket ${targetId} was made in ${sideName(target.side)}, but meanwhile one of the two was linked with another ticket. Unlink that one and retry, or delete ticket ${targetId} and skip this.`;
    return await held.record({ to: "held", reason });
  }
  const message = `Ticket ${targetId} in ${sideName(target.side)} is the counterpart of ticket ${marker.ticketId} in ${sideName(source.side)}.`;
  context.log.log({ level: "info", message, linkId: made.link.id });
}

/** What the bridge itself wrote is the oldest: the ticket came with it. */
function firstOf({ messages }: TicketListing): MessageId | null {
  const [first] = messages.map(({ id }) => id).sort(compareIds);
  return first ?? null;
}

function describeLink(
  { marker, target }: Pick<CreationRun, "marker" | "target">,
  { sourceTicket, targetTicket }: { sourceTicket: Ticket; targetTicket: Ticket },
  {
    first,
    firstMessageId,
    carriedHash,
  }: Pick<FirstMirror, "carriedHash"> & { first: MessageId | null; firstMessageId: MessageId | null },
): { link: NewLink; firstMirror: FirstMirror | null } {
  const [superoffice, requestor] =
    marker.side === "superoffice" ? [sourceTicket, targetTicket] : [targetTicket, sourceTicket];
  const firstMirror =
    first === null || firstMessageId === null
      ? null
      : { sourceMessageId: firstMessageId, targetMessageId: first, carriedHash };
  const present = { superoffice: [] as MessageId[], requestor: [] as MessageId[] };
  // A first message that mirrors nothing must not come back as somebody's.
  if (first !== null && firstMirror === null) present[target.side].push(first);
  return {
    link: {
      superofficeTicketId: superoffice.id,
      requestorTicketId: requestor.id,
      superofficeTitle: superoffice.title,
      requestorTitle: requestor.title,
      requestorRef: requestor.ref,
      present,
    },
    firstMirror,
  };
}
