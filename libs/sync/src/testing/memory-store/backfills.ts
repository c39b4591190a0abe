import { otherSide, type MessageId, type Side, type TicketId } from "@ticket-bridge/helpdesk";

import type {
  BackfillClaim,
  BackfillLease,
  BackfillStore,
  BackfillTicket,
  Carrier,
  ListedTicket,
  TicketEnd,
} from "../../ports/backfill-store.ts";
import {
  nothingDone,
  type Backfill,
  type BackfillOptions,
  type BackfillPlan,
  type BackfillResult,
  type ReportLine,
} from "../../backfill/words.ts";
import { outlineOf } from "../../backfill/outline.ts";
import { withMessages } from "../../backfill/run-totals.ts";
import type { Page } from "../../ports/link-store.ts";
import { freeHeldBack } from "./held-back.ts";
import { messagesOf } from "./messages-of-run.ts";
import { page } from "./page.ts";
import { type BackfillRow, type BackfillTicketRow, type MemoryDatabase, storableText } from "./state.ts";

export function createBackfill(
  database: MemoryDatabase,
  options: BackfillOptions,
): { readonly backfill: Backfill } | { readonly unfinished: string } {
  const unfinished = database.backfills.find(({ state }) => state !== "finished");
  if (unfinished !== undefined) return { unfinished: unfinished.id };
  const row: BackfillRow = {
    id: database.nextId("backfill"),
    options: structuredClone(options),
    state: "planning",
    reason: null,
    stopCause: null,
    stopAsked: false,
    carrier: null,
    until: 0,
    epoch: 0,
    plan: null,
    result: nothingDone,
    ticketsTotal: null,
    createdAt: database.now(),
    startedAt: null,
    finishedAt: null,
    tickets: [],
  };
  database.backfills.push(row);
  return { backfill: describe(database, row) };
}

function describe(database: MemoryDatabase, row: BackfillRow): Backfill {
  const { id, options, state, reason, stopCause, stopAsked, ticketsTotal, plan, result } = row;
  const carrier = isCarried(database, row) ? row.carrier : null;
  return {
    ...{ id, options: outlineOf(options), state, reason, stopCause, stopAsked, ticketsTotal, plan, result },
    carriedBy: carrier === null ? null : { name: carrier.name, since: carrier.since },
    createdAt: row.createdAt,
    startedAt: row.startedAt,
    finishedAt: row.finishedAt,
  };
}

/** As people are told it: with what of the tickets that are begun came to its end. */
function told(database: MemoryDatabase, row: BackfillRow): Backfill {
  const links = new Set(row.tickets.flatMap(({ state, linkId }) => (state === "working" ? [linkId] : [])));
  const begun = database.mirrors.filter(({ backfillId, linkId }) => backfillId === row.id && links.has(linkId));
  const backfill = describe(database, row);
  return { ...backfill, result: withMessages(backfill.result, messagesOf(begun)) };
}

function isCarried(database: MemoryDatabase, row: BackfillRow): boolean {
  return row.carrier !== null && row.until > database.now();
}

const find = (database: MemoryDatabase, id: string) => database.backfills.find((row) => row.id === id);

export function backfillOptions(database: MemoryDatabase, id: string): BackfillOptions | null {
  return structuredClone(find(database, id)?.options ?? null);
}

export function getBackfill(database: MemoryDatabase, id: string): Backfill | null {
  const row = find(database, id);
  return row === undefined ? null : told(database, row);
}

export function listBackfills(
  database: MemoryDatabase,
  options: { readonly cursor: string | null; readonly limit: number },
): Page<Backfill> {
  const rows = page(database.backfills, options);
  return { ...rows, items: rows.items.map((row) => told(database, row)) };
}

export function unfinishedBackfill(database: MemoryDatabase): Backfill | null {
  const row = database.backfills.find(({ state }) => state !== "finished");
  return row === undefined ? null : told(database, row);
}

export function discardBackfill(database: MemoryDatabase, id: string, reason: string): boolean {
  const row = find(database, id);
  if (row === undefined || row.state === "finished" || isCarried(database, row)) return false;
  if (row.startedAt === null) {
    database.backfills.splice(database.backfills.indexOf(row), 1);
    return true;
  }
  row.epoch += 1;
  Object.assign(row, { state: "finished", reason: storableText(reason), finishedAt: database.now(), carrier: null });
  freeHeldBack(database, { linkId: null, backfillId: id });
  return true;
}

export function askBackfillStop(database: MemoryDatabase, id: string): boolean {
  const row = find(database, id);
  if (row === undefined || !isCarried(database, row)) return false;
  row.stopAsked = true;
  return true;
}

export function claimBackfill(
  database: MemoryDatabase,
  id: string,
  { workerId, name }: Carrier,
  { leaseMs, begin }: { readonly leaseMs: number; readonly begin: boolean },
): BackfillClaim {
  const row = find(database, id);
  const now = database.now();
  if (row === undefined) return { kind: "not-found" };
  if (row.state === "finished") return { kind: "finished", backfill: told(database, row) };
  if (row.carrier !== null && isCarried(database, row)) {
    const { name: by, since } = row.carrier;
    return { kind: "busy", carriedBy: { name: by, since }, freeInMs: row.until - now };
  }
  row.epoch += 1;
  row.carrier = { workerId, name: storableText(name), since: now };
  row.until = now + leaseMs;
  row.stopAsked = false;
  if (begin || row.state === "planning") {
    row.reason = null;
    row.stopCause = null;
  }
  if (begin && row.state !== "planning") {
    row.state = "running";
    row.startedAt ??= now;
  }
  return { kind: "claimed", lease: { id, epoch: row.epoch }, backfill: describe(database, row) };
}

