import { sourceOf } from "@ticket-bridge/helpdesk";
import type { LaneLease, MirrorChange } from "@ticket-bridge/sync";

import { mail, message, see } from "../acts.ts";
import { to } from "../work.ts";
import {
  type Actor,
  nameOfLink,
  nameOfMirror,
  pick,
  pickInLane,
  pickLink,
  pickMirror,
  storeOf,
  targetTicketOf,
  ticketOf,
} from "./actor.ts";
import { claimAudits, lookAtAudits, recordAudit, recordLeaks, releaseAudit, relearn } from "./audit-calls.ts";
import {
  askMap,
  carryTicket,
  claimRun,
  createRun,
  endTicket,
  leaveRun,
  listRun,
  lookAtRuns,
  wantCreation,
} from "./backfill-calls.ts";
import type { Call, Given, Kind } from "./call.ts";
import { learn, lookAtCreations, operateOnCreation, workCreations } from "./creation-calls.ts";
import { plainClaim, plainLease, plainLink, plainLoaded, plainMirror, plainOutcome, messageOf } from "./plain.ts";
import { steps } from "./steps.ts";

/** Makes one call and gives what it answered, in words that are the same for every store. */
export async function makeCall<Of extends Kind>(actor: Actor, { kind, given }: Call<Of>): Promise<unknown> {
  try {
    return await acts[kind](actor, given);
  } catch (error) {
    return { rejected: error instanceof Error ? error.name : String(error) };
  }
}

type Acts = { readonly [Of in Kind]: (actor: Actor, given: Given<Of>) => Promise<unknown> };

const nothing = "nothing to do it with";

function pickLease(actor: Actor, { worker, lease }: { worker: "store" | "other"; lease: number }) {
  return pick(actor.leases[worker], lease);
}

/** How many leases are remembered, so that those which still hold are picked often enough. */
const mostLeases = 4;

function remember(actor: Actor, worker: "store" | "other", claimed: readonly LaneLease[]): void {
  actor.leases[worker] = [...actor.leases[worker], ...claimed].slice(-mostLeases);
}

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
      } as MirrorChange;
    case "uncertain":
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

const onLinks: Pick<Acts, "link" | "unlink" | "pauseLink"> = {
  link: async (actor, { superoffice, requestor, present }) => {
    const made = await actor.scene.store.createLink({
      superofficeTicketId: ticketOf(superoffice),
      requestorTicketId: ticketOf(requestor),
      superofficeTitle: "One\0",
      requestorTitle: "Other",
      requestorRef: "INC\0",
      present: {
        superoffice: present.map((n) => messageOf(superoffice, n)),
        requestor: present.map((n) => messageOf(requestor, n)),
      },
    });
    if ("taken" in made) return made;
    actor.linkIds.set(`${superoffice}-${requestor}`, made.link.id);
    return plainLink(actor, made.link);
  },
  unlink: (actor, { link }) => actor.scene.store.removeLink(pickLink(actor, link), "Unlinked.\0"),
  pauseLink: async (actor, { link, paused }) => {
    const changed = await actor.scene.other.setLinkPaused(pickLink(actor, link), paused);
    return changed === null ? null : plainLink(actor, changed);
  },
};

const onCapture: Pick<Acts, "capture" | "captureChanges" | "beginFeed" | "lookAt" | "feedStart"> = {
  capture: async (actor, { side, tickets, feedNewest, readAgoMs, asPolled }) => {
    let correlations = 0;
    const captured = await actor.scene.store.capture({
      side,
      tickets: tickets.map(({ ticket, messages, renamed }) => ({
        ticketId: ticketOf(ticket),
        reading: (asPolled && feedNewest === null ? actor.readings.get(`${side} ${ticketOf(ticket)}`) : null) ?? null,
        facts: renamed ? { title: `Renamed ${ticket}\0`, ref: "NEW" } : null,
        messages: messages.map(({ n, copy }) => ({
          id: messageOf(ticket, n),
          createdAt: 1_700_000_000_000,
          version: copy ? "v1" : null,
          copy: copy ? { ...mail(ticket * 10 + n), visibility: n % 2 === 0 ? "public" : "internal" } : null,
        })),
      })),
      feedNewest: feedNewest === null ? null : message(feedNewest),
      readAgoMs,
      correlationId: () => `c${(correlations += 1)}`,
    });
    return captured.map(({ linkId, messageId }) => `${nameOfLink(actor, linkId)} ${messageId}`).sort();
  },
  captureChanges: async (actor, { side, ticket, changes }) => {
    let correlations = 0;
    const captured = await actor.scene.store.captureChanges({
      side,
      ticketId: ticketOf(ticket),
      changes: changes.map(({ n, copy, ...change }) => {
        const there = change.standing === "there";
        return {
          ...change,
          id: messageOf(ticket, n),
          visibility: there && copy ? (change.follow ? "public" : "internal") : null,
          copy:
            there && copy
              ? { ...mail(ticket * 10 + n, change.version), visibility: change.follow ? "public" : "internal" }
              : null,
          carriedHash: there ? `carried in ${change.version}` : null,
        };
      }),
      readAgoMs: 0,
      correlationId: () => `c${(correlations += 1)}`,
    });
    return captured.map(({ linkId, messageId }) => `${nameOfLink(actor, linkId)} ${messageId}`).sort();
  },
  beginFeed: (actor, { side, newest }) => actor.scene.store.beginFeed(side, message(newest)),
  lookAt: (actor, { side, ticket, messages }) =>
    actor.scene.store.lookAt(
      side,
      ticketOf(ticket),
      messages.map((n) => ({ id: messageOf(ticket, n), version: n % 2 === 0 ? "v1" : "v2" })),
    ),
  feedStart: (actor, { side }) => actor.scene.store.feedStart(side),
};

