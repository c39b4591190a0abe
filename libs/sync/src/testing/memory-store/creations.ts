import { otherSide, type Side, type TicketId } from "@ticket-bridge/helpdesk";

import { longestBackoffMs } from "../../decide/backoff.ts";
import type {
  ClaimedCreation,
  Creation,
  CreationClaim,
  CreationFilter,
  CreationLease,
  CreationOutcome,
  CreationState,
  FirstMirror,
} from "../../ports/creation-store.ts";
import type { Link, NewLink, Page } from "../../ports/link-store.ts";
import { insertMirrored } from "./capture.ts";
import { createLink, getLink } from "./links.ts";
import { page } from "./page.ts";
import { give, held } from "./record-creation.ts";
import { type CreationRow, type MemoryDatabase, storableText } from "./state.ts";

export function beginCreating(database: MemoryDatabase, sources: readonly Side[]): void {
  for (const side of sources) database.creatingSince.set(side, database.creatingSince.get(side) ?? database.now());
}

export function learnTickets(database: MemoryDatabase, side: Side, tickets: readonly TicketId[]): void {
  const now = database.now();
  let woke = false;
  for (const ticketId of new Set(tickets)) {
    const known = find(database, side, ticketId);
    const made = database.creations.some(
      (row) => row.sourceSide === otherSide(side) && row.targetTicketId === ticketId,
    );
    if (wasLinked(database, side, ticketId) || made) continue;
    if (known === undefined) database.creations.push(newRow(database, side, ticketId));
    else if (!isBroughtForward(known, now)) continue;
    else known.dueAt = now;
    woke = true;
  }
  if (woke) database.wake("creations");
}

function isBroughtForward({ state, failures, leasedBy, dueAt }: CreationRow, now: number): boolean {
  const kept = failures === 0 ? 0 : longestBackoffMs;
  return state === "pending" && leasedBy === null && dueAt !== null && dueAt > now + kept;
}

function wasLinked(database: MemoryDatabase, side: Side, ticketId: TicketId): boolean {
  return database.links.some(({ tickets }) => tickets[side] === ticketId);
}

export function newRow(database: MemoryDatabase, sourceSide: Side, sourceTicketId: TicketId): CreationRow {
  const now = database.now();
  const id = database.nextId("creation");
  return {
    id,
    correlationId: `creation-${id}`,
    firstSentAt: null,
    madeAt: null,
    trace: [],
    waitingSince: now,
    sourceSide,
    sourceTicketId,
    targetTicketId: null,
    state: "pending",
    reason: null,
    attempts: 0,
    failures: 0,
    firstMessageId: null,
    carriedHash: null,
    losses: [],
    sentAt: null,
    suspicions: 0,
    suspectedAt: 0,
    suspicion: null,
    withoutContact: false,
    wanted: false,
    settleUntil: null,
    dueAt: now,
    epoch: 0,
    leasedBy: null,
    leaseUntil: null,
    learnedAt: now,
    updatedAt: now,
    backfillId: null,
  };
}

export function claimCreations(
  database: MemoryDatabase,
  workerId: string,
  { sources, limit, leaseMs, ofBackfill }: CreationClaim,
): ClaimedCreation[] {
  const now = database.now();
  if (database.isPaused("superoffice") || database.isPaused("requestor")) return [];
  const due = database.creations
    .filter(({ sourceSide, state }) => sources.includes(sourceSide) && open.includes(state))
    .filter((row) => from(row) <= now)
    .filter(({ backfillId }) =>
      ofBackfill === undefined ? !isCarried(database, backfillId) : backfillId === ofBackfill,
    )
    .sort((a, b) => from(a) - from(b))
    .slice(0, limit);
  for (const row of due)
    Object.assign(row, { leasedBy: workerId, leaseUntil: now + leaseMs, dueAt: null, epoch: row.epoch + 1 });
  return due.sort((a, b) => Number(a.id) - Number(b.id)).map((row) => claimed(database, row));
}

function isCarried(database: MemoryDatabase, id: string | null): boolean {
  return database.backfills.some((run) => run.id === id && run.carrier !== null && run.until > database.now());
}

const open: readonly CreationState[] = ["pending", "sending", "uncertain"];

function from({ leasedBy, leaseUntil, dueAt }: CreationRow): number {
  return (leasedBy === null ? dueAt : leaseUntil) ?? Infinity;
}

function claimed(database: MemoryDatabase, row: CreationRow): ClaimedCreation {
  const now = database.now();
  return {
    id: row.id,
    epoch: row.epoch,
    source: { side: row.sourceSide, ticketId: row.sourceTicketId },
    state: row.state as ClaimedCreation["state"],
    attempts: row.attempts,
    failures: row.failures,
    correlationId: row.correlationId,
    targetTicketId: row.targetTicketId,
    firstMessageId: row.firstMessageId,
    carriedHash: row.carriedHash,
    losses: row.losses,
    sentAgoMs: row.sentAt === null ? null : now - row.sentAt,
    suspicions: row.suspicions,
    suspicion: row.suspicion,
    withoutContact: row.withoutContact,
    wanted: row.wanted,
    linkedBefore: wasLinked(database, row.sourceSide, row.sourceTicketId),
    creatingForMs: now - (database.creatingSince.get(row.sourceSide) ?? now),
    settleRemainingMs: (row.settleUntil ?? now) - now,
    ofBackfill: row.backfillId,
  };
}

