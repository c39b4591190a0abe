import { bySide, type Side } from "@ticket-bridge/helpdesk";
import type { AccessStore, ActStore, BackfillStore, Store } from "@ticket-bridge/sync";

import {
  addBackfillTickets,
  beginBackfillList,
  beginBackfillTicket,
  endBackfillTicket,
  freezeBackfillList,
  openBackfillTickets,
} from "./backfills/backfill-tickets.ts";
import { askAct, endAct, listActs } from "./access/acts.ts";
import { createSession, endSession, useSession } from "./access/sessions.ts";
import { createToken, listTokens, revokeToken, useToken } from "./access/tokens.ts";
import { relearnLink } from "./audits/relearn-link.ts";
import { captureHistory } from "./backfills/capture-history.ts";
import { askBackfillStop, claimBackfill, releaseBackfill, renewBackfill } from "./backfills/claim-backfill.ts";
import { createBackfill, discardBackfill } from "./backfills/create-backfill.ts";
import { historyStandings } from "./backfills/history-standings.ts";
import { knownMessages } from "./backfills/known-messages.ts";
import {
  backfillFindings,
  backfillOptions,
  getBackfill,
  listBackfills,
  unfinishedBackfill,
} from "./backfills/read-backfills.ts";
import { listedAlone } from "./backfills/listed-alone.ts";
import { linkOfTicket, wantCreation } from "./backfills/want-creation.ts";
import { acknowledgeAlarms, recordLeaks, standingAlarms } from "./audits/alarms.ts";
import { claimAudit } from "./audits/claim-audit.ts";
import { linkMap } from "./audits/link-map.ts";
import { auditTotals, getAudit, listAudits } from "./audits/list-audits.ts";
import { recordAudit, releaseAudit } from "./audits/record-audit.ts";
import { CallMeter } from "./budget/call-meter.ts";
import { createCallBudget } from "./budget/create-call-budget.ts";
import { storeQuiet } from "./budget/quiet.ts";
import { blockOf, reserveSlots } from "./budget/reserve-slots.ts";
import type { BridgeStore, CallBudgetOptions } from "./bridge-store.ts";
import { beginFeed } from "./capture/begin-feed.ts";
import { captureChanges } from "./capture/capture-changes.ts";
import { tellUnfollowed } from "./capture/tell-unfollowed.ts";
import { feedStart } from "./capture/feed-start.ts";
import { beginCreating } from "./creations/begin-creating.ts";
import { claimCreations, renewCreations } from "./creations/claim-creations.ts";
import { learnTickets } from "./creations/learn-tickets.ts";
import { linkCreation } from "./creations/link-creation.ts";
import { creationOf, getCreation, listCreations } from "./creations/list-creations.ts";
import { adoptCreation, retryCreation, skipCreation } from "./creations/operate-creation.ts";
import { recordCreation } from "./creations/record-creation.ts";
import { type Database, notice } from "./database/database.ts";
import { gatheredCalls } from "./gathered-calls.ts";
import { guardCalls } from "./guard-calls.ts";
import { establishIdentity, readIdentity } from "./identity/identity.ts";
import { adoptRecognised } from "./lanes/adopt-recognised.ts";
import { claimLanes } from "./lanes/claim-lanes.ts";
import { loadLane } from "./lanes/load-lane.ts";
import { recordAttachments } from "./lanes/record-attachments.ts";
import { renewLeases } from "./lanes/renew-leases.ts";
import { wakeIdleLanes } from "./lanes/wake-idle-lanes.ts";
import { standingOf } from "./lanes/standing-of.ts";
import { createLink } from "./links/create-link.ts";
import { followMerge } from "./links/follow-merge.ts";
import { getLink } from "./links/get-link.ts";
import { listLinks } from "./links/list-links.ts";
import { removeLink } from "./links/remove-link.ts";
import { setLinkPaused } from "./links/set-link-paused.ts";
import { attachmentsOf, attachmentsOfSource } from "./mirrors/attachments-of.ts";
import { adoptMirror } from "./mirrors/adopt-mirror.ts";
import { countMirrored } from "./mirrors/count-mirrored.ts";
import { countMirrors } from "./mirrors/count-mirrors.ts";
import { getMirror } from "./mirrors/get-mirror.ts";
import { oldestWaitingSeconds } from "./mirrors/oldest-waiting.ts";
import { retryMirror } from "./mirrors/retry-mirror.ts";
import { skipMirror } from "./mirrors/skip-mirror.ts";
import { claimPolls } from "./polls/claim-polls.ts";
import { clearPollTrouble } from "./polls/clear-poll-trouble.ts";
import { hint } from "./polls/hint.ts";
import { hurryActive } from "./polls/hurry-active.ts";
import { leaveTurns } from "./polls/leave-turns.ts";
import { makeAllPollsDue } from "./polls/make-all-polls-due.ts";
import { pollLoad } from "./polls/poll-load.ts";
import { postponePoll } from "./polls/postpone-poll.ts";
import { attentionGroups, attentionSet, countAttention } from "./reads/attention.ts";
import { watchChanges } from "./reads/change-marks.ts";
import type { DashboardReads } from "./reads/dashboard-reads.ts";
import { countPausedLinks } from "./reads/count-paused-links.ts";
import { directionStandings } from "./reads/direction-standings.ts";
import { countMinutes, mirroredMinutes } from "./reads/mirrored-minutes.ts";
import { mirrorsOfMessages } from "./reads/mirrors-of-messages.ts";
import { placesOfLines } from "./reads/places-of-lines.ts";
import { quietSeconds } from "./reads/quiet-seconds.ts";
import { searchLinks } from "./reads/search-links.ts";
import { listMirrors, searchMirrors } from "./reads/search-mirrors.ts";
import { stoppedLanes } from "./reads/stopped-lanes.ts";
import {
  recordChangesRefused,
  recordHooks,
  recordSideSuccess,
  recordSideTrouble,
  recordWrite,
} from "./sides/record-side.ts";
import { setPaused } from "./sides/set-paused.ts";
import { sideStandings } from "./sides/side-standings.ts";

