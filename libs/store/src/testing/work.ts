import { directions, type Direction } from "@ticket-bridge/helpdesk";
import type { ClaimedLane, LaneLease, LaneMessage, MirrorChange, Store } from "@ticket-bridge/sync";
import { expect } from "vitest";

import { message, seeWhole } from "./acts.ts";

export const leaseMs = 30_000;

/** Claims whatever is due, at most `limit` lanes. */
export async function claim(
  store: Store,
  options: { worker?: string; limit?: number; leaseMs?: number; directions?: readonly Direction[] } = {},
): Promise<readonly ClaimedLane[]> {
  return await store.claimLanes(options.worker ?? "worker", {
    directions: options.directions ?? directions,
    limit: options.limit ?? 10,
    leaseMs: options.leaseMs ?? leaseMs,
  });
}

/** Claims the one lane that must be due. */
export async function claimOne(store: Store, options: { leaseMs?: number } = {}): Promise<ClaimedLane> {
  const leases = await claim(store, options);
  expect(leases).toHaveLength(1);
  const [lease] = leases;
  if (lease === undefined) throw new Error("No lane was due.");
  return lease;
}

export async function load(store: Store, lease: LaneLease): Promise<readonly LaneMessage[]> {
  return (await store.loadLane(lease, 100)).messages;
}

export async function firstOf(store: Store, lease: LaneLease): Promise<LaneMessage> {
  const [first] = await load(store, lease);
  if (first === undefined) throw new Error("The lane is empty.");
  return first;
}

const event = (what: string) => ({ what, detail: `It became ${what}.` });
/** Of an attempt: named before it leaves, and told again with what was answered. */
const requestId = "c-1";

/** A change with the details that do not matter filled in. */
export const to = {
  sending: (mirrorId: string): MirrorChange => ({
    mirrorId,
    to: "sending",
    attemptId: `attempt-${mirrorId}`,
    marker: `marker-${mirrorId}`,
    contentHash: `hash-of-${mirrorId}`,
    carriedHash: `carried-of-${mirrorId}`,
    writtenHash: `public written-of-${mirrorId}`,
    losses: ["The answers to a poll."],
    event: { ...event("sending"), requestId },
  }),
  mirrored: (mirrorId: string, target: number | string): MirrorChange => ({
    mirrorId,
    to: "mirrored",
    targetMessageId: message(target),
    losses: ["An inline image."],
    event: { ...event("mirrored"), requestId, status: 201 },
  }),
  skipped: (mirrorId: string): MirrorChange => ({
    mirrorId,
    to: "skipped",
    reason: "Not ours.",
    event: event("skipped"),
  }),
  held: (mirrorId: string, reason = "Too large."): MirrorChange => ({
    ...{ mirrorId, to: "held", reason },
    event: event("held"),
  }),
  uncertain: (mirrorId: string, settleMs = 60_000): MirrorChange => ({
    mirrorId,
    to: "uncertain",
    reason: "No answer came.",
    settleMs,
    event: { ...event("uncertain"), requestId, status: null },
  }),
  pending: (mirrorId: string): MirrorChange => ({
    mirrorId,
    to: "pending",
    reason: "Surely not written.",
    event: { ...event("pending"), requestId, status: 503 },
  }),
};

/** Captures messages of a SuperOffice ticket and works on its lane, which is the only one that is due. */
export async function workOn(
  store: Store,
  ticketId: number,
  ids: readonly number[],
  steps: (mirrorIds: readonly string[]) => readonly MirrorChange[],
): Promise<readonly string[]> {
  await seeWhole(store, "superoffice", ticketId, ids);
  const lease = await claimOne(store);
  const mirrors = (await load(store, lease)).map(({ mirrorId }) => mirrorId);
  for (const step of steps(mirrors)) await store.recordChanges(lease, leaseMs, [step]);
  await store.releaseLane(lease, { kind: "idle" });
  return mirrors;
}
