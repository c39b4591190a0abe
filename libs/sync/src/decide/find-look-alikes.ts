import { otherSide, type MessageId, type Side } from "@ticket-bridge/helpdesk";
import { contentHash, normalisedText } from "@ticket-bridge/mapping";

import type { AdoptedPair, HistoryFacts, PastMessage } from "./plan-history.ts";

/**
 * Of messages that say the same so many are looked at for each one, the nearest in time: where thousands say the same,
 * time and memory stay in proportion to the ticket's length.
 */
const mostAlike = 16;

/** How far apart two messages count of which one has no time, in milliseconds: farther than any that have. */
const unknownDistance = 1e13;

/**
 * Pairs of messages that say the same and are shown to the same people, in the same order on both sides: what people
 * carried over by hand before there was a bridge. The older one of two is the source (P3). As many as possible, and of
 * several ways the one whose pairs are nearest in time: a word that was said again later keeps no others apart.
 *
 * @param isFree whether this message may be one of a pair
 */
export function findLookAlikes(
  { messages, options: { from } }: HistoryFacts,
  isFree: (side: Side, id: MessageId) => boolean,
): readonly AdoptedPair[] {
  const first = from === "requestor" ? "requestor" : "superoffice";
  const others = messages[otherSide(first)];
  const places = placesByLook(others, (id) => isFree(otherSide(first), id));
  const best = new BestUpTo(others.length);
  for (const one of messages[first]) {
    const look = isFree(first, one.id) ? lookOf(one) : null;
    if (look === null) continue;
    const matches = nearest(one, places.get(look) ?? [], others).flatMap((place) => {
      const other = others[place];
      return other === undefined ? [] : [follow(best.before(place), { one, other, place })];
    });
    // Only now: one message is in one pair.
    for (const match of matches) best.add(match);
  }
  const pairs: AdoptedPair[] = [];
  for (let match = best.before(others.length); match !== null; match = match.before) {
    pairs.push(pairOf(first, match.one, match.other));
  }
  return pairs.reverse();
}

/** The last pair of a row of pairs. */
interface Match {
  readonly one: PastMessage;
  readonly other: PastMessage;
  readonly place: number;
  readonly before: Match | null;
  readonly length: number;
  /** How far apart all of its pairs are in time, together. */
  readonly distance: number;
}

function follow(before: Match | null, pair: Pick<Match, "one" | "other" | "place">): Match {
  const distance = distanceOf(pair.one, pair.other);
  return { ...pair, before, length: (before?.length ?? 0) + 1, distance: (before?.distance ?? 0) + distance };
}

function distanceOf({ createdAt: a }: PastMessage, { createdAt: b }: PastMessage): number {
  return a === null || b === null ? unknownDistance : Math.abs(a - b);
}

/** The best row of pairs that ends before a place: a Fenwick tree, so that each is asked and added in logarithmic time. */
class BestUpTo {
  readonly #best: (Match | null)[];

  constructor(places: number) {
    this.#best = Array.from({ length: places + 1 }, () => null);
  }

  before(place: number): Match | null {
    let best: Match | null = null;
    for (let at = place; at > 0; at -= at & -at) best = better(this.#best[at] ?? null, best);
    return best;
  }

  add(match: Match): void {
    for (let at = match.place + 1; at < this.#best.length; at += at & -at) {
      this.#best[at] = better(this.#best[at] ?? null, match);
    }
  }
}

function better(a: Match | null, b: Match | null): Match | null {
  if (a === null || b === null) return a ?? b;
  if (a.length !== b.length) return a.length > b.length ? a : b;
  return b.distance < a.distance ? b : a;
}

/** Of these ascending places those whose messages are nearest in time. */
function nearest(
  { createdAt }: PastMessage,
  places: readonly number[],
  others: readonly PastMessage[],
): readonly number[] {
  if (places.length <= mostAlike) return places;
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const at = others[places[middle] ?? 0]?.createdAt ?? 0;
    if (at < (createdAt ?? 0)) low = middle + 1;
    else high = middle;
  }
  const begin = Math.max(0, Math.min(low - mostAlike / 2, places.length - mostAlike));
  return places.slice(begin, begin + mostAlike);
}

function placesByLook(
  messages: readonly PastMessage[],
  isFree: (id: MessageId) => boolean,
): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  for (const [place, past] of messages.entries()) {
    const look = isFree(past.id) ? lookOf(past) : null;
    if (look === null) continue;
    const same = places.get(look);
    if (same === undefined) places.set(look, [place]);
    else same.push(place);
  }
  return places;
}

/**
 * What two messages must have in common. An internal note is no copy of what the customer was told, nor the other way
 * round. Null of one that says nothing: all of these look alike.
 */
function lookOf({ message }: PastMessage): string | null {
  if (message === null || normalisedText(message.content) === "") return null;
  return `${message.visibility} ${contentHash(message.content)}`;
}

function pairOf(first: Side, one: PastMessage, other: PastMessage): AdoptedPair {
  const isReversed = one.createdAt !== null && other.createdAt !== null && other.createdAt < one.createdAt;
  const [side, source, target] = isReversed ? [otherSide(first), other, one] : [first, one, other];
  return { side, id: source.id, targetMessageId: target.id, by: "likeness" };
}