const { quiet: _quiet, replicas: _replicas, ...waking } = notice;
const wakeTopics = Object.values(waking);

/** Puts the statements together to a store over an open database, which it closes. */
export function buildStore(database: Database): BridgeStore {
  const { prisma } = database;
  const budgets: { close(): void }[] = [];
  const meters = bySide(() => new CallMeter(() => performance.now()));
  const store: BridgeStore = {
    ...bindStatements(database),
    ...bindReads(prisma),
    kind: database.kind,
    onWake: (listener) =>
      database.onNotice((payload) => {
        const topic = wakeTopics.find((known) => known === payload);
        if (topic !== undefined) listener(topic);
      }),
    ready: async () =>
      await prisma.$queryRaw`SELECT 1`.then(
        () => true,
        () => false,
      ),
    callBudget: (side, options) => {
      database.replicas.join((of) => meters[of].perSecond());
      const budget = openBudget(database, side, options);
      budgets.push(budget);
      return meters[side].counted(budget);
    },
    callsPerSecond: (side) => meters[side].perSecond() + database.replicas.othersPerSecond(side),
    close: async () => {
      for (const budget of budgets) budget.close();
      await database.close();
    },
  };
  return guardCalls(store, database.kind === "embedded");
}

function openBudget({ prisma, onNotice, replicas }: Database, side: Side, options: CallBudgetOptions) {
  const rate = { ...options, burstSeconds: Math.min(2, options.burstSeconds) };
  return createCallBudget({
    reserve: (wanted, priority) => reserveSlots(prisma, side, { wanted, priority }, rate),
    block: blockOf(rate),
    quiet: (milliseconds) => storeQuiet(prisma, side, milliseconds),
    onQuiet: (listener) =>
      onNotice((payload) => {
        if (payload === `${notice.quiet} ${side}`) listener();
      }),
    concurrency: () => replicas.share(options.concurrency),
    onConcurrency: (listener) => replicas.onChange(listener),
  });
}

