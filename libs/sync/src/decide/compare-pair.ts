import { sideName, type Message, type MessageId, type Side, type Ticket } from "@ticket-bridge/helpdesk";
import { carriedHash } from "@ticket-bridge/mapping";

import type { MapRow } from "../ports/audit-map.ts";
import { isCarriedUnknown } from "./carried-unknown.ts";
import { saysWhatWasWritten } from "./compare-words.ts";
import { readWrittenHash } from "./written-hash.ts";

/** A message that was mirrored and what stands on the target for it. */
export interface PairFacts {
  readonly source: Side;
  readonly target: Side;
  readonly targetTicket: Ticket;
  /** The rows of this source by revision; the first one is mirrored. */
  readonly rows: readonly MapRow[];
  /** The source as it is; null when it does not stand on its ticket. */
  readonly message: Message | null;
  /** What stands on the target ticket of these rows' targets. */
  readonly standing: ReadonlyMap<MessageId, Message>;
  /** Whether the marker on a message of the target is ours and names this source. */
  readonly isOurs: (mirror: Message) => boolean;
  readonly policy: { readonly edits: "mirror" | "note" | "ignore"; readonly deletes: "note" | "ignore" };
  /** The source is another one by now, or gone, and that is being followed. */
  readonly isChanging: boolean;
}

export type PairVerdict =
  | { readonly kind: "agree" }
  /** A row of its own tells of it: `waiting` is on its way, `held` is a person's. */
  | { readonly kind: "waiting" }
  | { readonly kind: "held"; readonly reason: string }
  /** Neither side has it any more, or it was told that one has not. */
  | { readonly kind: "over" }
  | {
      readonly kind: "differs";
      readonly class: "only-source" | "only-target" | "differs";
      /** What is internal at its source stands where customers read it. */
      readonly leak: boolean;
      /** Its source says something else by now than what was carried, and nobody has captured that. */
      readonly isUncaptured: boolean;
      readonly reason: string;
    };

type Difference = PairVerdict & { kind: "differs" };

/** Compares one mirrored message with its source (P3, P7). Pure. */
export function comparePair(facts: PairFacts): PairVerdict {
  const { rows } = facts;
  const isMoving = facts.isChanging || rows.some(isOnItsWay);
  const published = publishedThere(facts, isMoving);
  if (published !== null) return published;
  if (isMoving) return { kind: "waiting" };
  const difference = leakOf(facts) ?? absence(facts) ?? changedSource(facts) ?? changedMirror(facts);
  const held = rows.find(({ state, revision }) => state === "held" && revision > 1);
  if (difference?.kind === "differs" && difference.leak) return difference;
  if (held !== undefined) return { kind: "held", reason: held.reason ?? "" };
  return difference ?? { kind: "agree" };
}

function isOnItsWay({ state }: MapRow): boolean {
  return state === "pending" || state === "sending" || state === "uncertain";
}

/**
 * What was written as internal and stands where customers read it: whatever is on its way or held about its source, nobody
 * was told of that. So it is with a mirror of which a restored database does not know how it was written.
 */
function publishedThere(facts: PairFacts, isMoving: boolean): Difference | null {
  const { message, rows, source, target } = facts;
  if (message?.visibility === "public") return null;
  const open = openOnes(facts).filter(({ row, mirror }) => {
    const as = writtenAs(facts, row);
    return as === "internal" || (as === null && !isMoving && message !== null && facts.isOurs(mirror));
  });
  if (open.length === 0) return null;
  if (message !== null) return leak(facts, message, open);
  const ids = open.map(({ mirror }) => mirror.id).join(", ");
  const reason = `Message ${rows[0]?.sourceMessageId} was internal in ${sideName(source)}, where it does not stand any more, and customers can read it in ${sideName(target)}: message ${ids}.`;
  return { kind: "differs", class: "differs", leak: true, isUncaptured: false, reason };
}

/** What was written as public, and is internal at its source by now. */
function leakOf(facts: PairFacts): Difference | null {
  const { message, policy } = facts;
  if (message?.visibility !== "internal" || isLeakTold(facts, message)) return null;
  const open = openOnes(facts);
  if (open.length === 0) return null;
  const found = leak(facts, message, open);
  // Who has edits ignored has decided that what was public when it crossed stays as it is.
  return policy.edits === "ignore" ? { ...found, leak: false } : found;
}

function leak({ rows, source, target }: PairFacts, message: Message, open: readonly OpenMirror[]): Difference {
  const ids = open.map(({ mirror }) => mirror.id).join(", ");
  return {
    kind: "differs",
    class: "differs",
    leak: true,
    // A restored database may know nothing of what was carried.
    isUncaptured: lastCarried(rows) !== carriedHash(message),
    reason: `Message ${message.id} is internal in ${sideName(source)}, and customers can read it in ${sideName(target)}: message ${ids}.`,
  };
}

interface OpenMirror {
  readonly row: MapRow;
  readonly mirror: Message;
}

/** What customers can read of it. Also corrections; not a note about a deletion, which says nothing that its source says. */
function openOnes(facts: PairFacts): readonly OpenMirror[] {
  return facts.rows.flatMap((row) => {
    const mirror = row.kind === "deletion" ? null : standingOf(facts, row.targetMessageId);
    return mirror?.visibility === "public" ? [{ row, mirror }] : [];
  });
}

/** Null where nobody knows. */
function writtenAs({ rows }: PairFacts, row: MapRow): "public" | "internal" | null {
  const shown = shownBy(rows, row);
  const { visibility } = readWrittenHash(shown.writtenHash);
  if (visibility !== null) return visibility;
  if (shown.carriedHash === null || isCarriedUnknown(shown.carriedHash)) return null;
  return shown.carriedHash.startsWith("public ") ? "public" : "internal";
}

