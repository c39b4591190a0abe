import { sideName, type Message, type MessageId, type Side, type Ticket } from "@ticket-bridge/helpdesk";
import { carriedHash } from "@ticket-bridge/mapping";

import type { MapRow } from "../ports/audit-map.ts";
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
  if (rows.some(({ state }) => state === "pending" || state === "sending" || state === "uncertain")) {
    return { kind: "waiting" };
  }
  const difference = leakOf(facts) ?? absence(facts) ?? changedSource(facts) ?? changedMirror(facts);
  const held = rows.find(({ state, revision }) => state === "held" && revision > 1);
  if (difference?.kind === "differs" && difference.leak) return difference;
  if (held !== undefined) return { kind: "held", reason: held.reason ?? "" };
  return difference ?? { kind: "agree" };
}

/** Also of corrections; not of a note about a deletion, which says nothing that its source says. */
function leakOf(facts: PairFacts): Difference | null {
  const { message, rows, target } = facts;
  if (message?.visibility !== "internal") return null;
  if (isTold(facts, message)) return null;
  const open = rows
    .filter(({ kind }) => kind !== "deletion")
    .flatMap(({ targetMessageId }) => standingOf(facts, targetMessageId) ?? [])
    .filter(({ visibility }) => visibility === "public");
  if (open.length === 0) return null;
  const ids = open.map(({ id }) => id).join(", ");
  const wasPublic = lastCarried(rows)?.startsWith("public ") === true;
  return {
    kind: "differs",
    class: "differs",
    // Who has edits ignored has decided that what was public when it crossed stays as it is.
    leak: !(wasPublic && facts.policy.edits === "ignore"),
    // A restored database may know nothing of what was carried.
    isUncaptured: lastCarried(rows) !== carriedHash(message),
    reason: `Message ${message.id} is internal in ${sideName(facts.source)}, and customers can read it in ${sideName(target)}: message ${ids}.`,
  };
}

/** A person has the change before him, or has decided about it. */
function isTold({ rows }: PairFacts, message: Message): boolean {
  const now = carriedHash(message);
  return rows.some(
    ({ revision, state, carriedHash: hash }) =>
      revision > 1 && (state === "held" || state === "skipped") && hash !== null && hash === now,
  );
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
  const shown = row.revision === 1 ? (rows.findLast(changedInPlace) ?? row) : row;
  const { visibility } = readWrittenHash(shown.writtenHash);
  // An attempt that a person gave up may have reached it.
  const writers = [shown, ...rows.filter(({ state }) => state === "skipped")];
  const wasHidden = writers.some(({ writtenHash }) => readWrittenHash(writtenHash).visibility === "internal");
  const isInternal = mirror.visibility === "internal" && targetTicket.visibility === "public";
  if (visibility === "public" && isInternal && !wasHidden) return "was made internal there by hand";
  const isAsCarried = message !== null && shown.carriedHash === carriedHash(message);
  const says = saysWhatWasWritten(mirror.content, {
    written: new Set(writers.flatMap(({ writtenHash }) => readWrittenHash(writtenHash).hash ?? [])),
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
