import type { Side, TicketId } from "@ticket-bridge/helpdesk";

import type { DuePoll } from "../../ports/poll-store.ts";
import { type LinkRow, type MemoryDatabase, storableText } from "./state.ts";

const polled = ({ links }: MemoryDatabase) => links.filter(({ active, paused }) => active && !paused);

export function hint(database: MemoryDatabase, side: Side, tickets: readonly TicketId[]): void {
  const hinted = polled(database).filter((link) => tickets.includes(link.tickets[side]));
  makeDue(database, side, hinted);
}

function makeDue(database: MemoryDatabase, side: Side, links: readonly LinkRow[]): void {
  for (const link of links) link.pollDue[side] = Math.min(link.pollDue[side], database.now());
  if (links.length > 0) database.wake("polls");
}

export function claimPolls(database: MemoryDatabase, side: Side, limit: number, intervalMs: number): DuePoll[] {
  if (database.isPaused(side)) return [];
  const due = polled(database)
    .filter((link) => link.pollDue[side] <= database.now())
    .sort((a, b) => a.pollDue[side] - b.pollDue[side])
    .slice(0, limit);
  for (const link of due) link.pollDue[side] = database.now() + intervalMs;
  return due.map((link) => ({ linkId: link.id, ticketId: link.tickets[side] }));
}

export function nextPollIn(database: MemoryDatabase, side: Side): number | null {
  if (database.isPaused(side)) return null;
  const dues = polled(database).map((link) => link.pollDue[side]);
  return dues.length === 0 ? null : Math.max(0, Math.min(...dues) - database.now());
}

/** What failed is forgotten for paused links too: who polls them when they go on does not know that they failed. */
export function makeAllPollsDue(database: MemoryDatabase, side: Side): void {
  const waiting = polled(database).filter((link) => link.pollDue[side] > database.now());
  const failed = database.links.filter((link) => link.pollTrouble[side] !== null);
  for (const link of failed) link.pollTrouble[side] = null;
  makeDue(database, side, [...new Set([...waiting, ...failed])]);
}

export const countPolled = (database: MemoryDatabase): number => polled(database).length;

/** One that is due by now was hinted at since it was claimed and keeps its place. */
export function postponePoll(
  database: MemoryDatabase,
  side: Side,
  linkId: string,
  { afterMs, reason }: { afterMs: number; reason: string | null },
): void {
  const link = database.link(linkId);
  if (link === undefined) return;
  if (link.pollDue[side] > database.now()) link.pollDue[side] = database.now() + afterMs;
  if (reason !== null) link.pollTrouble[side] = storableText(reason);
}

export function clearPollTrouble(database: MemoryDatabase, side: Side, linkId: string): void {
  const link = database.link(linkId);
  if (link !== undefined) link.pollTrouble[side] = null;
}