function bindStatements({ prisma }: Database): Omit<Store, "onWake"> {
  return {
    ...gatheredCalls(prisma),
    ...bindBackfills(prisma),
    ...bindAccess(prisma),
    linkMap: (linkId) => linkMap(prisma, linkId),
    claimAudit: (options) => claimAudit(prisma, options),
    recordAudit: (linkId, outcome) => recordAudit(prisma, linkId, outcome),
    releaseAudit: (linkId) => releaseAudit(prisma, linkId),
    recordLeaks: (linkId, leaks, undecided) => recordLeaks(prisma, linkId, leaks, undecided),
    standingAlarms: () => standingAlarms(prisma),
    acknowledgeAlarms: (by, ids) => acknowledgeAlarms(prisma, by, ids),
    listAudits: (filter, options) => listAudits(prisma, filter, options),
    getAudit: (linkId) => getAudit(prisma, linkId),
    auditTotals: () => auditTotals(prisma),
    captureChanges: (given) => captureChanges(prisma, given),
    tellUnfollowed: (side, ticketId, seen) => tellUnfollowed(prisma, side, ticketId, seen),
    feedStart: (side) => feedStart(prisma, side),
    beginFeed: (side, newest) => beginFeed(prisma, side, newest),
    beginCreating: (sources) => beginCreating(prisma, sources),
    learnTickets: (side, tickets) => learnTickets(prisma, side, tickets),
    claimCreations: (workerId, options) => claimCreations(prisma, workerId, options),
    renewCreations: (leases, leaseMs) => renewCreations(prisma, leases, leaseMs),
    recordCreation: (lease, leaseMs, change) => recordCreation(prisma, lease, leaseMs, change),
    linkCreation: (lease, link, firstMirror) => linkCreation(prisma, lease, link, firstMirror),
    creationOf: (side, ticketId) => creationOf(prisma, side, ticketId),
    listCreations: (filter, options) => listCreations(prisma, filter, options),
    getCreation: (id) => getCreation(prisma, id),
    retryCreation: (id) => retryCreation(prisma, id),
    skipCreation: (id, reason) => skipCreation(prisma, id, reason),
    adoptCreation: (id, link, firstMirror) => adoptCreation(prisma, id, link, firstMirror),
    establishIdentity: (proposed) => establishIdentity(prisma, proposed),
    readIdentity: () => readIdentity(prisma),
    claimLanes: (workerId, options) => claimLanes(prisma, workerId, options),
    loadLane: (lease, limit, options) => loadLane(prisma, lease, limit, options),
    wakeIdleLanes: () => wakeIdleLanes(prisma),
    attachmentsOf: (mirrorId) => attachmentsOf(prisma, mirrorId),
    attachmentsOfSource: (side, messageId) => attachmentsOfSource(prisma, side, messageId),
    recordAttachments: (lease, mirrorId, rows) => recordAttachments(prisma, lease, mirrorId, rows),
    renewLeases: (leases, leaseMs) => renewLeases(prisma, leases, leaseMs),
    standingOf: (side, messageId, revision) => standingOf(prisma, side, messageId, revision),
    adoptRecognised: (mirrorId, target, event, reason) => adoptRecognised(prisma, mirrorId, target, event, reason),
    createLink: (link) => createLink(prisma, link),
    relearnLink: (learned) => relearnLink(prisma, learned),
    listLinks: (options) => listLinks(prisma, options),
    followMerge: (id, merged) => followMerge(prisma, id, merged),
    getLink: (id) => getLink(prisma, id),
    setLinkPaused: (id, paused) => setLinkPaused(prisma, id, paused),
    removeLink: (id, reason) => removeLink(prisma, id, reason),
    listMirrors: (filter, options) => listMirrors(prisma, filter, options),
    getMirror: (id) => getMirror(prisma, id),
    retryMirror: (id) => retryMirror(prisma, id),
    skipMirror: (id, reason) => skipMirror(prisma, id, reason),
    adoptMirror: (id, target) => adoptMirror(prisma, id, target),
    countMirrors: () => countMirrors(prisma),
    countMirrored: () => countMirrored(prisma),
    oldestWaitingSeconds: () => oldestWaitingSeconds(prisma),
    hint: (side, tickets) => hint(prisma, side, tickets),
    claimPolls: (side, claim) => claimPolls(prisma, side, claim),
    leaveTurns: (workerId) => leaveTurns(prisma, workerId),
    pollLoad: (side) => pollLoad(prisma, side),
    hurryActive: (side, withinMs) => hurryActive(prisma, side, withinMs),
    makeAllPollsDue: (side) => makeAllPollsDue(prisma, side),
    postponePoll: (side, linkId, postponed) => postponePoll(prisma, side, linkId, postponed),
    clearPollTrouble: (side, linkId) => clearPollTrouble(prisma, side, linkId),
    sideStandings: () => sideStandings(prisma),
    setPaused: (side, paused) => setPaused(prisma, side, paused),
    recordSideSuccess: (side, wroteAgoMs) => recordSideSuccess(prisma, side, wroteAgoMs),
    recordWrite: (side, agoMs) => recordWrite(prisma, side, agoMs),
    recordSideTrouble: (side, sentence, cause) => recordSideTrouble(prisma, side, sentence, cause),
    recordChangesRefused: (side, sentence) => recordChangesRefused(prisma, side, sentence),
    recordHooks: (side, ages) => recordHooks(prisma, side, ages),
  };
}