const onLanes: Pick<Acts, "claim" | "load" | "record" | "recordElsewhere" | "work" | "renew" | "attach" | "release"> = {
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
  actor.leases[worker] = [];
  const answers = [
    await makeCall(actor, { kind: "claim", given: { worker, directions, leaseMs: 150_000, unobserved: false, ofRun } }),
  ];
  answers.push(await makeCall(actor, { kind: "load", given: { ...on, limit: 20, unobserved: false } }));
  answers.push(await makeCall(actor, { kind: "record", given: { ...on, leaseMs: 150_000, changes } }));
  const [lease] = actor.leases[worker];
  if (lease === undefined) return answers;
  await disturb(actor, lease, meanwhile);
  if (loadsAgain) answers.push(await makeCall(actor, { kind: "load", given: { ...on, limit: 20, unobserved: false } }));
  answers.push(await makeCall(actor, { kind: "release", given: { ...on, release } }));
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

const onMirrors: Pick<
  Acts,
  "adoptRecognised" | "retry" | "skip" | "adopt" | "getMirror" | "standingOf" | "list" | "count"
> = {
  adoptRecognised: async (actor, { worker, mirror, target }) => {
    const { id, targetTicket } = pickMirror(actor, mirror);
    const event = { what: "recognised", detail: "By its marker.\0" };
    return await storeOf(actor, worker).adoptRecognised(id, messageOf(targetTicket, target), event);
  },
  retry: async (actor, { mirror }) =>
    plainOutcome(actor, await actor.scene.other.retryMirror(pickMirror(actor, mirror).id)),
  skip: async (actor, { mirror }) =>
    plainOutcome(actor, await actor.scene.other.skipMirror(pickMirror(actor, mirror).id, "Not needed.\0")),
  adopt: async (actor, { mirror, target }) => {
    const { id, targetTicket } = pickMirror(actor, mirror);
    return plainOutcome(actor, await actor.scene.other.adoptMirror(id, messageOf(targetTicket, target)));
  },
  getMirror: async (actor, { mirror }) => {
    const found = await actor.scene.store.getMirror(pickMirror(actor, mirror).id);
    if (found === null) return null;
    const { trace, ...rest } = found;
    return { ...plainMirror(actor, rest), trace: trace.map(({ at: _at, ...line }) => line) };
  },
  standingOf: async (actor, { side, ticket, message: n }) => {
    const standing = await actor.scene.store.standingOf(side, messageOf(ticket, n), 1);
    if (standing === null) return null;
    const { mirrorId, linkId, ...rest } = standing;
    return { ...rest, mirror: nameOfMirror(actor, mirrorId), link: nameOfLink(actor, linkId) };
  },
  list: async (actor, { state, side, link, limit }) => {
    const filter = { state, side, linkId: link === null ? null : pickLink(actor, link) };
    const first = await actor.scene.store.listMirrors(filter, { cursor: null, limit });
    const second =
      first.nextCursor === null
        ? null
        : await actor.scene.store.listMirrors(filter, { cursor: first.nextCursor, limit });
    return [first, second].map((page) => page?.items.map((mirror) => plainMirror(actor, mirror)));
  },
  count: async ({ scene: { store } }) => ({
    mirrors: await store.countMirrors(),
    polled: await store.pollLoad("requestor"),
    oldest: steps((await store.oldestWaitingSeconds()) * 1_000),
  }),
};

type HistoryKind =
  | ("createRun" | "claimRun" | "listRun" | "carryTicket" | "endTicket" | "leaveRun" | "wantCreation" | "askMap")
  | ("claimAudits" | "recordAudit" | "releaseAudit" | "recordLeaks" | "relearn" | "acknowledge");

const onSides: Omit<Acts, keyof (typeof onLinks & typeof onCapture & typeof onLanes & typeof onMirrors) | HistoryKind> =
  {
    pauseSide: (actor, { side, paused }) => actor.scene.store.setPaused(side, paused),
    sideWorks: async (actor, { side, works, wroteAgoMs }) => {
      const { store, now } = actor.scene;
      await (works ? store.recordSideSuccess(side, wroteAgoMs) : store.recordSideTrouble(side, "It is down.\0"));
      await store.recordChangesRefused(side, works ? null : "No list.\0");
      await store.recordHooks(
        side,
        works ? { heardAgoMs: 0, refusedAgoMs: null } : { heardAgoMs: null, refusedAgoMs: 0 },
      );
      const age = (at: number | null) => steps(at === null ? null : now() - at);
      return (await store.sideStandings()).map(
        ({ lastSuccessAt, lastFailureAt, hookHeardAt, hookRefusedAt, ...rest }) => ({
          ...rest,
          ...{ worked: age(lastSuccessAt), failed: age(lastFailureAt) },
          ...{ heard: age(hookHeardAt), refused: age(hookRefusedAt) },
        }),
      );
    },
    wakeIdleLanes: (actor) => actor.scene.store.wakeIdleLanes(),
    write: (actor, { side, agoMs }) => actor.scene.store.recordWrite(side, agoMs),
    hint: (actor, { side, tickets }) => actor.scene.store.hint(side, tickets.map(ticketOf)),
    claimPolls: async (actor, { side, worker, ...claim }) => {
      const turn = await storeOf(actor, worker).claimPolls(side, { workerId: worker, limit: 20, ...claim });
      if (turn.kind === "theirs") return { ...turn, forMs: steps(turn.forMs) };
      for (const { ticketId, reading } of turn.due) actor.readings.set(`${side} ${ticketId}`, reading);
      const due = turn.due.map(({ linkId, hinted, troubled }) => `${nameOfLink(actor, linkId)} ${hinted} ${troubled}`);
      return { ...turn, forMs: steps(turn.forMs), due: due.sort() };
    },
    leaveTurns: (actor, { worker }) => storeOf(actor, worker).leaveTurns(worker),
    hurryActive: (actor, { side, withinMs }) => actor.scene.store.hurryActive(side, withinMs),
    postponePoll: (actor, { side, link, ...postponed }) =>
      actor.scene.store.postponePoll(side, pickLink(actor, link), postponed),
    learn,
    workCreations,
    operateCreation: operateOnCreation,
    clearPollTrouble: (actor, { side, link }) => actor.scene.store.clearPollTrouble(side, pickLink(actor, link)),
    makeAllPollsDue: (actor, { side }) => actor.scene.store.makeAllPollsDue(side),
    pass: (actor, { milliseconds }) => actor.scene.passTime(milliseconds),
  };

const onHistory: Pick<Acts, HistoryKind> = {
  ...{ createRun, claimRun, listRun, carryTicket, endTicket, leaveRun, wantCreation, askMap },
  ...{ claimAudits, recordAudit, releaseAudit, recordLeaks, relearn },
  acknowledge: async ({ scene: { store, other } }) => {
    const standing = await store.standingAlarms();
    return await other.acknowledgeAlarms(
      "Jane\0",
      standing.map(({ id }) => id),
    );
  },
};

const acts: Acts = { ...onLinks, ...onCapture, ...onLanes, ...onMirrors, ...onSides, ...onHistory };

/** What people see of everything, for comparison after each call; the actor learns the ids from it. */
export async function look(actor: Actor): Promise<unknown> {
  const { store } = actor.scene;
  const all = { state: null, linkId: null, side: null };
  const [links, mirrors] = [
    await store.listLinks({ cursor: null, limit: 100 }),
    await store.listMirrors(all, { cursor: null, limit: 500 }),
  ];
  const place = ({ source }: (typeof mirrors.items)[number]) => [source.side, Number(source.messageId)] as const;
  actor.links = links.items;
  actor.mirrors = [...mirrors.items].sort((a, b) => {
    const [aSide, aId] = place(a);
    const [bSide, bId] = place(b);
    return aSide === bSide ? aId - bId : aSide < bSide ? -1 : 1;
  });
  return {
    links: links.items.map((link) => plainLink(actor, link)),
    mirrors: actor.mirrors.map((mirror) => plainMirror(actor, mirror)),
    creations: await lookAtCreations(actor),
    runs: await lookAtRuns(actor),
    audits: await lookAtAudits(actor),
    woke: await actor.scene.heard(),
  };
}
