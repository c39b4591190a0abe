import { mail, message } from "../acts.ts";
import { type Actor, nameOfLink, nameOfMirror, pickLink, pickMirror, storeOf, ticketOf } from "./actor.ts";
import { answerOf, type Acts } from "./answer.ts";
import { claimAudits, recordAudit, recordLeaks, releaseAudit, relearn } from "./audit-calls.ts";
import {
  askMap,
  carryTicket,
  claimRun,
  createRun,
  endTicket,
  leaveRun,
  listRun,
  wantCreation,
} from "./backfill-calls.ts";
import type { Call, Kind } from "./call.ts";
import { learn, operateOnCreation, workCreations } from "./creation-calls.ts";
import { onLanes } from "./lane-calls.ts";
import { messageOf, plainLink, plainMirror, plainOutcome } from "./plain.ts";
import { steps } from "./steps.ts";

/** Makes one call and gives what it answered, in words that are the same for every store. */
export async function makeCall<Of extends Kind>(actor: Actor, { kind, given }: Call<Of>): Promise<unknown> {
  return await answerOf(() => acts[kind](actor, given));
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

const onCapture: Pick<Acts, "capture" | "captureChanges" | "tellUnfollowed" | "beginFeed" | "lookAt" | "feedStart"> = {
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
  tellUnfollowed: (actor, { side, ticket, seen }) =>
    actor.scene.store.tellUnfollowed(
      side,
      ticketOf(ticket),
      seen.map(({ n, ...found }) => ({ id: messageOf(ticket, n), ...found })),
    ),
  beginFeed: (actor, { side, newest }) => actor.scene.store.beginFeed(side, message(newest)),
  lookAt: (actor, { side, ticket, messages }) =>
    actor.scene.store.lookAt(
      side,
      ticketOf(ticket),
      messages.map((n) => ({ id: messageOf(ticket, n), version: n % 2 === 0 ? "v1" : "v2" })),
    ),
  feedStart: (actor, { side }) => actor.scene.store.feedStart(side),
};

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
    return { ...plainMirror(actor, rest), trace: trace.map(({ at: _at, lastAt: _last, ...line }) => line) };
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
    sideWorks: async (actor, { side, works, wroteAgoMs, cause }) => {
      const { store, now } = actor.scene;
      await (works ? store.recordSideSuccess(side, wroteAgoMs) : store.recordSideTrouble(side, "It is down.\0", cause));
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
