import {
  compareIds,
  directionFrom,
  otherSide,
  sideName,
  sides,
  sourceOf,
  type Direction,
  type Message,
  type MessageId,
  type Side,
  type Ticket,
} from "@ticket-bridge/helpdesk";
import { isAuthentic } from "@ticket-bridge/mapping";

import type { ReportClass } from "../backfill/words.ts";
import type { LinkMap, MapRow } from "../ports/audit-map.ts";
import { comparePair, type PairFacts, type PairVerdict } from "./compare-pair.ts";

/** One ticket as just read: the ids of all its messages, and the messages that were asked for. */
export interface SideReading {
  readonly ticket: Ticket;
  readonly ids: readonly MessageId[];
  /** By id. What was asked for and is missing here is gone. */
  readonly messages: ReadonlyMap<MessageId, Message>;
  /** Messages whose reading was refused for their own sake, with the refusal's sentence. */
  readonly unreadable: ReadonlyMap<MessageId, string>;
}

export interface CompareFacts {
  /** As it stood before anything was read and after: what the bridge moved meanwhile proves nothing. */
  readonly before: LinkMap;
  readonly map: LinkMap;
  readonly sides: Readonly<Record<Side, SideReading>>;
  /** Sources that a list showed to be another one than was captured, or gone: that is followed by itself. */
  readonly changing?: Readonly<Record<Side, ReadonlySet<MessageId>>>;
  /** The link is paused: what is on its way goes no further until a person resumes it. */
  readonly isPaused?: boolean;
  readonly identity: { readonly bridgeId: string; readonly secret: string };
  readonly policy: PairFacts["policy"];
}

/** Something that is not as it should be. */
export interface Finding {
  readonly class: Exclude<ReportClass, "same">;
  /** An internal message that customers can read on the other side. */
  readonly leak: boolean;
  /** A message that is held tells a person of it already. */
  readonly told: boolean;
  /** What would mend it without a person: capturing the message, or what became of it. */
  readonly heal: "capture" | "capture-change" | null;
  readonly direction: Direction;
  /** Of the source. */
  readonly messageId: MessageId;
  readonly mirrorId: string | null;
  readonly reason: string;
}

/** What both tickets of a link hold, message by message. */
export interface Comparison {
  /** Messages that should stand on both sides by now, and those of them that do and say the same. */
  readonly should: number;
  readonly agree: number;
  /** Messages on their way, which count as neither. */
  readonly waiting: number;
  /** Mirrors of which nothing can be said now: they are on their way, or could not be read. */
  readonly undecided: readonly string[];
  readonly classes: Readonly<Record<ReportClass, number>>;
  readonly findings: readonly Finding[];
}

type FindingOf = Omit<Finding, "direction" | "messageId" | "mirrorId">;
type Standing = "agree" | "waiting" | "none" | FindingOf;

/** Compares what both tickets hold by the map, the markers and the words. Pure: the same facts give the same answer. */
export function compareTicket(facts: CompareFacts): Comparison {
  const counts = { should: 0, agree: 0, waiting: 0 };
  const classes = { same: 0, "only-source": 0, "only-target": 0, differs: 0, error: 0 };
  const findings: Finding[] = [];
  const undecided: string[] = [];
  for (const side of sides) {
    for (const [messageId, standing, mirrorId] of standings(facts, side)) {
      if (standing === "none") continue;
      const isUndecided = standing === "waiting" || (standing !== "agree" && standing.class === "error");
      if (isUndecided && mirrorId !== null) undecided.push(mirrorId);
      if (standing === "waiting") {
        counts.waiting += 1;
        continue;
      }
      counts.should += 1;
      if (standing === "agree") {
        counts.agree += 1;
        classes.same += 1;
        continue;
      }
      classes[standing.class] += 1;
      findings.push({ ...standing, direction: directionFrom(side), messageId, mirrorId });
    }
  }
  return { ...counts, classes, findings, undecided };
}

/** Which messages have to be read to compare a link: what was mirrored, and its mirrors. */
export function messagesToCompare({ rows }: LinkMap, side: Side): ReadonlySet<MessageId> {
  return new Set(
    rows.flatMap(({ direction, revision, state, sourceMessageId, targetMessageId }) => {
      if (sourceOf(direction) === side) return revision === 1 && state === "mirrored" ? [sourceMessageId] : [];
      return targetMessageId ?? [];
    }),
  );
}

