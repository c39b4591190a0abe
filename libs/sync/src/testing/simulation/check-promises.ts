import { otherSide, sides, type Message, type Side, type TicketId } from "@ticket-bridge/helpdesk";

import { copyGoodForMs } from "../../deliver/fresh-copies.ts";
import type { FakeHelpdesk } from "../fake-helpdesk.ts";
import type { MemoryDatabase, MirrorRow } from "../memory-store/state.ts";
import { counterpart, type Written } from "./people.ts";

export interface Outcome {
  readonly desks: Readonly<Record<Side, FakeHelpdesk>>;
  readonly pairs: readonly Readonly<Record<Side, TicketId>>[];
  readonly written: readonly Written[];
  readonly database: MemoryDatabase;
  readonly sentAt: Readonly<Record<Side, ReadonlyMap<string, number>>>;
}

/** A fresh copy is at most a minute old when it is decided upon; then come commits, latency and a slow database. */
const staleMs = copyGoodForMs + 15_000;

/** What the two helpdesks hold, checked against what people wrote. Each broken promise is a sentence. */
export function brokenPromises(outcome: Outcome): string[] {
  return [
    ...outcome.written.flatMap((written) => checkMessage(outcome, written)),
    ...sides.flatMap((side) => checkNoEcho(outcome, side)),
    ...outcome.pairs.flatMap((pair) => sides.flatMap((side) => checkOrder(outcome, side, pair[side]))),
  ];
}

function checkMessage(outcome: Outcome, written: Written): string[] {
  const name = `${written.side} message ${written.id}`;
  const mirrors = mirrorsOf(outcome, written);
  const row = rowOf(outcome, written);
  const broken: string[] = [];
  if (mirrors.length > 1) broken.push(`P2: ${name} was mirrored ${mirrors.length} times`);
  const explained = row?.state === "held" || row?.state === "skipped";
  if (mirrors.length === 0 && !explained) broken.push(`P1: ${name} is lost (${row?.state ?? "never captured"})`);
  if (mirrors.length === 0 && explained && (row.reason ?? "") === "") broken.push(`P1: ${name} has no reason`);
  if (row?.state === "skipped" && !written.deleted) broken.push(`P1: ${name} was skipped: ${row.reason}`);
  if (row?.state === "held" && !written.refused && !holdsForInternal(row)) {
    broken.push(`P1: ${name} is held: ${row.reason}`);
  }
  for (const mirror of mirrors) {
    if (mirror.visibility === "public" && !wasPublic(outcome, written, mirror)) {
      broken.push(`P3: ${name} was internal and is published as ${mirror.id}`);
    }
  }
  return broken;
}

function holdsForInternal(row: MirrorRow): boolean {
  return row.reason?.includes("cannot hold internal messages") ?? false;
}

/** Whether the source was public at some moment that the send could rest on. */
function wasPublic(outcome: Outcome, written: Written, mirror: Message): boolean {
  const sentAt = outcome.sentAt[mirror.side].get(mirror.id) ?? Infinity;
  return written.visibilities.some(({ at, public: isPublic }, index) => {
    const until = written.visibilities[index + 1]?.at ?? Infinity;
    return isPublic && at <= sentAt && until >= sentAt - staleMs;
  });
}

/** What the bridge wrote names a message that a person wrote. */
function checkNoEcho(outcome: Outcome, side: Side): string[] {
  const people = new Set(outcome.written.filter((written) => written.side !== side).map(({ id }) => id));
  return outcome.pairs
    .flatMap((pair) => outcome.desks[side].mirrorsOn(pair[side]))
    .filter(({ marker }) => marker === null || !people.has(marker.messageId))
    .map(({ id, marker }) => `P5: ${side} message ${id} mirrors ${marker?.messageId ?? "nothing"}, which nobody wrote`);
}

/** What was held is appended when a person retries it: the others do not wait for it. */
function wasHeld(outcome: Outcome, written: Written): boolean {
  return rowOf(outcome, written)?.trace.some(({ what }) => what === "held") ?? false;
}

function checkOrder(outcome: Outcome, side: Side, ticketId: TicketId): string[] {
  const mirrored = outcome.written
    .filter((written) => written.side === side && written.ticketId === ticketId && !wasHeld(outcome, written))
    .flatMap((written) => mirrorsOf(outcome, written).map(({ id }) => ({ written, target: Number(id) })));
  const broken: string[] = [];
  for (const earlier of mirrored) {
    for (const later of mirrored) {
      const before =
        earlier.written.visibleAt < later.written.visibleAt && Number(earlier.written.id) < Number(later.written.id);
      if (before && earlier.target > later.target) {
        broken.push(`P4: ${side} messages ${earlier.written.id} and ${later.written.id} stand in the wrong order`);
      }
    }
  }
  return broken;
}

function mirrorsOf(outcome: Outcome, written: Written): Message[] {
  const target = otherSide(written.side);
  return outcome.desks[target]
    .mirrorsOn(counterpart(outcome.pairs, written.side, written.ticketId))
    .filter(({ marker }) => marker?.messageId === written.id);
}

function rowOf(outcome: Outcome, written: Written): MirrorRow | undefined {
  return outcome.database.mirrorOfSource(written.side, written.id);
}