/** The row whose words and visibility stand on the mirror of this one. */
function shownBy(rows: readonly MapRow[], row: MapRow): MapRow {
  return row.revision === 1 ? (rows.findLast(changedInPlace) ?? row) : row;
}

/** A person has the change before him, or has decided about it. */
function isTold({ rows }: PairFacts, message: Message): boolean {
  return rows.some((row) => tells(row, message));
}

function tells({ revision, state, carriedHash: hash }: MapRow, message: Message): boolean {
  return revision > 1 && (state === "held" || state === "skipped") && hash !== null && hash === carriedHash(message);
}

/**
 * A person was told that customers can read it. Where the bridge tried to hide it, its row waits for something else, or
 * that was refused: what stands open then is for everybody to know.
 */
function isLeakTold({ rows }: PairFacts, message: Message): boolean {
  return rows.some((row) => tells(row, message) && readWrittenHash(row.writtenHash).visibility !== "internal");
}

function absence(facts: PairFacts): PairVerdict | null {
  const { message, rows, source, target, policy } = facts;
  const first = rows[0];
  const mirror = standingOf(facts, first?.targetMessageId ?? null);
  const [from, to] = [sideName(source), sideName(target)];
  if (message === null || message.deleted) {
    const told = rows.some(({ kind }) => kind === "deletion") || (first?.gone === true && policy.deletes === "ignore");
    if (mirror === null || told) return { kind: "over" };
    const reason = `Message ${first?.sourceMessageId} does not stand on its ticket in ${from} any more; its mirror, message ${mirror.id} in ${to}, does.`;
    return { kind: "differs", class: "only-target", leak: false, isUncaptured: false, reason };
  }
  if (mirror !== null) return null;
  // Who was asked about an edit of it knows.
  if (isTold(facts, message)) return { kind: "over" };
  const reason = `The mirror of message ${message.id}, message ${first?.targetMessageId} in ${to}, does not stand on its ticket any more.`;
  return { kind: "differs", class: "only-source", leak: false, isUncaptured: false, reason };
}

function changedSource(facts: PairFacts): PairVerdict | null {
  const { message, rows, policy, source, target } = facts;
  const carried = lastCarried(rows);
  if (message === null || carried === null || carried === carriedHash(message)) return null;
  if (policy.edits === "ignore" || isTold(facts, message)) return { kind: "agree" };
  const reason = `Message ${message.id} was changed in ${sideName(source)}, and its mirror in ${sideName(target)} says what it said before.`;
  return { kind: "differs", class: "differs", leak: false, isUncaptured: true, reason };
}

function changedMirror(facts: PairFacts): PairVerdict | null {
  const to = sideName(facts.target);
  for (const row of facts.rows) {
    if (row.state !== "mirrored" || row.kind === "deletion" || row.targetMessageId === null) continue;
    const mirror = standingOf(facts, row.targetMessageId);
    // Of a correction that somebody removed: the mirror has words that hold no more.
    const what = mirror === null ? "does not stand on its ticket any more" : howChanged(facts, row, mirror);
    if (what === null) continue;
    const reason = `Message ${row.targetMessageId} in ${to}, which the bridge wrote, ${what}.`;
    const isUncaptured = mirror !== null && isUnknown(facts.rows);
    return { kind: "differs", class: "differs", leak: false, isUncaptured, reason };
  }
  return null;
}

/** What a person named as the mirror may say anything. */
function howChanged(facts: PairFacts, row: MapRow, mirror: Message): string | null {
  if (!facts.isOurs(mirror)) return null;
  const { rows, message, target, targetTicket } = facts;
  const shown = shownBy(rows, row);
  const { visibility, hash } = readWrittenHash(shown.writtenHash);
  // Attempts that a person gave up may have reached it.
  const skipped = rows.filter(({ state }) => state === "skipped");
  const writers = [shown, ...skipped];
  // What hides a mirror hides its corrections with it.
  const hiders = [...writers, ...rows.filter(({ state, revision }) => state === "mirrored" && revision > row.revision)];
  const wasHidden = hiders.some(({ writtenHash }) => readWrittenHash(writtenHash).visibility === "internal");
  const isInternal = mirror.visibility === "internal" && targetTicket.visibility === "public";
  if (visibility === "public" && isInternal && !wasHidden) return "was made internal there by hand";
  const isAsCarried = message !== null && shown.carriedHash === carriedHash(message);
  const says = saysWhatWasWritten(mirror.content, {
    written: new Set([
      ...(hash === null ? [] : [hash]),
      ...skipped.flatMap(({ writtenHash }) => readWrittenHash(writtenHash).hashes),
    ]),
    isExact: (target === "superoffice" || row.revision > 1) && shown.writtenHash !== null,
    source: isAsCarried || isUnknown(rows) ? (message?.content ?? null) : null,
  });
  if (says) return null;
  return isUnknown(rows) ? "does not say what its source says" : "was changed by hand there";
}

/** A mirror that was found by its marker: what it was made from nobody knows any more. */
function isUnknown(rows: readonly MapRow[]): boolean {
  return rows.every(({ carriedHash: hash }) => hash === null);
}

function changedInPlace({ state, kind, targetMessageId }: MapRow): boolean {
  return state === "mirrored" && kind === "edit" && targetMessageId === null;
}

function lastCarried(rows: readonly MapRow[]): string | null {
  return rows.findLast(({ state, carriedHash: hash }) => state === "mirrored" && hash !== null)?.carriedHash ?? null;
}

function standingOf({ standing }: PairFacts, id: MessageId | null): Message | null {
  const message = id === null ? undefined : standing.get(id);
  return message === undefined || message.deleted ? null : message;
}
