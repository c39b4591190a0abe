import {
  compareIds,
  listsMarkedMessages,
  sideName,
  sides,
  type Helpdesk,
  type MessageId,
  type Side,
  type TicketId,
} from "@ticket-bridge/helpdesk";
import { isAuthentic } from "@ticket-bridge/mapping";

import type { RelearnPair } from "./words.ts";

export interface FoundPairs {
  /** Ascending by SuperOffice ticket. */
  readonly pairs: readonly (RelearnPair & { readonly contradictions: readonly string[] })[];
  readonly foreign: number;
}

/**
 * The tickets that belong together, as authentic markers in SuperOffice name them and a person adds to them. A ticket
 * that stands in two pairs is told of in both. Only the pairs are kept in memory. Rejects with DeliveryError.
 */
export async function findPairs(
  superoffice: Helpdesk,
  identity: { readonly bridgeId: string; readonly secret: string },
  { pairs: given, signal }: { readonly pairs: readonly RelearnPair[]; readonly signal: AbortSignal },
): Promise<FoundPairs> {
  const found = new Map<string, RelearnPair>();
  const add = (pair: RelearnPair) => found.set(`${pair.superoffice} ${pair.requestor}`, pair);
  let foreign = 0;
  if (listsMarkedMessages(superoffice)) {
    let after: MessageId | null = null;
    do {
      signal.throwIfAborted();
      const page: Awaited<ReturnType<typeof superoffice.markedMessages>> = await superoffice.markedMessages(after, {
        signal,
      });
      for (const { ticketId, marker } of page.messages) {
        const source = marker.side === "requestor" ? marker.ticketId : null;
        if (source !== null && isAuthentic(marker, { ...identity, ticketId: source })) {
          add({ superoffice: ticketId, requestor: source });
        } else foreign += 1;
      }
      after = page.next;
    } while (after !== null);
  }
  given.forEach(add);
  const pairs = [...found.values()].sort(
    (a, b) => compareIds(a.superoffice, b.superoffice) || compareIds(a.requestor, b.requestor),
  );
  const partners = countPartners(pairs);
  return { pairs: pairs.map((pair) => ({ ...pair, contradictions: contradictionsOf(pair, partners) })), foreign };
}

type Partners = Readonly<Record<Side, ReadonlyMap<TicketId, readonly TicketId[]>>>;

function countPartners(pairs: readonly RelearnPair[]): Partners {
  const partners = { superoffice: new Map<TicketId, TicketId[]>(), requestor: new Map<TicketId, TicketId[]>() };
  for (const { superoffice, requestor } of pairs) {
    partners.superoffice.set(superoffice, [...(partners.superoffice.get(superoffice) ?? []), requestor]);
    partners.requestor.set(requestor, [...(partners.requestor.get(requestor) ?? []), superoffice]);
  }
  return partners;
}

function contradictionsOf(pair: RelearnPair, partners: Partners): readonly string[] {
  return sides.flatMap((side) => {
    const of = partners[side].get(pair[side]) ?? [];
    if (of.length < 2) return [];
    const other = sideName(side === "superoffice" ? "requestor" : "superoffice");
    return [`Ticket ${pair[side]} in ${sideName(side)} belongs to ${of.length} tickets in ${other}: ${of.join(", ")}.`];
  });
}
