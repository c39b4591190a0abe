import {
  directionFrom,
  otherSide,
  sides,
  type Message,
  type MessageId,
  type ParsedMarker,
  type Side,
  type TicketId,
} from "@ticket-bridge/helpdesk";
import { isAuthentic, isOpeningLine } from "@ticket-bridge/mapping";

import type { BackfillOptions } from "../backfill/words.ts";
import type { KnownAs } from "../ports/backfill-store.ts";
import type { SourceStanding } from "../ports/lane-store.ts";
import { decideDelivery, type DeliveryDecision, type MarkerStanding } from "./decide-delivery.ts";
import { findLookAlikes } from "./find-look-alikes.ts";
import { historyOutcome } from "./history-outcome.ts";

/** A message of a ticket as its list names it, with what is known of it. */
export interface PastMessage {
  readonly id: MessageId;
  readonly createdAt: number | null;
  /** Null: the map does not know it. */
  readonly known: KnownAs | null;
  /** As just read, where the map does not know it; null: it is gone or cannot be read. */
  readonly message: Message | null;
  /** Its reading was refused for its own sake. */
  readonly isUnreadable: boolean;
}

export interface HistoryFacts {
  readonly tickets: Readonly<Record<Side, TicketId>>;
  /** Whether an internal message that is written there stays internal. */
  readonly holdsInternal: Readonly<Record<Side, boolean>>;
  /** Ascending by id. */
  readonly messages: Readonly<Record<Side, readonly PastMessage[]>>;
  readonly options: Pick<BackfillOptions, "from" | "since" | "until" | "adopt">;
  readonly identity: { readonly bridgeId: string; readonly secret: string };
  /**
   * By source side, because the list is frozen: only these may be carried, and these only taken for mirrors; null while
   * it is made.
   */
  readonly frozen: Readonly<Record<"carry" | "paired", Readonly<Record<Side, ReadonlySet<MessageId>>>>> | null;
}

/** A message and the one on the other side that is its mirror. */
export interface AdoptedPair {
  readonly side: Side;
  readonly id: MessageId;
  readonly targetMessageId: MessageId;
  readonly by: "marker" | "likeness";
}

/** What is to be done with the history of one pair of tickets. */
export interface TicketPlan {
  /** By source side, ascending: what is written, and what then waits for a person. */
  readonly carry: Readonly<Record<Side, readonly MessageId[]>>;
  /** By target side, how many of these are written. */
  readonly writes: Readonly<Record<Side, number>>;
  readonly adopt: readonly AdoptedPair[];
  /** By source side, what the frozen list has as one half of a pair that is no pair any more: for a person. */
  readonly unpaired: Readonly<Record<Side, readonly MessageId[]>>;
  /** Pairs that look like copies made by hand, adopted or not. */
  readonly lookAlike: number;
  /** Messages that have a mirror or are one. */
  readonly mirrored: number;
  readonly skipped: ReadonlyMap<string, number>;
  /** Why nothing at all may be written on this ticket, a sentence. */
  readonly refusal: string | null;
}

type Fate =
  | { readonly kind: "mirrored" }
  | { readonly kind: "write" }
  | { readonly kind: "hold"; readonly reason: string }
  /** One half of a pair, unless it is found to be one again. */
  | { readonly kind: "unpaired"; readonly reason: string }
  | { readonly kind: "skip"; readonly reason: string }
  | { readonly kind: "refuse"; readonly reason: string };

/**
 * Decides what of a pair of tickets is history to carry, by the rules of every delivery (P3, P5). Pure: the same facts
 * give the same plan, and the plan for what it leads to writes nothing.
 */
