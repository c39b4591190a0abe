import { compareIds, directions, otherSide, sides, sourceOf, type MessageId } from "@ticket-bridge/helpdesk";

import type { LaneStanding, Link, MergedTicket, MergeOutcome, NewLink, Page } from "../../ports/link-store.ts";
import { pollsTopic } from "../../ports/wake.ts";
import { page } from "./page.ts";
import { type LinkRow, type MemoryDatabase, presentKey, storableText } from "./state.ts";
import { traceAppend } from "./trace.ts";

export function createLink(
  database: MemoryDatabase,
  link: NewLink,
): { link: Link } | { taken: "superoffice" | "requestor" | "both" } {
  const superoffice = database.linkOfTicket("superoffice", link.superofficeTicketId) !== undefined;
  const requestor = database.linkOfTicket("requestor", link.requestorTicketId) !== undefined;
  if (superoffice || requestor) {
    return { taken: superoffice && requestor ? "both" : superoffice ? "superoffice" : "requestor" };
  }
  const row = findPair(database, link) ?? insert(database, link);
  row.active = true;
  row.paused = false;
  database.audits.delete(row.id);
  row.titles.superoffice = storableText(link.superofficeTitle);
  row.titles.requestor = storableText(link.requestorTitle);
  row.requestorRef = link.requestorRef === null ? null : storableText(link.requestorRef);
  for (const key of [...database.present]) if (key.startsWith(`${row.id}/`)) database.present.delete(key);
  for (const key of [...database.heldBack.keys()]) if (key.startsWith(`${row.id}/`)) database.heldBack.delete(key);
  for (const side of sides) {
    for (const id of link.present[side]) database.present.add(presentKey(row.id, side, id));
    const { backfillId = "", messages } = link.heldBack ?? {};
    for (const id of messages?.[side] ?? []) {
      const key = presentKey(row.id, side, id);
      database.present.add(key);
      database.heldBack.set(key, backfillId);
    }
    row.readWhole[side] = false;
    row.pollDue[side] = database.now();
    row.pollUrgency[side] = "hint";
    row.generation[side] += 1;
    row.pollTrouble[side] = null;
  }
  for (const side of sides) database.wake(pollsTopic(side));
  return { link: describe(database, row) };
}

function findPair(database: MemoryDatabase, link: NewLink): LinkRow | undefined {
  return database.links.find(
    ({ tickets }) => tickets.superoffice === link.superofficeTicketId && tickets.requestor === link.requestorTicketId,
  );
}

function insert(database: MemoryDatabase, link: NewLink): LinkRow {
  const row: LinkRow = {
    id: database.nextId("link"),
    tickets: { superoffice: link.superofficeTicketId, requestor: link.requestorTicketId },
    titles: { superoffice: "", requestor: "" },
    requestorRef: null,
    paused: false,
    active: true,
    createdAt: database.now(),
    pollDue: { superoffice: 0, requestor: 0 },
    pollUrgency: { superoffice: "quiet", requestor: "quiet" },
    pollTrouble: { superoffice: null, requestor: null },
    readWhole: { superoffice: false, requestor: false },
    generation: { superoffice: 0, requestor: 0 },
    activeAt: null,
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
      leaseUntil: null,
      failures: 0,
      reason: null,
      stopped: false,
      crossings: [],
    });
  }
  return row;
}

export function getLink(database: MemoryDatabase, id: string): Link | null {
  const row = database.activeLink(id);
  return row === undefined ? null : describe(database, row);
}

export function listLinks(database: MemoryDatabase, options: { cursor: string | null; limit: number }): Page<Link> {
  const rows = page(
    database.links.filter(({ active }) => active),
    options,
  );
  return { ...rows, items: rows.items.map((row) => describe(database, row)) };
}