function bindAccess(prisma: Database["prisma"]): AccessStore & ActStore {
  return {
    createToken: (token) => createToken(prisma, token),
    listTokens: (options) => listTokens(prisma, options),
    revokeToken: (id, by) => revokeToken(prisma, id, by),
    useToken: (hash) => useToken(prisma, hash),
    createSession: (session) => createSession(prisma, session),
    useSession: (hash) => useSession(prisma, hash),
    endSession: (hash) => endSession(prisma, hash),
    askAct: (act) => askAct(prisma, act),
    endAct: (id, outcome) => endAct(prisma, id, outcome),
    listActs: (filter, options) => listActs(prisma, filter, options),
  };
}

function bindReads(prisma: Database["prisma"]): DashboardReads {
  return {
    changeMarks: watchChanges(prisma),
    directionStandings: () => directionStandings(prisma),
    stoppedLanes: () => stoppedLanes(prisma),
    quietSeconds: () => quietSeconds(prisma),
    countPausedLinks: () => countPausedLinks(prisma),
    countMinutes: () => countMinutes(prisma),
    mirroredMinutes: (lastMinutes, bucketMinutes) => mirroredMinutes(prisma, lastMinutes, bucketMinutes),
    searchLinks: (search, options) => searchLinks(prisma, search, options),
    searchMirrors: (search, options) => searchMirrors(prisma, search, options),
    attentionGroups: (filter) => attentionGroups(prisma, filter),
    countAttention: (filter) => countAttention(prisma, filter),
    attentionSet: (filter) => attentionSet(prisma, filter),
    mirrorsOfMessages: (linkId, ids) => mirrorsOfMessages(prisma, linkId, ids),
    placesOfLines: (lines) => placesOfLines(prisma, lines),
  };
}

function bindBackfills(prisma: Database["prisma"]): BackfillStore {
  return {
    createBackfill: (options) => createBackfill(prisma, options),
    getBackfill: (id) => getBackfill(prisma, id),
    backfillOptions: (id) => backfillOptions(prisma, id),
    listBackfills: (options) => listBackfills(prisma, options),
    unfinishedBackfill: () => unfinishedBackfill(prisma),
    discardBackfill: (id, reason) => discardBackfill(prisma, id, reason),
    askBackfillStop: (id) => askBackfillStop(prisma, id),
    claimBackfill: (id, carrier, options) => claimBackfill(prisma, id, carrier, options),
    renewBackfill: (lease, leaseMs) => renewBackfill(prisma, lease, leaseMs),
    releaseBackfill: (lease, outcome) => releaseBackfill(prisma, lease, outcome),
    beginBackfillList: (lease) => beginBackfillList(prisma, lease),
    addBackfillTickets: (lease, tickets, after) => addBackfillTickets(prisma, lease, tickets, after),
    freezeBackfillList: (lease, plan, result) => freezeBackfillList(prisma, lease, plan, result),
    openBackfillTickets: (id, after, limit) => openBackfillTickets(prisma, id, after, limit),
    beginBackfillTicket: (lease, place, linkId) => beginBackfillTicket(prisma, lease, place, linkId),
    endBackfillTicket: (lease, end, result) => endBackfillTicket(prisma, lease, end, result),
    backfillFindings: (id, after, limit) => backfillFindings(prisma, id, after, limit),
    listedAlone: (id, side, ticketId) => listedAlone(prisma, id, side, ticketId),
    captureHistory: (lease, history) => captureHistory(prisma, lease, history),
    historyStandings: (id) => historyStandings(prisma, id),
    knownMessages: (side, ids) => knownMessages(prisma, side, ids),
    wantCreation: (lease, side, ticketId) => wantCreation(prisma, lease, side, ticketId),
    linkOfTicket: (side, ticketId) => linkOfTicket(prisma, side, ticketId),
  };
}