export function renewCreations(
  database: MemoryDatabase,
  leases: readonly CreationLease[],
  leaseMs: number,
): CreationLease[] {
  return leases.filter((lease) => {
    const row = held(database, lease);
    if (row !== undefined) row.leaseUntil = database.now() + leaseMs;
    return row !== undefined;
  });
}

export function linkCreation(
  database: MemoryDatabase,
  lease: CreationLease,
  link: NewLink,
  firstMirror: FirstMirror | null,
): { link: Link } | { taken: Side | "both" } | "lost" {
  const row = held(database, lease);
  return row === undefined ? "lost" : linkInto(database, row, link, firstMirror);
}

function linkInto(
  database: MemoryDatabase,
  row: CreationRow,
  link: NewLink,
  firstMirror: FirstMirror | null,
  byPerson = false,
): { link: Link } | { taken: Side | "both" } {
  const made = createLink(database, link);
  if ("taken" in made) return made;
  if (firstMirror !== null) insertMirrored(database, made.link.id, { row, byPerson }, firstMirror);
  give(row);
  Object.assign(row, {
    state: "linked",
    targetTicketId: otherSide(row.sourceSide) === "superoffice" ? link.superofficeTicketId : link.requestorTicketId,
    reason: null,
    dueAt: null,
    failures: 0,
    settleUntil: null,
    epoch: row.epoch + 1,
    updatedAt: database.now(),
  });
  return { link: getLink(database, made.link.id) ?? made.link };
}

function find(database: MemoryDatabase, side: Side, ticketId: TicketId): CreationRow | undefined {
  return database.creations.find((row) => row.sourceSide === side && row.sourceTicketId === ticketId);
}

export function creationOf(database: MemoryDatabase, side: Side, ticketId: TicketId): Creation | null {
  const row = find(database, side, ticketId);
  return row === undefined ? null : describe(row);
}

export function listCreations(
  database: MemoryDatabase,
  { state, side }: CreationFilter,
  options: { cursor: string | null; limit: number },
): Page<Creation> {
  const wanted = database.creations.filter(
    (row) => (state === null || row.state === state) && (side === null || row.sourceSide === side),
  );
  const rows = page(wanted, options);
  return { ...rows, items: rows.items.map(describe) };
}

export function getCreation(database: MemoryDatabase, id: string): Creation | null {
  const row = database.creations.find((one) => one.id === id);
  return row === undefined ? null : describe(row);
}

export function describe(row: CreationRow): Creation {
  const { id, sourceSide, sourceTicketId, targetTicketId, state, reason, attempts, learnedAt, updatedAt } = row;
  return {
    ...{ id, state, reason, attempts, learnedAt, updatedAt },
    source: { side: sourceSide, ticketId: sourceTicketId },
    target: targetTicketId === null ? null : { side: otherSide(sourceSide), ticketId: targetTicketId },
  };
}

export function retryCreation(database: MemoryDatabase, id: string): CreationOutcome {
  return operate(database, id, ["held", "skipped", "uncertain", "pending"], (row) => {
    const isMade = row.targetTicketId !== null || row.state === "uncertain";
    row.state = isMade ? "uncertain" : "pending";
    row.wanted = true;
    row.failures = 0;
    row.suspicions = 0;
    if (row.leasedBy === null) row.dueAt = database.now();
    database.wake("creations");
    return null;
  });
}

export function skipCreation(database: MemoryDatabase, id: string, reason: string): CreationOutcome {
  return operate(database, id, ["held", "uncertain", "pending"], (row) => {
    give(row);
    Object.assign(row, { state: "skipped", reason: storableText(reason), dueAt: null, failures: 0 });
    row.epoch += 1;
    return null;
  });
}

export function adoptCreation(
  database: MemoryDatabase,
  id: string,
  link: NewLink,
  firstMirror: FirstMirror | null,
): CreationOutcome {
  return operate(database, id, ["held", "skipped", "uncertain", "pending"], (row) => {
    const made = linkInto(database, row, link, firstMirror, true);
    return "taken" in made ? { outcome: "taken", side: made.taken } : null;
  });
}

function operate(
  database: MemoryDatabase,
  id: string,
  from: readonly CreationState[],
  act: (row: CreationRow) => CreationOutcome | null,
): CreationOutcome {
  const row = database.creations.find((one) => one.id === id);
  if (row === undefined) return { outcome: "not-found" };
  if (!from.includes(row.state)) return { outcome: "wrong-state", state: row.state };
  const refused = act(row);
  if (refused !== null) return refused;
  row.updatedAt = database.now();
  return { outcome: "done", creation: describe(row) };
}
