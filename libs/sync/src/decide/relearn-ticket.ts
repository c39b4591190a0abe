import {
  compareIds,
  otherSide,
  sideName,
  sides,
  type Message,
  type MessageId,
  type ParsedMarker,
  type Side,
  type TicketId,
} from "@ticket-bridge/helpdesk";
import { isAuthentic, isDeletionNote, isOpeningLine } from "@ticket-bridge/mapping";

import type { KnownAs } from "../ports/backfill-store.ts";
import type { RelearnedMirror } from "../ports/relearn-store.ts";
import type { SideReading } from "./compare-ticket.ts";

export interface RelearnFacts {
  readonly tickets: Readonly<Record<Side, TicketId>>;
  /** Both tickets as just read, every message whole. */
  readonly sides: Readonly<Record<Side, SideReading>>;
  /** What the map says of the messages that stand there, and of those that markers name. */
  readonly known: Readonly<Record<Side, ReadonlyMap<MessageId, KnownAs>>>;
  /** The two are linked with each other: what else stands there is the link's own business. */
  readonly isLinked: boolean;
  readonly identity: { readonly bridgeId: string; readonly secret: string };
}

export type LearnedMirror = Omit<RelearnedMirror, "createdAt" | "version" | "visibility">;

export interface LearnedTicket {
  /** By source side: what the map lacks. */
  readonly mirrors: Readonly<Record<Side, readonly LearnedMirror[]>>;
  /** What must not cross by itself; nothing for tickets that are linked. */
  readonly present: Readonly<Record<Side, readonly MessageId[]>>;
  /** Of that what has no mirror and is none: a person is to know. */
  readonly onlySource: Readonly<Record<Side, readonly MessageId[]>>;
  /** How many are newer than all that crossed: once the tickets are linked these cross by themselves. */
  readonly newer: Readonly<Record<Side, number>>;
  /** Mirrors found that the map knows as such. */
  readonly known: number;
  /** What contradicts itself, in sentences: then nothing may be stored of these tickets. */
  readonly contradictions: readonly string[];
}

interface Found extends LearnedMirror {
  readonly side: Side;
}

/**
 * Decides what the authentic markers on two tickets tell of their id map. Nothing that is older than the newest message
 * that crossed is ever sent because of it: who knows why it has no mirror. Pure: the same facts give the same answer, and
 * for what it led to it has nothing more to add.
 */
export function relearnTicket(facts: RelearnFacts): LearnedTicket {
  const contradictions: string[] = [];
  const marked = { superoffice: markedOn(facts, "superoffice"), requestor: markedOn(facts, "requestor") };
  const found = sides.flatMap((side) => findMirrors(facts, side, marked, contradictions));
  const mirrors: Record<Side, LearnedMirror[]> = { superoffice: [], requestor: [] };
  let known = 0;
  for (const { side, ...mirror } of found) {
    const standing = standingOf(facts, side, mirror);
    if (standing === "lacking") mirrors[side].push(mirror);
    else if (standing === "known") known += 1;
    else if (standing !== "busy") contradictions.push(standing.contradiction);
  }
  for (const side of sides) mirrors[side].sort((a, b) => compareIds(a.id, b.id) || a.revision - b.revision);
  return { mirrors, ...leftOver(facts, found, marked), known, contradictions };
}

/** Per side the messages that carry a marker of ours, ascending by id. */
type Marked = Readonly<Record<Side, ReadonlyMap<MessageId, ParsedMarker>>>;

/** The mirrors of one side's messages, as they stand on the other. */
function findMirrors(facts: RelearnFacts, side: Side, marked: Marked, contradictions: string[]): readonly Found[] {
  const target = otherSide(side);
  const bySource = new Map<MessageId, Map<number, MessageId>>();
  for (const [id, marker] of marked[target]) {
    const revisions = bySource.get(marker.messageId) ?? new Map<number, MessageId>();
    bySource.set(marker.messageId, revisions);
    const twin = revisions.get(marker.revision);
    if (twin === undefined) revisions.set(marker.revision, id);
    else contradictions.push(twoMirrors(side, marker, [twin, id]));
  }
  const ours = marked[side];
  const found: Found[] = [];
  for (const [id, revisions] of bySource) {
    const first = revisions.get(1) ?? targetOf(facts, side, id);
    // Without its first mirror a correction has nothing to stand behind.
    if (first === null) continue;
    if (ours.has(id)) contradictions.push(mirrorOfMirror(side, id, first));
    const kinds = [...revisions].map(([revision, targetMessageId]) => {
      return { revision, targetMessageId, kind: kindOf(facts, { side, id, revision, first, targetMessageId }) };
    });
    const isTold = kinds.some(({ kind }) => kind === "deletion") && !facts.sides[side].ids.includes(id);
    for (const row of kinds) found.push({ side, id, ...row, gone: row.revision === 1 && isTold });
  }
  return found;
}

/** Of a message that the map knows already. */
function targetOf({ known }: RelearnFacts, side: Side, id: MessageId): MessageId | null {
  const row = known[side].get(id);
  return row?.as === "source" && row.state === "mirrored" ? row.counterpart : null;
}

