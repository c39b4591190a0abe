import { otherSide, type MessageId, type Side } from "@ticket-bridge/helpdesk";
import { contentHash, normalisedText } from "@ticket-bridge/mapping";

import type { AdoptedPair, HistoryFacts, PastMessage } from "./plan-history.ts";

/**
 * Pairs of messages that say the same, in the same order on both sides: what people carried over by hand before there was
 * a bridge. The older one of two is the source, and its copy is never the more public one (P3).
 *
 * @param isFree whether this message may be one of a pair
 */
export function findLookAlikes(
  { messages, options: { from } }: HistoryFacts,
  isFree: (side: Side, id: MessageId) => boolean,
): readonly AdoptedPair[] {
  const first = from === "requestor" ? "requestor" : "superoffice";
  const places = placesByHash(messages[otherSide(first)], (id) => isFree(otherSide(first), id));
  const pairs: AdoptedPair[] = [];
  let last = -1;
  for (const one of messages[first]) {
    const hash = isFree(first, one.id) ? hashOf(one) : null;
    if (hash === null) continue;
    const place = (places.get(hash) ?? []).find((at) => at > last);
    const other = place === undefined ? undefined : messages[otherSide(first)][place];
    const pair = other === undefined ? null : pairOf(first, one, other);
    if (pair === null || place === undefined) continue;
    pairs.push(pair);
    last = place;
  }
  return pairs;
}

function placesByHash(
  messages: readonly PastMessage[],
  isFree: (id: MessageId) => boolean,
): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  for (const [place, past] of messages.entries()) {
    const hash = isFree(past.id) ? hashOf(past) : null;
    if (hash !== null) places.set(hash, [...(places.get(hash) ?? []), place]);
  }
  return places;
}

/** Null of one that says nothing: all of these look alike. */
function hashOf({ message }: PastMessage): string | null {
  if (message === null || normalisedText(message.content) === "") return null;
  return contentHash(message.content);
}

function pairOf(first: Side, one: PastMessage, other: PastMessage): AdoptedPair | null {
  const isReversed = one.createdAt !== null && other.createdAt !== null && other.createdAt < one.createdAt;
  const [side, source, target] = isReversed ? [otherSide(first), other, one] : [first, one, other];
  const shows = source.message?.visibility === "internal" && target.message?.visibility !== "internal";
  return shows ? null : { side, id: source.id, targetMessageId: target.id, by: "likeness" };
}