export function planTicket(facts: HistoryFacts): TicketPlan {
  const marked = findMarkedPairs(facts);
  const taken = new Set(marked.flatMap(namesOf));
  // What is said of the others counts with these pairs: a second mirror of one is for a person.
  const paired = {
    ...historyOutcome(facts, { carry: { superoffice: [], requestor: [] }, adopt: marked }),
    frozen: facts.frozen,
  };
  const fates = new Map<string, Fate>();
  for (const side of sides) {
    for (const past of facts.messages[side]) {
      const name = nameOf(side, past.id);
      if (!taken.has(name)) fates.set(name, fateOf(paired, side, past));
    }
  }
  const alike = findLookAlikes(facts, (side, id) => canBeAlike(fates.get(nameOf(side, id)))).filter(
    ({ side, id, targetMessageId }) =>
      [nameOf(side, id), nameOf(otherSide(side), targetMessageId)].some((name) => isToCross(fates.get(name))),
  );
  const adopt = [...marked, ...(facts.options.adopt ? alike : [])];
  for (const name of adopt.flatMap(namesOf)) fates.delete(name);
  return { ...sumUp(facts, fates), adopt, lookAlike: alike.length };
}

const nameOf = (side: Side, id: MessageId) => `${side} ${id}`;

function namesOf({ side, id, targetMessageId }: AdoptedPair): readonly string[] {
  return [nameOf(side, id), nameOf(otherSide(side), targetMessageId)];
}

/** What a helpdesk or a person does with it besides does not matter: a message that is to be written, or was left out. */
function canBeAlike(fate: Fate | undefined): boolean {
  return isToCross(fate) || (fate?.kind === "skip" && leftOut.has(fate.reason));
}

function isToCross(fate: Fate | undefined): boolean {
  return fate?.kind === "write" || fate?.kind === "unpaired";
}

function sumUp(
  { messages }: HistoryFacts,
  fates: ReadonlyMap<string, Fate>,
): Pick<TicketPlan, "carry" | "writes" | "mirrored" | "skipped" | "refusal" | "unpaired"> {
  const carry: Record<Side, MessageId[]> = { superoffice: [], requestor: [] };
  const writes: Record<Side, number> = { superoffice: 0, requestor: 0 };
  const skipped = new Map<string, number>();
  const unpairedIds: Record<Side, MessageId[]> = { superoffice: [], requestor: [] };
  let mirrored = 0;
  let refusal: string | null = null;
  for (const side of sides) {
    for (const { id } of messages[side]) {
      const fate = fates.get(nameOf(side, id));
      if (fate === undefined) continue;
      if (fate.kind === "mirrored") mirrored += 1;
      else if (fate.kind === "refuse") refusal ??= fate.reason;
      else if (fate.kind === "unpaired") unpairedIds[side].push(id);
      else if (fate.kind === "write") writes[otherSide(side)] += 1;
      else skipped.set(fate.reason, (skipped.get(fate.reason) ?? 0) + 1);
      if (fate.kind === "write" || fate.kind === "hold") carry[side].push(id);
    }
  }
  return { carry, writes, mirrored, skipped, refusal, unpaired: unpairedIds };
}

/** Mirrors that the bridge wrote and the map has lost, with their sources. The first of several is the mirror. */
function findMarkedPairs(facts: HistoryFacts): readonly AdoptedPair[] {
  const pairs = new Map<string, AdoptedPair>();
  for (const side of sides) {
    // A mirror is no source of another one, whatever names it.
    const sources = facts.messages[side].filter(
      ({ known, message }) => known === null && (message === null || !isOurs(facts, message)),
    );
    const unknown = new Set(sources.map(({ id }) => id));
    for (const { id: targetMessageId, known, message } of facts.messages[otherSide(side)]) {
      const marker = message?.marker ?? null;
      if (known !== null || message === null || marker === null || !isOurs(facts, message) || marker.revision !== 1)
        continue;
      const name = nameOf(side, marker.messageId);
      if (!unknown.has(marker.messageId) || pairs.has(name)) continue;
      pairs.set(name, { side, id: marker.messageId, targetMessageId, by: "marker" });
    }
  }
  return [...pairs.values()];
}

/** An authentic marker for this link that nobody else can have put there. */
function isOurs(facts: HistoryFacts, message: Message): boolean {
  const quotes = message.side === "requestor" && message.writtenBy === "other";
  return !quotes && standingOf(facts, message) === "ours";
}

function standingOf({ identity, tickets }: HistoryFacts, message: Message): MarkerStanding {
  const { marker, side } = message;
  if (marker === null) return isOpeningLine(message, identity) ? "opening" : "none";
  const other = otherSide(side);
  return marker.side === other && isAuthentic(marker, { ...identity, ticketId: tickets[other] }) ? "ours" : "foreign";
}

