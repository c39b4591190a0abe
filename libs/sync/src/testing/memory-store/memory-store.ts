import type { Side } from "@ticket-bridge/helpdesk";

import type { Page } from "../../ports/link-store.ts";
import type { SideStanding } from "../../ports/side-store.ts";
import type { Store } from "../../ports/store.ts";
import { beginFeed, capture, feedStart, lookAt } from "./capture.ts";
import * as lanes from "./lanes.ts";
import * as links from "./links.ts";
import * as mirrors from "./mirrors.ts";
import type { MemoryDatabase } from "./state.ts";

/**
 * The store's contract in memory, for simulations: `reach` stands for the way to the database and may wait, fail or
 * never answer. The same contract suite runs on it as on the real databases.
 */
export function memoryStore(database: MemoryDatabase, reach: () => Promise<void> = () => Promise.resolve()): Store {
  const on =
    <Arguments extends unknown[], Result>(operation: (database: MemoryDatabase, ...rest: Arguments) => Result) =>
    async (...rest: Arguments): Promise<Result> => {
      await reach();
      return operation(database, ...rest);
    };
  return {
    claimLanes: on(lanes.claimLanes),
    loadLane: on(lanes.loadLane),
    recordChanges: on(lanes.recordChanges),
    renewLeases: on(lanes.renewLeases),
    releaseLane: on(lanes.releaseLane),
    standingOf: on(lanes.standingOf),
    adoptRecognised: on(lanes.adoptRecognised),
    capture: on(capture),
    lookAt: on(lookAt),
    feedStart: on(feedStart),
    beginFeed: on(beginFeed),
    createLink: on(links.createLink),
    listLinks: on((db, { cursor, limit }) =>
      page(
        db.links.filter((link) => link.active).map((link) => links.describe(db, link)),
        cursor,
        limit,
      ),
    ),
    getLink: on((db, id) => {
      const row = db.links.find((link) => link.id === id && link.active);
      return row === undefined ? null : links.describe(db, row);
    }),
    setLinkPaused: on(links.setLinkPaused),
    removeLink: on(links.removeLink),
    listMirrors: on((db, filter, { cursor, limit }) =>
      page(
        db.mirrors
          .filter((row) => filter.state === null || row.state === filter.state)
          .filter((row) => filter.linkId === null || row.linkId === filter.linkId)
          .filter((row) => filter.side === null || row.sourceSide === filter.side)
          .map((row) => mirrors.describeMirror(db, row)),
        cursor,
        limit,
      ),
    ),
    getMirror: on((db, id) => {
      const row = db.mirrors.find((mirror) => mirror.id === id);
      return row === undefined ? null : mirrors.describeMirror(db, row);
    }),
    retryMirror: on(mirrors.retry),
    skipMirror: on(mirrors.skip),
    adoptMirror: on(mirrors.adopt),
    countMirrors: on(mirrors.countMirrors),
    oldestWaitingSeconds: on(mirrors.oldestWaitingSeconds),
    ...pollsAndSides(on),
    establishIdentity: on((db, proposed) => (db.identity ??= proposed)),
    readIdentity: on((db) => db.identity),
    onWake(listener) {
      database.listeners.add(listener);
      return () => database.listeners.delete(listener);
    },
  };
}

type On = <Arguments extends unknown[], Result>(
  operation: (database: MemoryDatabase, ...rest: Arguments) => Result,
) => (...rest: Arguments) => Promise<Result>;

type PollsAndSides = Pick<
  Store,
  | "hint"
  | "claimPolls"
  | "nextPollIn"
  | "makeAllPollsDue"
  | "postponePoll"
  | "clearPollTrouble"
  | "countPolled"
  | "sideStandings"
  | "setPaused"
  | "recordSideSuccess"
  | "recordSideTrouble"
>;

function pollsAndSides(on: On): PollsAndSides {
  return {
    hint: on((db, side, tickets) => {
      for (const link of db.links) if (tickets.includes(link.tickets[side])) link.pollDue[side] = db.now();
      db.wake("polls");
    }),
    claimPolls: on((db, side, limit, intervalMs) => {
      if (db.isPaused(side)) return [];
      const due = polled(db)
        .filter((link) => link.pollDue[side] <= db.now())
        .sort((a, b) => a.pollDue[side] - b.pollDue[side])
        .slice(0, limit);
      for (const link of due) link.pollDue[side] = db.now() + intervalMs;
      return due.map((link) => ({ linkId: link.id, ticketId: link.tickets[side] }));
    }),
    nextPollIn: on((db, side) => {
      if (db.isPaused(side)) return null;
      const dues = polled(db).map((link) => link.pollDue[side]);
      return dues.length === 0 ? null : Math.max(0, Math.min(...dues) - db.now());
    }),
    makeAllPollsDue: on((db, side) => {
      for (const link of db.links) {
        link.pollDue[side] = db.now();
        link.pollTrouble[side] = null;
      }
    }),
    postponePoll: on((db, side, linkId, { afterMs, reason }) => {
      const link = db.link(linkId);
      if (link === undefined) return;
      if (link.pollDue[side] > db.now()) link.pollDue[side] = db.now() + afterMs;
      link.pollTrouble[side] = reason ?? link.pollTrouble[side];
    }),
    clearPollTrouble: on((db, side, linkId) => {
      const link = db.link(linkId);
      if (link !== undefined) link.pollTrouble[side] = null;
    }),
    countPolled: on((db) => polled(db).length),
    sideStandings: on((db) => (["superoffice", "requestor"] as const).map((side) => standing(db, side))),
    setPaused: on((db, side, paused) => {
      db.sides.set(side, { ...standing(db, side), paused });
      if (!paused) for (const link of db.links) link.pollDue[side] = db.now();
      db.wake("polls");
      db.wake("lanes");
    }),
    recordSideSuccess: on((db, side) => {
      db.sides.set(side, { ...standing(db, side), lastSuccessAt: db.now(), trouble: null });
    }),
    recordSideTrouble: on((db, side, sentence) => {
      db.sides.set(side, { ...standing(db, side), lastFailureAt: db.now(), trouble: sentence });
    }),
  };
}

function polled(database: MemoryDatabase) {
  return database.links.filter((link) => link.active && !link.paused);
}

function standing(database: MemoryDatabase, side: Side): SideStanding {
  const unknown = { side, paused: false, lastSuccessAt: null, lastFailureAt: null, trouble: null };
  return database.sides.get(side) ?? unknown;
}

function page<Item>(items: readonly Item[], cursor: string | null, limit: number): Page<Item> {
  const start = cursor === null ? 0 : Number(cursor);
  const more = items.length > start + limit;
  return { items: items.slice(start, start + limit), nextCursor: more ? String(start + limit) : null };
}
