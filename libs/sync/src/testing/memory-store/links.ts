import { directions, sides, sourceOf } from "@ticket-bridge/helpdesk";

import type { LaneStanding, Link, NewLink } from "../../ports/link-store.ts";
import { appendTrace } from "./lanes.ts";
import { presentKey, type LinkRow, type MemoryDatabase } from "./state.ts";

export function createLink(
  database: MemoryDatabase,
  link: NewLink,
): { link: Link } | { taken: "superoffice" | "requestor" | "both" } {
  const active = database.links.filter((row) => row.active);
  const superoffice = active.some((row) => row.tickets.superoffice === link.superofficeTicketId);
  const requestor = active.some((row) => row.tickets.requestor === link.requestorTicketId);
  if (superoffice || requestor) {
    return { taken: superoffice && requestor ? "both" : superoffice ? "superoffice" : "requestor" };
  }
  const row = revive(database, link) ?? insert(database, link);
  for (const side of sides) {
    for (const key of [...database.present]) if (key.startsWith(`${row.id}/${side}/`)) database.present.delete(key);
    for (const id of link.present[side]) {
      if (!database.mirrorOfSource(side, id)) database.present.add(presentKey(row.id, side, id));
    }
    row.pollDue[side] = database.now();
    row.readWhole[side] = false;
    row.pollTrouble[side] = null;
  }
  database.wake("polls");
  return { link: describe(database, row) };
}

function revive(database: MemoryDatabase, link: NewLink): LinkRow | undefined {
  const row = database.links.find(
    ({ tickets }) => tickets.superoffice === link.superofficeTicketId && tickets.requestor === link.requestorTicketId,
  );
  if (row !== undefined) {
    row.active = true;
    row.paused = false;
  }
  return row;
}

function insert(database: MemoryDatabase, link: NewLink): LinkRow {
  const row: LinkRow = {
    id: database.nextId(),
    tickets: { superoffice: link.superofficeTicketId, requestor: link.requestorTicketId },
    titles: { superoffice: link.superofficeTitle, requestor: link.requestorTitle },
    requestorRef: link.requestorRef,
    paused: false,
    active: true,
    createdAt: database.now(),
    pollDue: { superoffice: 0, requestor: 0 },
    pollTrouble: { superoffice: null, requestor: null },
    readWhole: { superoffice: false, requestor: false },
  };
  database.links.push(row);
  for (const direction of directions) {
    database.lanes.push({
      linkId: row.id,
      direction,
      nextSeq: 1,
      dueAt: null,
      epoch: 0,
      leasedBy: null,
      leaseUntil: 0,
      failures: 0,
      reason: null,
      stopped: false,
    });
  }
  return row;
}

export function describe(database: MemoryDatabase, row: LinkRow): Link {
  const lanes = directions.map((direction): LaneStanding => {
    const mirrors = database.mirrors.filter((mirror) => mirror.linkId === row.id && mirror.direction === direction);
    const count = (...states: string[]) => mirrors.filter(({ state }) => states.includes(state)).length;
    const lane = database.lane(row.id, direction);
    return {
      direction,
      pending: count("pending", "sending"),
      uncertain: count("uncertain"),
      held: count("held"),
      mirrored: count("mirrored"),
      skipped: count("skipped"),
      reason: lane?.reason ?? row.pollTrouble[sourceOf(direction)],
      stopped: lane?.stopped ?? false,
    };
  });
  return {
    id: row.id,
    superofficeTicketId: row.tickets.superoffice,
    requestorTicketId: row.tickets.requestor,
    superofficeTitle: row.titles.superoffice,
    requestorTitle: row.titles.requestor,
    requestorRef: row.requestorRef,
    paused: row.paused,
    createdAt: row.createdAt,
    lanes,
  };
}

export function setLinkPaused(database: MemoryDatabase, id: string, paused: boolean): Link | null {
  const row = database.links.find((link) => link.id === id && link.active);
  if (row === undefined) return null;
  row.paused = paused;
  if (!paused) {
    for (const side of sides) row.pollDue[side] = database.now();
    for (const lane of database.lanes.filter(({ linkId }) => linkId === id)) {
      lane.stopped = false;
      lane.reason = null;
      database.makeDue(lane);
    }
    database.wake("polls");
  }
  return describe(database, row);
}

export function removeLink(database: MemoryDatabase, id: string, reason: string): boolean {
  const row = database.links.find((link) => link.id === id && link.active);
  if (row === undefined) return false;
  row.active = false;
  for (const lane of database.lanes.filter(({ linkId }) => linkId === id)) {
    lane.epoch += 1;
    lane.leasedBy = null;
  }
  for (const mirror of database.mirrors.filter(({ linkId }) => linkId === id)) {
    if (mirror.state === "mirrored" || mirror.state === "skipped") continue;
    mirror.state = "skipped";
    mirror.reason = reason;
    mirror.copy = null;
    appendTrace(mirror, database.now(), { what: "skipped", detail: reason });
  }
  return true;
}
