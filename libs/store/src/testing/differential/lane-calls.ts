import { sourceOf } from "@ticket-bridge/helpdesk";
import type { LaneLease, MirrorChange } from "@ticket-bridge/sync";

import { message, see } from "../acts.ts";
import { to } from "../work.ts";
import { type Actor, nameOfMirror, pick, pickInLane, pickMirror, storeOf, targetTicketOf } from "./actor.ts";
import { answerOf, nothing, type Acts } from "./answer.ts";
import type { Given } from "./call.ts";
import { messageOf, plainClaim, plainLease, plainLoaded } from "./plain.ts";
import { steps } from "./steps.ts";

function pickLease(actor: Actor, { worker, lease }: { worker: "store" | "other"; lease: number }) {
  return pick(actor.leases[worker], lease);
}

/** How many leases are remembered, so that those which still hold are picked often enough. */
const mostLeases = 4;

function remember(actor: Actor, worker: "store" | "other", claimed: readonly LaneLease[]): void {
  actor.leases[worker] = [...actor.leases[worker], ...claimed].slice(-mostLeases);
}

const look = { what: "looked", detail: "Not there.\0", joins: true };

function changeOf(actor: Actor, mirrorId: string, targetTicket: number, change: Given<"recordElsewhere">["change"]) {
  const { suspicion, observed } = change;
  switch (change.to) {
    case "mirrored":
      if (change.inPlace && actor.mirrors.find(({ id }) => id === mirrorId)?.kind === "edit")
        return { ...to.mirrored(mirrorId, 0), targetMessageId: null } as MirrorChange;
      return to.mirrored(mirrorId, messageOf(targetTicket, change.target));
    case "sending":
      return {
        ...to.sending(mirrorId),
        contentHash: change.inPlace ? null : `${nameOfMirror(actor, mirrorId).split(" ")[1]}`,
        carriedHash: "carried in v1",
        writtenHash: "public written",
        visibility: change.inPlace ? "internal" : "public",
        previous: change.inPlace ? "before\0" : null,
        before: change.inPlace ? [look, { what: "decided", detail: "\0", agoMs: 1 }] : [],
      } as MirrorChange;
    case "uncertain":
      // It was looked for, which changes nothing but its trace.
      if (change.inPlace)
        return { mirrorId, to: "uncertain", reason: null, settleMs: null, event: look } as MirrorChange;
      return { ...to.uncertain(mirrorId, change.settleMs), suspicion } as MirrorChange;
    case "pending":
      return { ...to.pending(mirrorId), suspicion, observed } as MirrorChange;
    case "held":
      return {
        ...to.held(mirrorId),
        carriedHash: change.inPlace ? "carried in v2" : null,
        visibility: "internal",
      } as MirrorChange;
    case "skipped":
      return { ...to.skipped(mirrorId), gone: change.inPlace } as MirrorChange;
  }
}

export const onLanes: Pick<
  Acts,
  "claim" | "load" | "record" | "recordElsewhere" | "work" | "renew" | "attach" | "release"