/** Every source message of one side that the map or the ticket knows. */
function* standings(facts: CompareFacts, side: Side): Generator<readonly [MessageId, Standing, string | null]> {
  const { map, before, sides: read } = facts;
  const rows = bySource(map, side);
  const earlier = bySource(before, side);
  for (const [id, of] of rows) {
    const hasMoved = JSON.stringify(of) !== JSON.stringify(earlier.get(id) ?? []);
    yield [id, hasMoved ? "waiting" : standingOfRows(facts, side, of), of[0]?.mirrorId ?? null];
  }
  const known = new Set([...map.present[side], ...before.present[side]]);
  for (const { direction, targetMessageId } of [...map.rows, ...before.rows]) {
    if (sourceOf(direction) !== side && targetMessageId !== null) known.add(targetMessageId);
  }
  for (const id of [...read[side].ids].sort(compareIds)) {
    if (!rows.has(id) && !known.has(id)) yield [id, uncaptured(side, id), null];
  }
}

function bySource({ rows }: LinkMap, side: Side): Map<MessageId, MapRow[]> {
  const sources = new Map<MessageId, MapRow[]>();
  for (const row of rows) {
    if (sourceOf(row.direction) !== side) continue;
    const of = sources.get(row.sourceMessageId);
    if (of === undefined) sources.set(row.sourceMessageId, [row]);
    else of.push(row);
  }
  return sources;
}

function uncaptured(side: Side, id: MessageId): FindingOf {
  const reason = `Message ${id} in ${sideName(side)} was never captured.`;
  return { class: "only-source", leak: false, told: false, heal: "capture", reason };
}

function standingOfRows(facts: CompareFacts, side: Side, rows: readonly MapRow[]): Standing {
  const [first] = rows;
  if (first === undefined || first.state === "skipped") return "none";
  if (first.state === "held") {
    return { class: "error", leak: false, told: true, heal: null, reason: first.reason ?? "It is held." };
  }
  // Of a mirror that was named by nobody yet nothing can be compared.
  if (first.state !== "mirrored" || first.targetMessageId === null) return onItsWay(facts, side);
  const refusal = refusalOf(facts, side, rows);
  if (refusal !== undefined) return { class: "error", leak: false, told: false, heal: null, reason: refusal };
  const standing = asStanding(comparePair(pairOf(facts, side, rows)));
  return standing === "waiting" ? onItsWay(facts, side) : standing;
}

/** Behind a stopped lane or a paused link nothing goes on without a person. */
function onItsWay({ map, isPaused }: CompareFacts, side: Side): Standing {
  const reason = map.stopped[side] ?? (isPaused === true ? "It waits until somebody resumes its link." : null);
  return reason === null ? "waiting" : { class: "error", leak: false, told: true, heal: null, reason };
}

function refusalOf({ sides: read }: CompareFacts, side: Side, rows: readonly MapRow[]): string | undefined {
  const refusals = rows.flatMap(({ sourceMessageId, targetMessageId }) => [
    read[side].unreadable.get(sourceMessageId),
    targetMessageId === null ? undefined : read[otherSide(side)].unreadable.get(targetMessageId),
  ]);
  return refusals.find((refusal) => refusal !== undefined);
}

function pairOf(
  { sides: read, identity, policy, changing }: CompareFacts,
  side: Side,
  rows: readonly MapRow[],
): PairFacts {
  const target = otherSide(side);
  const { ticket, messages } = read[side];
  const id = rows[0]?.sourceMessageId;
  const message = (id === undefined ? undefined : messages.get(id)) ?? null;
  const isHere = message !== null && !message.deleted && message.ticketId === ticket.id;
  const onTarget = rows.flatMap(({ targetMessageId }) => {
    const mirror = targetMessageId === null ? undefined : read[target].messages.get(targetMessageId);
    return mirror?.ticketId === read[target].ticket.id ? [[mirror.id, mirror] as const] : [];
  });
  return {
    source: side,
    target,
    targetTicket: read[target].ticket,
    rows,
    message: isHere ? message : null,
    standing: new Map(onTarget),
    isOurs: ({ marker }) =>
      marker?.messageId === id && marker?.side === side && isAuthentic(marker, { ...identity, ticketId: ticket.id }),
    policy,
    isChanging: id !== undefined && changing?.[side].has(id) === true,
  };
}

function asStanding(verdict: PairVerdict): Standing {
  switch (verdict.kind) {
    case "agree":
    case "waiting":
      return verdict.kind;
    case "over":
      return "none";
    case "held":
      return { class: "error", leak: false, told: true, heal: null, reason: verdict.reason };
    case "differs": {
      const { class: class_, leak, reason, isUncaptured } = verdict;
      return { class: class_, leak, told: false, heal: isUncaptured ? "capture-change" : null, reason };
    }
  }
}