function describe(database: MemoryDatabase, row: LinkRow): Link {
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

export function followMerge(database: MemoryDatabase, id: string, merged: MergedTicket): MergeOutcome {
  const { side, from, to } = merged;
  const link = database.activeLink(id);
  if (link?.tickets[side] !== from) return "not-linked";
  const mirrors = database.mirrors.filter(({ linkId }) => linkId === id);
  const other = otherSide(side);
  const taken = database.links.some(
    (one) => one !== link && one.tickets[side] === to && (one.active || one.tickets[other] === link.tickets[other]),
  );
  if (taken) {
    link.paused = true;
    for (const lane of database.lanesOf(id)) {
      lane.stopped = true;
      lane.reason = storableText(merged.ifTaken);
    }
    return "taken";
  }
  if (mirrors.some(({ state }) => state === "sending" || state === "uncertain")) return "busy";
  storeMastersPast(database, link, merged);
  link.tickets[side] = to;
  link.readWhole[side] = false;
  link.generation[side] += 1;
  link.pollDue[side] = database.now();
  link.pollUrgency[side] = "hint";
  link.pollTrouble[side] = null;
  for (const row of mirrors) if (row.sourceSide === side) row.sourceTicketId = to;
  for (const lane of database.lanesOf(id)) {
    lane.epoch += 1;
    Object.assign(lane, { leasedBy: null, leaseUntil: null, dueAt: database.now() });
    Object.assign(lane, { failures: 0, reason: null, stopped: false });
  }
  database.wake("lanes");
  database.wake(pollsTopic(side));
  return "followed";
}

/** What stood on the other ticket, as far as it is no younger than everything known of this link. */
function storeMastersPast(database: MemoryDatabase, link: LinkRow, { side, messageIds }: MergedTicket): void {
  const ofLink = database.mirrors.filter(({ linkId }) => linkId === link.id);
  const present = [...database.present].filter((key) => key.startsWith(presentKey(link.id, side, "" as MessageId)));
  const known = [
    ...ofLink.flatMap((row) => (row.sourceSide === side ? row.sourceMessageId : (row.targetMessageId ?? []))),
    ...present.map((key) => key.split("/").at(-1) ?? ""),
  ];
  const newest = known.length === 0 ? null : known.reduce((a, b) => (compareIds(a, b) > 0 ? a : b));
  for (const id of messageIds) {
    const isSeen = database.mirrorOfSource(side, id) ?? database.mirrorWithTarget(side, id);
    if (isSeen !== undefined || (newest !== null && compareIds(id, newest) > 0)) continue;
    database.present.add(presentKey(link.id, side, id));
  }
}

export function setLinkPaused(database: MemoryDatabase, id: string, paused: boolean): Link | null {
  const row = database.activeLink(id);
  if (row === undefined) return null;
  row.paused = paused;
  if (!paused) {
    for (const side of sides) {
      row.pollDue[side] = database.now();
      row.pollUrgency[side] = "hint";
      row.pollTrouble[side] = null;
    }
    for (const lane of database.lanesOf(id)) {
      lane.stopped = false;
      lane.reason = null;
      lane.failures = 0;
      lane.crossings = [];
      lane.dueAt = database.now();
      // So that a worker that still has the lane does not release it as idle.
      lane.nextSeq += 1;
    }
    database.wake("lanes");
    for (const side of sides) database.wake(pollsTopic(side));
  }
  return describe(database, row);
}

export function removeLink(database: MemoryDatabase, id: string, given: string): boolean {
  const row = database.activeLink(id);
  if (row === undefined) return false;
  const reason = storableText(given);
  row.active = false;
  for (const lane of database.lanesOf(id)) {
    lane.epoch += 1;
    Object.assign(lane, { dueAt: null, leasedBy: null, leaseUntil: null, failures: 0, reason: null, stopped: false });
  }
  for (const mirror of database.mirrors.filter(({ linkId }) => linkId === id)) {
    if (mirror.state === "mirrored" || mirror.state === "skipped") continue;
    mirror.state = "skipped";
    mirror.reason = reason;
    mirror.copy = null;
    mirror.copyAt = null;
    mirror.settleUntil = null;
    mirror.carriedHash = null;
    mirror.updatedAt = database.now();
    mirror.trace = traceAppend(mirror.trace, database.now(), { what: "skipped", detail: reason });
  }
  return true;
}
