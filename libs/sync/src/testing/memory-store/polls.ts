import type { Side, TicketId } from "@ticket-bridge/helpdesk";

import { activeForMs, type DuePoll, type PollClaim, type PollLoad, type PollTurn } from "../../ports/poll-store.ts";
import { pollsTopic } from "../../ports/wake.ts";
import { type LinkRow, type MemoryDatabase, storableText } from "./state.ts";

const urgencies = ["hint", "active", "quiet"] as const;

/** Before all others; what is overdue already keeps its place. The caller wakes who polls. */
export function pollNow(database: MemoryDatabase, link: LinkRow, side: Side): void {
  link.pollDue[side] = Math.min(link.pollDue[side], database.now());
  link.pollUrgency[side] = "hint";
}

export function readingOf(link: LinkRow, side: Side): string {
  return `${link.id}.${link.generation[side]}`;
}

export function hint(database: MemoryDatabase, side: Side, tickets: readonly TicketId[]): void {
  const hinted = polled(database).filter((link) => tickets.includes(link.tickets[side]));
  for (const link of hinted) pollNow(database, link, side);
  if (hinted.length > 0) database.wake(pollsTopic(side));
}

export function claimPolls(database: MemoryDatabase, side: Side, claim: PollClaim): PollTurn {
  const now = database.now();
  const reader = database.readers.get(side);
  if (reader !== undefined && reader.workerId !== claim.workerId && reader.until > now) {
    return { kind: "theirs", forMs: reader.until - now };
  }
  const isNew = reader?.workerId !== claim.workerId;
  const kept = isNew || reader.until <= now + (claim.leaseMs * 2) / 3 ? now + claim.leaseMs : reader.until;
  database.readers.set(side, { workerId: claim.workerId, until: kept });
  const due = isNew || database.isPaused(side) ? [] : takeDue(database, side, claim);
  return { kind: "ours", forMs: kept - now, isNew, due };
}

function takeDue(database: MemoryDatabase, side: Side, { limit, scheduled, intervals }: PollClaim): DuePoll[] {
  const now = database.now();
  let left = scheduled;
  const chosen = polled(database)
    .filter((link) => link.pollDue[side] <= now)
    .sort((a, b) => rank(a, side) - rank(b, side) || a.pollDue[side] - b.pollDue[side])
    .filter((link) => link.pollUrgency[side] === "hint" || (left -= 1) >= 0)
    .slice(0, limit);
  return chosen.map((link) => {
    const hinted = link.pollUrgency[side] === "hint";
    link.pollUrgency[side] = isActive(database, link) ? "active" : "quiet";
    link.pollDue[side] = now + (isActive(database, link) ? intervals.activeMs : intervals.quietMs);
    const reading = readingOf(link, side);
    const troubled = link.pollTrouble[side] !== null;
    return { linkId: link.id, ticketId: link.tickets[side], reading, hinted, troubled };
  });
}

function rank(link: LinkRow, side: Side): number {
  return urgencies.indexOf(link.pollUrgency[side]);
}

export function leaveTurns(database: MemoryDatabase, workerId: string): void {
  for (const [side, reader] of database.readers) if (reader.workerId === workerId) database.readers.delete(side);
}

export function pollLoad(database: MemoryDatabase): PollLoad {
  const links = polled(database);
  const active = links.filter((link) => isActive(database, link)).length;
  return { active, quiet: links.length - active };
}

export function hurryActive(database: MemoryDatabase, side: Side, withinMs: number): void {
  for (const link of polled(database)) {
    if (link.pollUrgency[side] !== "quiet" || !isActive(database, link)) continue;
    link.pollUrgency[side] = "active";
    link.pollDue[side] = Math.min(link.pollDue[side], database.now() + withinMs);
  }
}

export function makeAllPollsDue(database: MemoryDatabase, side: Side): void {
  const wanted = polled(database).filter(
    (link) => link.pollDue[side] > database.now() || (link.pollUrgency[side] === "quiet" && isActive(database, link)),
  );
  for (const link of wanted) {
    link.pollDue[side] = Math.min(link.pollDue[side], database.now());
    if (link.pollUrgency[side] === "quiet" && isActive(database, link)) link.pollUrgency[side] = "active";
  }
  if (wanted.length > 0) database.wake(pollsTopic(side));
}

export function postponePoll(
  database: MemoryDatabase,
  side: Side,
  linkId: string,
  { afterMs, reason }: { afterMs: number; reason: string | null },
): void {
  const link = database.link(linkId);
  if (link === undefined) return;
  if (link.pollUrgency[side] !== "hint") link.pollDue[side] = database.now() + afterMs;
  if (reason !== null) link.pollTrouble[side] = storableText(reason);
}

export function clearPollTrouble(database: MemoryDatabase, side: Side, linkId: string): void {
  const link = database.link(linkId);
  if (link !== undefined) link.pollTrouble[side] = null;
}

function polled(database: MemoryDatabase): LinkRow[] {
  return database.links.filter((link) => link.active && !link.paused);
}

function isActive(database: MemoryDatabase, link: LinkRow): boolean {
  return link.activeAt !== null && link.activeAt > database.now() - activeForMs;
}