/** Authentic markers for these tickets that nobody else can have put there, ascending by id. */
function markedOn(facts: RelearnFacts, side: Side): ReadonlyMap<MessageId, ParsedMarker> {
  const { messages, ids } = facts.sides[side];
  const [oldest] = [...ids].sort(compareIds);
  const context = { ...facts.identity, ticketId: facts.tickets[otherSide(side)] };
  const marked = new Map<MessageId, ParsedMarker>();
  for (const message of [...messages.values()].sort((a, b) => compareIds(a.id, b.id))) {
    const { marker } = message;
    if (marker?.side !== otherSide(side) || !isAuthentic(marker, context)) continue;
    if (!isQuotation(message, marker, oldest)) marked.set(message.id, marker);
  }
  return marked;
}

/**
 * In a body anybody can repeat a marker, but not before the bridge has written it: a ticket that begins with one was made
 * by the bridge, in its customer's name.
 */
function isQuotation({ side, writtenBy, id }: Message, { revision }: ParsedMarker, oldest?: MessageId): boolean {
  return side === "requestor" && writtenBy === "other" && !(id === oldest && revision === 1);
}

function kindOf(
  { sides: read }: RelearnFacts,
  mirror: { side: Side; id: MessageId; revision: number; first: MessageId; targetMessageId: MessageId },
): LearnedMirror["kind"] {
  const { side, id, revision, first, targetMessageId } = mirror;
  if (revision === 1) return "message";
  const message = read[otherSide(side)].messages.get(targetMessageId);
  const isNote = message !== undefined && isDeletionNote(message.content, { side, messageId: id }, first);
  return isNote ? "deletion" : "edit";
}

/** `busy`: a row waits or was decided about, and its own lane finds the mirror. */
function standingOf(
  { known }: RelearnFacts,
  side: Side,
  { id, revision, targetMessageId }: LearnedMirror,
): "lacking" | "known" | "busy" | { readonly contradiction: string } {
  const source = known[side].get(id);
  const target = known[otherSide(side)].get(targetMessageId);
  if (target?.as === "target") {
    return target.counterpart === id
      ? "known"
      : { contradiction: otherwise(side, id, targetMessageId, target.counterpart) };
  }
  if (source?.as === "target") return { contradiction: mirrorOfMirror(side, id, targetMessageId) };
  // It was captured as if somebody had written it; as long as it waits it is found to be a mirror in its turn.
  if (target !== undefined && target.state !== "waiting") return "busy";
  if (source === undefined) return "lacking";
  if (revision > 1) return source.state === "mirrored" ? "lacking" : "busy";
  if (source.counterpart === null) return "busy";
  return { contradiction: otherwise(side, id, targetMessageId, source.counterpart) };
}

/** What stands on the tickets and is no source and no mirror of what was found. */
function leftOver(
  facts: RelearnFacts,
  found: readonly Found[],
  markedBySide: Marked,
): Pick<LearnedTicket, "present" | "onlySource" | "newer"> {
  const present: Record<Side, readonly MessageId[]> = { superoffice: [], requestor: [] };
  const onlySource: Record<Side, readonly MessageId[]> = { superoffice: [], requestor: [] };
  const newer: Record<Side, number> = { superoffice: 0, requestor: 0 };
  if (facts.isLinked) return { present, onlySource, newer };
  for (const side of sides) {
    const mirrored = new Set(found.flatMap((row) => (row.side === side ? row.id : [])));
    const targets = new Set(found.flatMap((row) => (row.side === side ? [] : row.targetMessageId)));
    const newest = [...mirrored].sort(compareIds).at(-1);
    const marked = markedBySide[side];
    const alone = [...facts.sides[side].ids]
      .sort(compareIds)
      .filter((id) => !mirrored.has(id) && !targets.has(id) && !facts.known[side].has(id));
    const rest = alone.filter((id) => marked.has(id) || newest === undefined || compareIds(id, newest) < 0);
    newer[side] = alone.length - rest.length;
    present[side] = rest;
    onlySource[side] = rest.filter((id) => !marked.has(id) && !isOpening(facts, side, id));
  }
  return { present, onlySource, newer };
}

function isOpening({ sides: read, identity }: RelearnFacts, side: Side, id: MessageId): boolean {
  const message = read[side].messages.get(id);
  return message !== undefined && isOpeningLine(message, identity);
}

function twoMirrors(side: Side, { messageId, revision }: ParsedMarker, [one, other]: [MessageId, MessageId]): string {
  const what = revision === 1 ? "the mirror" : `correction ${revision}`;
  return `Messages ${one} and ${other} in ${sideName(otherSide(side))} both carry the marker of ${what} of message ${messageId} in ${sideName(side)}.`;
}

function mirrorOfMirror(side: Side, id: MessageId, targetMessageId: MessageId): string {
  return `Message ${targetMessageId} in ${sideName(otherSide(side))} names message ${id} in ${sideName(side)} as its source, which is a mirror itself.`;
}

function otherwise(side: Side, id: MessageId, targetMessageId: MessageId, counterpart: MessageId | null): string {
  return `Message ${targetMessageId} in ${sideName(otherSide(side))} carries the marker of message ${id} in ${sideName(side)}, and the database says otherwise (${counterpart ?? "none"}).`;
}
