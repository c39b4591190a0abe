import type {
  ClaimedLane,
  LaneLease,
  LaneMessage,
  Link,
  LoadedLane,
  Mirror,
  OperatorOutcome,
} from "@ticket-bridge/sync";

import { type Actor, nameOfLink, nameOfMirror } from "./actor.ts";

/** A time that has passed or is to pass, in steps that a slow machine does not reach. */
export function steps(milliseconds: number | null): number | null {
  return milliseconds === null ? null : Math.round(milliseconds / 50_000) + 0;
}

const age = (actor: Actor, at: number | null) => (at === null ? null : steps(actor.scene.now() - at));

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