> = {
  claim: async (actor, { worker, ofRun, ...options }) => {
    const run = ofRun ? { ofBackfill: actor.runs.at(-1) ?? "99" } : {};
    const claimed = await storeOf(actor, worker).claimLanes(worker, { ...options, ...run, limit: 20 });
    const named = claimed.map((lane) => ({ lane, plain: plainClaim(actor, lane) }));
    named.sort((a, b) => (JSON.stringify(a.plain) < JSON.stringify(b.plain) ? -1 : 1));
    remember(
      actor,
      worker,
      named.map(({ lane: { loaded: _loaded, ...lease } }) => lease),
    );
    return named.map(({ plain }) => plain);
  },
  load: async (actor, given) => {
    const lease = pickLease(actor, given);
    if (lease === undefined) return nothing;
    const loaded = await storeOf(actor, given.worker).loadLane(lease, given.limit, { unobserved: given.unobserved });
    const { nextSeq } = loaded;
    actor.leases[given.worker] = actor.leases[given.worker].map((one) => (one === lease ? { ...lease, nextSeq } : one));
    return plainLoaded(actor, loaded);
  },
  record: async (actor, given) => {
    const lease = pickLease(actor, given);
    if (lease === undefined) return nothing;
    const changes = given.changes.flatMap((change) => {
      const mirror = pickInLane(actor, lease, change.mirror);
      return mirror === undefined ? [] : [changeOf(actor, mirror.id, targetTicketOf(actor, mirror), change)];
    });
    return await storeOf(actor, given.worker).recordChanges(lease, given.leaseMs, changes);
  },
  recordElsewhere: async (actor, given) => {
    const lease = pickLease(actor, given);
    if (lease === undefined) return nothing;
    const { id, targetTicket } = pickMirror(actor, given.change.mirror);
    if (id === "none") return nothing;
    return await storeOf(actor, given.worker).recordChanges(lease, 50_000, [
      changeOf(actor, id, targetTicket, given.change),
    ]);
  },
  work,
  renew: async (actor, { worker, leaseMs }) => {
    const still = await storeOf(actor, worker).renewLeases(actor.leases[worker], leaseMs);
    return still.map((lease) => plainLease(actor, lease));
  },
  attach: async (actor, given) => {
    const lease = pickLease(actor, given);
    const { id } = pickMirror(actor, given.mirror);
    if (lease === undefined || id === "none") return nothing;
    const { state } = given;
    const rows = given.places.map((at) => ({
      ...{ place: at, sourceId: `source-${at}`, name: `${state}.txt`, contentType: null, size: at, sha256: null },
      ...{ targetId: state === "lost" ? null : `target-${at}`, state, reason: state === "lost" ? "Gone.\uFFFD" : null },
    }));
    const ours = await storeOf(actor, given.worker).recordAttachments(lease, id, rows);
    const { store } = actor.scene;
    const { side, messageId } =
      (await store.getMirror(id))?.source ?? ({ side: "requestor", messageId: message(1) } as const);
    const all = await store.attachmentsOfSource(side, messageId);
    const stored = await store.attachmentsOf(id);
    return { ours, stored: stored.map((row) => ({ ...row, storedAgoMs: steps(row.storedAgoMs) })), all };
  },
  release: async (actor, given) => {
    const lease = pickLease(actor, given);
    if (lease === undefined) return nothing;
    await storeOf(actor, given.worker).releaseLane(lease, given.release);
    return "given back";
  },
};

/** What a worker does with a lane from its claim to its release, and what others do to it meanwhile. */
async function work(actor: Actor, given: Given<"work">): Promise<unknown> {
  const { worker, directions, meanwhile, changes, loadsAgain, release, ofRun } = given;
  const on = { worker, lease: 0 } as const;
  const load = () => answerOf(() => onLanes.load(actor, { ...on, limit: 20, unobserved: false }));
  actor.leases[worker] = [];
  const answers = [
    await answerOf(() => onLanes.claim(actor, { worker, directions, leaseMs: 150_000, unobserved: false, ofRun })),
  ];
  answers.push(await load());
  answers.push(await answerOf(() => onLanes.record(actor, { ...on, leaseMs: 150_000, changes })));
  const [lease] = actor.leases[worker];
  if (lease === undefined) return answers;
  await disturb(actor, lease, meanwhile);
  if (loadsAgain) answers.push(await load());
  answers.push(await answerOf(() => onLanes.release(actor, { ...on, release })));
  for (const unused of actor.leases[worker].slice(1))
    await storeOf(actor, worker).releaseLane(unused, { kind: "yield" });
  return answers;
}

async function disturb(actor: Actor, lease: LaneLease, how: Given<"work">["meanwhile"]): Promise<void> {
  const { other } = actor.scene;
  const waiting = actor.mirrors.find(({ linkId, state }) => linkId === lease.linkId && state === "held");
  const ids = [7, 8, 9].map((n) => messageOf(Number(lease.sourceTicketId), n));
  if (how === "capture") await see(other, sourceOf(lease.direction), Number(lease.sourceTicketId), ids);
  if (how === "resume") await other.setLinkPaused(lease.linkId, false);
  if (how === "retry" && waiting !== undefined) await other.retryMirror(waiting.id);
  if (how === "passed") await actor.scene.passTime(200_000);
}