const otherDirection = "Its direction was not asked for.";
const outside = "It is outside the time that was asked for.";
const leftOut: ReadonlySet<string> = new Set([otherDirection, outside]);

/** Why one half of a pair is held once they match no longer: its copy may stand on the other side. */
export const unpairedReason =
  "When the list of this run was made its copy stood on the other side; one of the two has changed or gone since. Name its copy, or retry it to have it written.";
const unpaired: Fate = { kind: "unpaired", reason: unpairedReason };

function fateOf(facts: HistoryFacts, side: Side, past: PastMessage): Fate {
  const { known, message, id, createdAt } = past;
  if (known !== null) return knownFate(known);
  if (message === null && !past.isUnreadable) return { kind: "skip", reason: "It is gone." };
  const decision = message === null ? null : decide(facts, side, message);
  if (decision?.kind === "recognise" || decision?.kind === "wait" || isOwnMirror(facts, message, decision)) {
    return { kind: "skip", reason: "It is a mirror that the bridge wrote." };
  }
  const isPaired = facts.frozen?.paired[side].has(id) === true;
  if (facts.frozen?.carry[side].has(id) === false && !isPaired) {
    return { kind: "skip", reason: "It came after the list of this run was made." };
  }
  const { from, since, until } = facts.options;
  if (from !== "both" && from !== side) return { kind: "skip", reason: otherDirection };
  if (createdAt !== null && ((since !== null && createdAt < since) || (until !== null && createdAt >= until))) {
    return { kind: "skip", reason: outside };
  }
  const fate: Fate =
    decision === null
      ? { kind: "hold", reason: "It cannot be read, and waits for a person." }
      : decidedFate(facts, side, decision, message);
  return isPaired && (fate.kind === "write" || fate.kind === "hold") ? unpaired : fate;
}

function knownFate({ as, state }: KnownAs): Fate {
  if (as === "target" || state === "mirrored") return { kind: "mirrored" };
  if (state === "waiting") return { kind: "skip", reason: "It is on its way already." };
  if (state === "held") return { kind: "skip", reason: "It waits for a person already." };
  return { kind: "skip", reason: "It was decided before that it does not cross." };
}

function isOwnMirror(facts: HistoryFacts, message: Message | null, decision: DeliveryDecision | null): boolean {
  return message !== null && decision?.kind === "skip" && standingOf(facts, message) === "ours";
}

function decidedFate(
  { holdsInternal }: HistoryFacts,
  side: Side,
  decision: DeliveryDecision,
  message: Message | null,
): Fate {
  if (decision.kind === "stop-lane") return { kind: "refuse", reason: decision.reason };
  if (decision.kind === "skip") return { kind: "skip", reason: decision.reason };
  if (decision.kind === "hold") return { kind: "hold", reason: "It is for a person to decide about." };
  if (message?.visibility === "internal" && !holdsInternal[otherSide(side)]) {
    return { kind: "hold", reason: "It is internal, and the other ticket cannot hold it so." };
  }
  return { kind: "write" };
}

function decide(facts: HistoryFacts, side: Side, message: Message): DeliveryDecision {
  const marker = standingOf(facts, message);
  return decideDelivery({
    direction: directionFrom(side),
    sourceTicketId: facts.tickets[side],
    row: { mappedAsTarget: false, oppositeInFlight: false, suspicions: 0, suspicion: null },
    message,
    marker,
    named: marker === "ours" && message.marker !== null ? namedBy(facts, message.marker) : null,
  });
}

/**
 * Of the message that a marker names, as far as the plan needs it. A correction has a row of its own, which is known only
 * together with it.
 */
function namedBy({ messages }: HistoryFacts, { side, messageId, revision }: ParsedMarker): SourceStanding | null {
  if (revision !== 1) return null;
  const known = messages[side].find(({ id }) => id === messageId)?.known ?? null;
  if (known?.as !== "source") return null;
  const state = known.state === "waiting" ? "uncertain" : known.state;
  return { mirrorId: "", correlationId: "", linkId: "", state, targetMessageId: known.counterpart };
}
