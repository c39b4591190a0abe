import { sideName, sourceOf, type Direction, type Message, type TicketId } from "@ticket-bridge/helpdesk";

import type { LaneMessage, SourceStanding } from "../ports/lane-store.ts";
import { standsElsewhere } from "./stands-elsewhere.ts";
import { tooOftenSuspected } from "./suspicion.ts";

/** What a message's marker was found to be once its code was checked; `opening`: it is the bridge's own opening line. */
export type MarkerStanding = "none" | "ours" | "foreign" | "opening";

/** Everything the decision rests on. */
export interface DeliveryFacts {
  readonly direction: Direction;
  /** The ticket of this lane at the source. */
  readonly sourceTicketId: TicketId;
  readonly row: Pick<LaneMessage, "mappedAsTarget" | "oppositeInFlight" | "suspicions" | "suspicion">;
  /** The message as it is now; null when the source no longer has it, or does not show it. */
  readonly message: Message | null;
  /** Of a message that is null: whether the account is shown internal ones, and whether this one was seen as internal. */
  readonly unseen?: { readonly seesAll: boolean; readonly wasInternal: boolean };
  readonly marker: MarkerStanding;
  /** With an authentic marker: the standing of the message it names; null when the database does not know it. */
  readonly named: SourceStanding | null;
}

/** What is to become of a message before its target is looked at. */
export type DeliveryDecision =
  | { readonly kind: "mirror" }
  | {
      readonly kind: "skip";
      readonly reason: string;
      /** It is a correction or a note of ours that the database forgot: whether it still holds is to be found out. */
      readonly isForgotten?: boolean;
      /** It crosses should it come back. */
      readonly isGone?: boolean;
    }
  | { readonly kind: "hold"; readonly reason: string }
  /** The opposite lane's write without an answer may be this very message: wait until that is known. */
  | { readonly kind: "wait"; readonly reason: string }
  /** It is our mirror of that row, seen before its id was stored: give the row its target id and skip this. */
  | {
      readonly kind: "recognise";
      readonly mirrorId: string;
      readonly correlationId: string;
      /** Its write was believed to have failed, and it is not known whether it says what its source says by now. */
      readonly unexpected: boolean;
      /** A person was to decide about it: nobody works on it. */
      readonly isHeld: boolean;
      /** A person gave it up while nobody knew its outcome: it stands there all the same, for whoever may read it (P3). */
      readonly isSkipped: boolean;
    }
  | { readonly kind: "stop-lane"; readonly reason: string };

/** Decides whether a captured message crosses (P3, P5). Pure: the same facts give the same decision. */
export function decideDelivery(facts: DeliveryFacts): DeliveryDecision {
  const { row, message } = facts;
  const source = sideName(sourceOf(facts.direction));
  if (row.mappedAsTarget) return { kind: "skip", reason: "It is a mirror that the bridge wrote." };
  if (message === null || message.deleted) return decideGone(facts, message, source);
  const echo = decideEcho(facts, message, source);
  if (echo !== null) return echo;
  const elsewhere = standsElsewhere(message, facts.sourceTicketId);
  if (elsewhere !== null) return { kind: "hold", reason: elsewhere };
  return decideKind(message) ?? decideSuspect(facts) ?? { kind: "mirror" };
}

/**
 * What was seen as internal by an account that sees nothing internal now waits until it does (P1), and what follows it
 * too (P4). Of any other nobody knows better than that it is gone, and it crosses late should it be seen again.
 */
function decideGone({ unseen }: DeliveryFacts, message: Message | null, source: string): DeliveryDecision {
  if (message !== null || unseen === undefined || unseen.seesAll) {
    return { kind: "skip", reason: `It was deleted in ${source} before it could be mirrored.`, isGone: true };
  }
  if (unseen.wasInternal) {
    return {
      kind: "stop-lane",
      reason: `An internal message in ${source} waits, and the bridge's account there is no operator any more: it sees no internal messages, so nobody can tell whether that one still stands. It crosses once the account is an operator again.`,
    };
  }
  const reason = `It was deleted in ${source} before it could be mirrored, or became internal, which the bridge's account does not see there. It crosses should it be seen again.`;
  return { kind: "skip", reason, isGone: true };
}

