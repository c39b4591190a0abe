import type {
  ClaimedLane,
  LaneLease,
  LaneMessage,
  Link,
  LoadedLane,
  Mirror,
  OperatorOutcome,
} from "@ticket-bridge/sync";

import { message } from "../acts.ts";
import { age, type Actor, nameOfLink, nameOfMirror } from "./actor.ts";
import { steps } from "./steps.ts";

/** The messages of a ticket have numbers of their own. */
export const messageOf = (ticket: number, n: number) => message(ticket * 10 + n);

export function plainLink(actor: Actor, { id, createdAt, ...link }: Link) {
  return { ...link, name: nameOfLink(actor, id), age: age(actor, createdAt) };
}

export function plainMirror(actor: Actor, mirror: Mirror) {
  const { id: _id, linkId, correlationId: _correlation, capturedAt, sentAt, mirroredAt, updatedAt, ...rest } = mirror;
  return {
    ...rest,
    link: nameOfLink(actor, linkId),
    captured: age(actor, capturedAt),
    sent: age(actor, sentAt),
    mirrored: age(actor, mirroredAt),
    updated: age(actor, updatedAt),
  };
}

export function plainLease(actor: Actor, { linkId, ...lease }: LaneLease) {
  return { link: nameOfLink(actor, linkId), ...lease };
}

export function plainClaim(actor: Actor, { loaded, ...lease }: ClaimedLane) {
  return { ...plainLease(actor, lease), loaded: loaded === null ? null : plainLoaded(actor, loaded) };
}

export function plainLoaded(actor: Actor, { messages, nextSeq, crossings }: LoadedLane) {
  // Without their times: a database keeps those inside a text, where passing time does not reach them.
  const crossed = crossings.map(({ direction, hashStart }) => `${direction} ${hashStart}`).sort();
  return { messages: messages.map((one) => plainMessage(actor, one)), nextSeq, crossed };
}

function plainMessage(actor: Actor, message: LaneMessage) {
  const { mirrorId, correlationId: _correlation, copyAgeMs, capturedAgoMs, settleRemainingMs, ...rest } = message;
  return {
    ...rest,
    earlier: rest.earlier.map(({ mirrorId: of, ...one }) => ({ ...one, mirror: nameOfMirror(actor, of) })),
    mirror: nameOfMirror(actor, mirrorId),
    copyAge: steps(copyAgeMs),
    captured: steps(capturedAgoMs),
    settle: steps(settleRemainingMs),
  };
}

export function plainOutcome(actor: Actor, outcome: OperatorOutcome) {
  return outcome.outcome === "done" ? { outcome: "done", mirror: plainMirror(actor, outcome.mirror) } : outcome;
}
