import type { Store } from "../../ports/store.ts";
import * as access from "./access.ts";
import * as acts from "./acts.ts";
import * as backfills from "./backfills.ts";
import { captureChanges } from "./capture-changes.ts";
import * as audits from "./audits.ts";
import { attachmentsOf, attachmentsOfSource, recordAttachments } from "./attachments.ts";
import { capture, lookAt, tellUnfollowed } from "./capture.ts";
import * as creations from "./creations.ts";
import { beginFeed, feedStart } from "./feeds.ts";
import * as history from "./history.ts";
import { recordCreation } from "./record-creation.ts";
import * as lanes from "./lanes.ts";
import * as links from "./links.ts";
import * as mirrors from "./mirrors.ts";
import * as polls from "./polls.ts";
import { adoptRecognised, recordAndRelease, recordChanges } from "./record-changes.ts";
import { relearnLink } from "./relearn.ts";
import * as sides from "./sides.ts";
import type { MemoryDatabase } from "./state.ts";

/**
 * The store's contract in memory, for simulations: `reach` stands for the way to the database and may wait, fail or
 * never answer. The same contract suite runs on it as on the real databases, and random sequences of calls are compared
 * with them (libs/store/src/testing).
 */
export function memoryStore(database: MemoryDatabase, reach: () => Promise<void> = () => Promise.resolve()): Store {
  const on =
    <Arguments extends unknown[], Result>(operation: (database: MemoryDatabase, ...rest: Arguments) => Result) =>
    async (...rest: Arguments): Promise<Result> => {
      await reach();
      return operation(database, ...rest);
    };
  return {
    createToken: on(access.createToken),
    listTokens: on(access.listTokens),
    revokeToken: on(access.revokeToken),
    useToken: on(access.useToken),
    createSession: on(access.createSession),
    useSession: on(access.useSession),
    endSession: on(access.endSession),
    askAct: on(acts.askAct),
    endAct: on(acts.endAct),
    listActs: on(acts.listActs),
    linkMap: on(audits.linkMap),
    claimAudit: on(audits.claimAudit),
    recordAudit: on(audits.recordAudit),
    releaseAudit: on(audits.releaseAudit),
    recordLeaks: on(audits.recordLeaks),
    standingAlarms: on(audits.standingAlarms),
    acknowledgeAlarms: on(audits.acknowledgeAlarms),
    listAudits: on(audits.listAudits),
    getAudit: on(audits.getAudit),
    auditTotals: on(audits.auditTotals),
    claimLanes: on(lanes.claimLanes),
    loadLane: on(lanes.loadLane),
    recordChanges: on(recordChanges),
    recordAndRelease: on(recordAndRelease),
    attachmentsOf: on(attachmentsOf),
    attachmentsOfSource: on(attachmentsOfSource),
    recordAttachments: on(recordAttachments),
    renewLeases: on(lanes.renewLeases),
    releaseLane: on(lanes.releaseLane),
    wakeIdleLanes: on(lanes.wakeIdleLanes),
    standingOf: on(lanes.standingOf),
    adoptRecognised: on(adoptRecognised),
    capture: on(capture),
    lookAt: on(lookAt),
    tellUnfollowed: on(tellUnfollowed),
    captureChanges: on(captureChanges),
    feedStart: on(feedStart),
    beginFeed: on(beginFeed),
    beginCreating: on(creations.beginCreating),
    learnTickets: on(creations.learnTickets),
    claimCreations: on(creations.claimCreations),
    renewCreations: on(creations.renewCreations),
    recordCreation: on(recordCreation),
    linkCreation: on(creations.linkCreation),
    creationOf: on(creations.creationOf),
    listCreations: on(creations.listCreations),
    getCreation: on(creations.getCreation),
    retryCreation: on(creations.retryCreation),
    skipCreation: on(creations.skipCreation),
    adoptCreation: on(creations.adoptCreation),
    createBackfill: on(backfills.createBackfill),
    getBackfill: on(backfills.getBackfill),
    backfillOptions: on(backfills.backfillOptions),
    listBackfills: on(backfills.listBackfills),
    unfinishedBackfill: on(backfills.unfinishedBackfill),
    listedAlone: on(backfills.listedAlone),
    discardBackfill: on(backfills.discardBackfill),
    askBackfillStop: on(backfills.askBackfillStop),
    claimBackfill: on(backfills.claimBackfill),
    renewBackfill: on(backfills.renewBackfill),
    releaseBackfill: on(backfills.releaseBackfill),
    beginBackfillList: on(backfills.beginBackfillList),
    addBackfillTickets: on(backfills.addBackfillTickets),
    freezeBackfillList: on(backfills.freezeBackfillList),
    openBackfillTickets: on(backfills.openBackfillTickets),
    beginBackfillTicket: on(backfills.beginBackfillTicket),
    endBackfillTicket: on(backfills.endBackfillTicket),
    backfillFindings: on(backfills.backfillFindings),
    captureHistory: on(history.captureHistory),
    historyStandings: on(history.historyStandings),
    knownMessages: on(history.knownMessages),
    wantCreation: on(history.wantCreation),
    linkOfTicket: on(history.linkOfTicket),
    createLink: on(links.createLink),
    relearnLink: on(relearnLink),
    listLinks: on(links.listLinks),
    followMerge: on(links.followMerge),
    getLink: on(links.getLink),
    setLinkPaused: on(links.setLinkPaused),
    removeLink: on(links.removeLink),
    listMirrors: on(mirrors.listMirrors),
    getMirror: on(mirrors.getMirror),
    retryMirror: on(mirrors.retryMirror),
    skipMirror: on(mirrors.skipMirror),
    adoptMirror: on(mirrors.adoptMirror),
    countMirrors: on(mirrors.countMirrors),
    countMirrored: on(mirrors.countMirrored),
    oldestWaitingSeconds: on(mirrors.oldestWaitingSeconds),
    hint: on(polls.hint),
    claimPolls: on(polls.claimPolls),
    leaveTurns: on(polls.leaveTurns),
    pollLoad: on(polls.pollLoad),
    hurryActive: on(polls.hurryActive),
    makeAllPollsDue: on(polls.makeAllPollsDue),
    postponePoll: on(polls.postponePoll),
    clearPollTrouble: on(polls.clearPollTrouble),
    sideStandings: on(sides.sideStandings),
    setPaused: on(sides.setPaused),
    recordSideSuccess: on(sides.recordSideSuccess),
    recordWrite: on(sides.recordWrite),
    recordSideTrouble: on(sides.recordSideTrouble),
    recordChangesRefused: on(sides.recordChangesRefused),
    recordHooks: on(sides.recordHooks),
    establishIdentity: on((db, proposed) => (db.identity ??= proposed)),
    readIdentity: on((db) => db.identity),
    onWake(listener) {
      database.listeners.add(listener);
      return () => database.listeners.delete(listener);
    },
  };
}
