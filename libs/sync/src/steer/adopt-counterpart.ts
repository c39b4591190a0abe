import {
  otherSide,
  sideName,
  type Helpdesk,
  type Message,
  type Side,
  type TicketId,
  type TicketListing,
} from "@ticket-bridge/helpdesk";
import { isAuthenticTicketMarker, parseTicketMarker } from "@ticket-bridge/mapping";

import { firstWritten, mirroredBy } from "../create/first-written.ts";
import { carriedOfFound } from "../decide/carried-of-found.ts";
import type { Creation, CreationOutcome, CreationStore } from "../ports/creation-store.ts";
import type { Identity } from "../ports/identity-store.ts";
import type { NewLink } from "../ports/link-store.ts";

export type AdoptCounterpartOutcome = CreationOutcome | { readonly outcome: "refused"; readonly reason: string };

interface Parts {
  readonly store: CreationStore;
  readonly helpdesks: Readonly<Record<Side, Helpdesk>>;
  readonly identity: Pick<Identity, "bridgeId" | "secret">;
}

/**
 * Links a ticket with the counterpart that a person names: it must exist and not be another ticket's by its title. All
 * messages of both cross, except what the bridge itself began the counterpart with. Rejects with DeliveryError when a
 * helpdesk cannot be read.
 */
export async function adoptCounterpart(parts: Parts, id: string, targetId: TicketId): Promise<AdoptCounterpartOutcome> {
  const creation = await parts.store.getCreation(id);
  if (creation === null) return { outcome: "not-found" };
  if (creation.state === "linked" || creation.state === "sending") {
    return { outcome: "wrong-state", state: creation.state };
  }
  const { side, ticketId } = creation.source;
  const target = otherSide(side);
  const [source, counterpart] = await Promise.all([
    parts.helpdesks[side].listMessages(ticketId),
    parts.helpdesks[target].listMessages(targetId),
  ]);
  if (source === null) return missing(side, ticketId);
  if (counterpart === null) return missing(target, targetId);
  const parsed = parseTicketMarker(counterpart.ticket.title);
  const isMarked = parsed !== null && parsed.side === side && isAuthenticTicketMarker(parsed, parts.identity);
  if (isMarked && parsed.ticketId !== ticketId) {
    const reason = `Ticket ${targetId} was made as the counterpart of ticket ${parsed.ticketId} in ${sideName(side)}.`;
    return { outcome: "refused", reason };
  }
  // Only Requestor's tickets begin with a message.
  const began = isMarked && target === "requestor";
  const first = began ? await firstWritten(parts.helpdesks[target], counterpart, (call) => call()) : null;
  return await adopt(parts, creation, { source, counterpart }, first);
}

function missing(side: Side, ticketId: TicketId): AdoptCounterpartOutcome {
  const reason = `${sideName(side)} has no ticket ${ticketId}, or the bridge's account may not see it.`;
  return { outcome: "refused", reason };
}

async function adopt(
  { store, identity, helpdesks }: Parts,
  { id, source: { side, ticketId } }: Creation,
  { source, counterpart }: { source: TicketListing; counterpart: TicketListing },
  first: Message | null,
): Promise<CreationOutcome> {
  const [superoffice, requestor] =
    side === "superoffice" ? [source.ticket, counterpart.ticket] : [counterpart.ticket, source.ticket];
  const sourceMessageId = first === null ? null : mirroredBy(first, { side, ticketId }, identity);
  const link: NewLink = {
    superofficeTicketId: superoffice.id,
    requestorTicketId: requestor.id,
    superofficeTitle: superoffice.title,
    requestorTitle: requestor.title,
    requestorRef: requestor.ref,
    present: { superoffice: [], requestor: first !== null && sourceMessageId === null ? [first.id] : [] },
  };
  if (first === null || sourceMessageId === null) return await store.adoptCreation(id, link, null);
  const [said] = await helpdesks[side].readMessages(ticketId, [sourceMessageId]);
  const carriedHash = carriedOfFound(said);
  const visibility = said?.visibility ?? null;
  const firstMirror = { sourceMessageId, targetMessageId: first.id, visibility, carriedHash, losses: [] };
  return await store.adoptCreation(id, link, firstMirror);
}
