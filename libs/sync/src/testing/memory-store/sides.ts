import { sides, type Side } from "@ticket-bridge/helpdesk";

import type { HelpdeskTrouble } from "../../decide/helpdesk-trouble.ts";
import type { HookAges, SideStanding } from "../../ports/side-store.ts";
import { pollsTopic } from "../../ports/wake.ts";
import { type MemoryDatabase, storableText } from "./state.ts";

export function sideStandings(database: MemoryDatabase): SideStanding[] {
  return sides.map((side) => standing(database, side));
}

/** When a side goes on, lanes that wait are tried at once, except those stopped for a fault of their ticket. */
export function setPaused(database: MemoryDatabase, side: Side, paused: boolean): void {
  change(database, side, { paused });
  database.wake("sides");
  if (paused) return;
  const now = database.now();
  for (const lane of database.lanes) {
    const waits = lane.leasedBy === null && lane.dueAt !== null && lane.dueAt > now && !lane.stopped;
    if (waits && database.activeLink(lane.linkId) !== undefined) lane.dueAt = now;
  }
  database.wake("lanes");
  database.wake(pollsTopic(side));
}

export function recordSideSuccess(database: MemoryDatabase, side: Side, wroteAgoMs: number | null): void {
  if (wroteAgoMs !== null) recordWrite(database, side, wroteAgoMs);
  change(database, side, { lastSuccessAt: database.now(), trouble: null, troubleCause: null });
}

export function recordSideTrouble(
  database: MemoryDatabase,
  side: Side,
  sentence: string,
  cause: HelpdeskTrouble,
): void {
  change(database, side, {
    lastFailureAt: database.now(),
    trouble: storableText(sentence),
    troubleCause: cause,
  });
}

export function recordChangesRefused(database: MemoryDatabase, side: Side, sentence: string | null): void {
  change(database, side, { changesRefused: sentence === null ? null : storableText(sentence) });
}

export function recordHooks(database: MemoryDatabase, side: Side, { heardAgoMs, refusedAgoMs }: HookAges): void {
  const { hookHeardAt, hookRefusedAt } = standing(database, side);
  const later = (known: number | null, agoMs: number | null) =>
    agoMs === null ? known : Math.max(known ?? -Infinity, database.now() - agoMs);
  change(database, side, {
    hookHeardAt: later(hookHeardAt, heardAgoMs),
    hookRefusedAt: later(hookRefusedAt, refusedAgoMs),
  });
}

export function recordWrite(database: MemoryDatabase, side: Side, agoMs: number): void {
  const at = database.now() - agoMs;
  database.lastWriteAt.set(side, Math.max(at, database.lastWriteAt.get(side) ?? at));
}

function change(database: MemoryDatabase, side: Side, to: Partial<SideStanding>): void {
  database.sides.set(side, { ...standing(database, side), ...to });
}

function standing(database: MemoryDatabase, side: Side): SideStanding {
  const unknown = {
    side,
    paused: false,
    lastSuccessAt: null,
    lastFailureAt: null,
    trouble: null,
    troubleCause: null,
    changesRefused: null,
    hookHeardAt: null,
    hookRefusedAt: null,
  };
  return database.sides.get(side) ?? unknown;
}
