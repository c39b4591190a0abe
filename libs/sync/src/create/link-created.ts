import { sideName, type Message, type MessageId, type Ticket, type TicketId } from "@ticket-bridge/helpdesk";

import { callHelpdesk } from "../call-helpdesk.ts";
import { carriedUnknown, type FirstMirror } from "../ports/creation-store.ts";
import type { NewLink } from "../ports/link-store.ts";
import type { CreationRun } from "./creation-run.ts";
import { carriedBefore } from "./first-message.ts";
import { firstWritten, mirroredBy } from "./first-written.ts";

/** How soon a ticket that was made is looked at again whose first message cannot be seen yet. */
const lookAgainMs = 2_000;

/** What was made for a ticket. */
export interface Counterpart {
  readonly ticketId: TicketId;
  /** What was sent as its first message by the attempt that was answered; null where the ticket was found. */
  readonly sent: Omit<FirstMirror, "targetMessageId"> | null;
}

/**
 * Links a ticket with the counterpart that was made for it: all messages cross, the first one is there already.
 *
 * @param known the source ticket, where it was just read
 */
export async function linkCreated(run: CreationRun, counterpart: Counterpart, known: Ticket | null): Promise<void> {
  const { context, held, source, target, marker } = run;
  const { ticketId: targetId } = counterpart;
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
  const read = (call: () => Promise<readonly Message[]>) => callHelpdesk(context, target, "read", call);
  const first = target.newTicketNeedsMessage ? await firstWritten(target, listing, read) : null;
  if (target.newTicketNeedsMessage && first === null) {
    const reason = "The ticket was made; its first message cannot be seen yet.";
    return await held.record({ to: "waiting", afterMs: lookAgainMs, reason, counts: false });
  }
  const tickets = { sourceTicket, targetTicket: listing.ticket };
  const firstMirror = first === null ? null : await mirrorThere(run, first, counterpart);
  const nobodys = first !== null && firstMirror === null ? [first.id] : [];
  const link = describeLink(run, tickets, { ...(await pastOf(run)), nobodys });
  const made = await context.store.linkCreation(held.lease, link, firstMirror);
  if (made === "lost") throw held.lost();
  if ("taken" in made) {
    const reason = `Ticket ${targetId} was made in ${sideName(target.side)}, but meanwhile one of the two was linked with another ticket. Unlink that one and retry, or delete ticket ${targetId} and skip this.`;
    return await held.record({ to: "held", reason });
  }
  const message = `Ticket ${targetId} in ${sideName(target.side)} is the counterpart of ticket ${marker.ticketId} in ${sideName(source.side)}.`;
  context.log.log({ level: "info", message, linkId: made.link.id });
}

/** Whose mirror the first message of the counterpart is, and what of it was carried; null when it is nobody's. */
async function mirrorThere(run: CreationRun, first: Message, { sent }: Counterpart): Promise<FirstMirror | null> {
  const { context, held, marker, code } = run;
  const { firstMessageId, carriedHash, losses, attempts } = held.claimed;
  const named = mirroredBy(first, marker, context.identity);
  // A helpdesk may have changed its head; the line that is nobody's is known by the ticket's code.
  const sourceMessageId =
    named ?? (first.content.text.includes(code) ? null : (sent?.sourceMessageId ?? firstMessageId));
  if (sourceMessageId === null) return null;
  if (sent?.sourceMessageId === sourceMessageId) return { ...sent, targetMessageId: first.id };
  // What an attempt with another message lost says nothing about this one.
  const mirror = {
    sourceMessageId,
    targetMessageId: first.id,
    // Nobody has read it since: the next look at its ticket does.
    visibility: null,
    losses: firstMessageId === sourceMessageId ? losses : [],
  };
  const isKept = carriedHash !== null && (firstMessageId ?? sourceMessageId) === sourceMessageId;
  if (isKept) return { ...mirror, carriedHash };
  const isOther = attempts > 0 && firstMessageId !== sourceMessageId;
  return { ...mirror, carriedHash: isOther ? carriedUnknown : await carriedBefore(run, sourceMessageId) };
}

interface Past {
  readonly past: readonly MessageId[];
  readonly heldBack: { readonly backfillId: string; readonly ids: readonly MessageId[] } | null;
}

/**
 * What stands on a ticket that a run wanted: it crosses as that run's history, and not as news. What came after the run's
 * list was made is news, behind that history where it is still to come. A ticket that is gone by now has none.
 */
async function pastOf({ context, held, source, marker }: CreationRun): Promise<Past> {
  const { ofBackfill } = held.claimed;
  if (ofBackfill === null) return { past: [], heldBack: null };
  const listing = await callHelpdesk(context, source, "read", () =>
    source.listMessages(marker.ticketId, { signal: context.calls }),
  );
  const ids = (listing?.messages ?? []).map(({ id }) => id);
  const listed = await context.store.listedAlone(ofBackfill, source.side, marker.ticketId);
  if (listed === null) return { past: ids, heldBack: null };
  const { seen, isOpen } = listed;
  if (!isOpen) return { past: ids.filter((id) => seen.has(id)), heldBack: null };
  return { past: ids, heldBack: { backfillId: ofBackfill, ids: ids.filter((id) => !seen.has(id)) } };
}

/** @param nobodys a first message that mirrors nothing, which must not come back as somebody's */
function describeLink(
  { marker }: Pick<CreationRun, "marker">,
  { sourceTicket, targetTicket }: { sourceTicket: Ticket; targetTicket: Ticket },
  { past, heldBack, nobodys }: Past & { readonly nobodys: readonly MessageId[] },
): NewLink {
  const [superoffice, requestor] =
    marker.side === "superoffice" ? [sourceTicket, targetTicket] : [targetTicket, sourceTicket];
  const present =
    marker.side === "superoffice"
      ? { superoffice: past, requestor: nobodys }
      : { superoffice: nobodys, requestor: past };
  return {
    superofficeTicketId: superoffice.id,
    requestorTicketId: requestor.id,
    superofficeTitle: superoffice.title,
    requestorTitle: requestor.title,
    requestorRef: requestor.ref,
    present,
    ...(heldBack !== null && {
      heldBack: {
        backfillId: heldBack.backfillId,
        messages: { superoffice: [], requestor: [], [marker.side]: heldBack.ids },
      },
    }),
  };
}