function decideSuspect({ row, direction }: DeliveryFacts): DeliveryDecision | null {
  const reason = tooOftenSuspected(row, direction);
  return reason === null ? null : { kind: "hold", reason };
}

/**
 * Echo by id or authentic marker only (P5). The account drops nothing, it only tells who need not wait: a message that
 * certainly was written by another account cannot be the write we are unsure of.
 */
function decideEcho(facts: DeliveryFacts, message: Message, source: string): DeliveryDecision | null {
  if (facts.marker === "opening")
    return { kind: "skip", reason: "It is the line that the bridge began this ticket with." };
  if (facts.marker === "ours") return decideMarked(facts.named, message, source);
  if (facts.marker === "foreign" && message.writtenBy === "bridge") {
    return {
      kind: "stop-lane",
      reason: `Message ${message.id} in ${source} was written by the bridge's account with a marker that is not ours: another bridge, or one with another BRIDGE_SECRET, works on this ticket.`,
    };
  }
  if (message.writtenBy !== "other" && facts.row.oppositeInFlight) {
    return { kind: "wait", reason: "Waiting to learn whether it is the mirror whose answer was lost." };
  }
  if (message.writtenBy === "bridge") {
    return {
      kind: "hold",
      reason: `The bridge's own account wrote it in ${source} without a marker. If a person used that account, retry is not enough: skip it, or write it again from another account.`,
    };
  }
  return null;
}

/**
 * An authentic marker on a message that certainly another account wrote is a quotation of our mirror. Once the marker is
 * settled that is plain text. Until then the mirror itself may still be on its way: wait for it, or ask a person.
 */
function decideQuoted(named: SourceStanding | null, message: Message, source: string): DeliveryDecision | null {
  if (named?.state === "mirrored" && named.targetMessageId !== message.id) return null;
  if (named?.state === "sending" || named?.state === "uncertain") {
    return { kind: "wait", reason: "It quotes a mirror whose answer was lost; waiting until that one is found." };
  }
  return {
    kind: "hold",
    reason: `It begins with the bridge's marker, but another account wrote it in ${source}. If a person quoted a mirror, write it again without that line; if the bridge's account was changed, skip it.`,
  };
}

function decideMarked(named: SourceStanding | null, message: Message, source: string): DeliveryDecision | null {
  // Where the marker stands in the body anyone can copy it; SuperOffice's MessageId field nobody sees.
  if (message.writtenBy === "other" && message.side === "requestor" && named?.targetMessageId !== message.id) {
    return decideQuoted(named, message, source);
  }
  if (named === null) {
    const reason = "It is a mirror that the bridge wrote before its database was lost or restored.";
    return { kind: "skip", reason, isForgotten: (message.marker?.revision ?? 1) > 1 };
  }
  if (named.targetMessageId === message.id) return { kind: "skip", reason: "It is a mirror that the bridge wrote." };
  if (named.targetMessageId === null) {
    const unexpected = named.state !== "sending" && named.state !== "uncertain";
    const { mirrorId, correlationId, state } = named;
    const isHeld = state === "held";
    return { kind: "recognise", mirrorId, correlationId, unexpected, isHeld, isSkipped: state === "skipped" };
  }
  if (message.writtenBy === "bridge") {
    return {
      kind: "hold",
      reason: `It is a second mirror of the same message in ${source}; the first is ${named.targetMessageId}. Delete one of the two there, then skip this.`,
    };
  }
  // A settled marker on somebody else's message is a quotation of our mirror: plain text.
  return null;
}

function decideKind(message: Message): DeliveryDecision | null {
  switch (message.kind) {
    case "message":
      return null;
    case "bounce":
      return { kind: "skip", reason: "It is a bounced e-mail, not a message." };
    case "outbox-failed":
      return { kind: "skip", reason: "It is a note about an e-mail that could not be sent." };
    case "automatic-reply":
      return { kind: "skip", reason: "It is an automatic reply; mirroring it could start a loop of machines." };
  }
}