export function heldBackfill(database: MemoryDatabase, { id, epoch }: BackfillLease): BackfillRow | undefined {
  const row = find(database, id);
  return row?.epoch === epoch && row.carrier !== null ? row : undefined;
}

export function renewBackfill(
  database: MemoryDatabase,
  lease: BackfillLease,
  leaseMs: number,
): { readonly stopAsked: boolean } | null {
  const row = heldBackfill(database, lease);
  if (row === undefined) return null;
  row.until = database.now() + leaseMs;
  return { stopAsked: row.stopAsked };
}

export function releaseBackfill(
  database: MemoryDatabase,
  lease: BackfillLease,
  outcome: Parameters<BackfillStore["releaseBackfill"]>[1],
): void {
  const row = heldBackfill(database, lease);
  if (row === undefined) return;
  row.carrier = null;
  row.stopAsked = false;
  if (outcome === null) return;
  if (outcome.state === "finished") {
    Object.assign(row, { state: "finished", reason: null, stopCause: null, finishedAt: database.now() });
    freeHeldBack(database, { linkId: null, backfillId: row.id });
    return;
  }
  if (row.state === "running") row.state = "stopped";
  row.reason = storableText(outcome.reason);
  row.stopCause = outcome.cause;
}

function planning(database: MemoryDatabase, lease: BackfillLease): BackfillRow | undefined {
  const row = heldBackfill(database, lease);
  return row?.state === "planning" ? row : undefined;
}

export function beginBackfillList(database: MemoryDatabase, lease: BackfillLease): boolean {
  const row = planning(database, lease);
  if (row !== undefined) row.tickets = [];
  return row !== undefined;
}

export function addBackfillTickets(
  database: MemoryDatabase,
  lease: BackfillLease,
  tickets: readonly ListedTicket[],
  after: number,
): boolean {
  const row = planning(database, lease);
  const added = tickets.map((ticket, index) => listed(ticket, after + index + 1));
  row?.tickets.push(...added.filter(({ place }) => row.tickets.every((one) => one.place !== place)));
  return row !== undefined;
}

function listed({ failure, ...ticket }: ListedTicket, place: number): BackfillTicketRow {
  const { superofficeTicketId, requestorTicketId } = ticket;
  const reason = failure === null ? null : storableText(failure);
  const line = { class: "error", superofficeTicketId, requestorTicketId, side: null, messageId: null } as const;
  return {
    ...ticket,
    place,
    linkId: null,
    state: reason === null ? "waiting" : "failed",
    reason,
    findings: reason === null ? [] : [{ ...line, reason }],
  };
}

export function freezeBackfillList(
  database: MemoryDatabase,
  lease: BackfillLease,
  plan: BackfillPlan,
  result: BackfillResult,
): boolean {
  const row = planning(database, lease);
  if (row === undefined) return false;
  row.state = "planned";
  row.plan = structuredClone(plan);
  row.result = structuredClone(result);
  row.ticketsTotal = row.tickets.length;
  return true;
}

const isOpen = ({ state }: BackfillTicketRow) => state === "waiting" || state === "working";

export function openBackfillTickets(
  database: MemoryDatabase,
  id: string,
  after: number,
  limit: number,
): BackfillTicket[] {
  const open = (find(database, id)?.tickets ?? []).filter((ticket) => isOpen(ticket) && ticket.place > after);
  return open.slice(0, limit).map(({ place, linkId, ids, paired, left, superofficeTicketId, requestorTicketId }) => ({
    ...{ place, linkId, ids, paired, left, superofficeTicketId, requestorTicketId },
  }));
}

export function beginBackfillTicket(
  database: MemoryDatabase,
  lease: BackfillLease,
  place: number,
  linkId: string,
): boolean {
  const ticket = heldBackfill(database, lease)?.tickets.find((one) => one.place === place && isOpen(one));
  if (ticket === undefined) return false;
  ticket.state = "working";
  ticket.linkId = linkId;
  return true;
}

export function endBackfillTicket(
  database: MemoryDatabase,
  lease: BackfillLease,
  { place, state, reason, findings }: TicketEnd,
  result: BackfillResult,
): boolean {
  const row = heldBackfill(database, lease);
  const ticket = row?.tickets.find((one) => one.place === place && isOpen(one));
  if (row === undefined || ticket === undefined) return false;
  ticket.state = state;
  ticket.reason = reason === null ? null : storableText(reason);
  ticket.findings = findings.map((line) => ({ ...line, reason: storableText(line.reason) }));
  row.result = structuredClone(result);
  if (state === "failed" && ticket.linkId !== null) {
    freeHeldBack(database, { linkId: ticket.linkId, backfillId: row.id });
  }
  return true;
}

export function listedAlone(
  database: MemoryDatabase,
  id: string,
  side: Side,
  ticketId: TicketId,
): { readonly seen: ReadonlySet<MessageId>; readonly isOpen: boolean } | null {
  const run = find(database, id);
  const ticket = run?.tickets.find((one) => {
    const tickets = { superoffice: one.superofficeTicketId, requestor: one.requestorTicketId };
    return tickets[side] === ticketId && tickets[otherSide(side)] === null;
  });
  if (run === undefined || ticket === undefined || ticket.left === null) return null;
  const seen = new Set([...ticket.ids[side], ...ticket.paired[side], ...ticket.left[side]]);
  return { seen, isOpen: run.state !== "finished" && isOpen(ticket) };
}

export function backfillFindings(
  database: MemoryDatabase,
  id: string,
  after: number,
  limit: number,
): { readonly place: number; readonly findings: readonly ReportLine[] }[] {
  return (find(database, id)?.tickets ?? [])
    .filter(({ place, findings }) => place > after && findings.length > 0)
    .slice(0, limit)
    .map(({ place, findings }) => ({ place, findings }));
}
