import {
  directionFrom,
  type Direction,
  type MessageId,
  otherSide,
  sourceOf,
  type Message,
} from "@ticket-bridge/helpdesk";
import type {
  Crossing,
  EarlierRevision,
  LaneMessage,
  LoadedLane,
  MirrorKind,
  UndeliveredState,
} from "@ticket-bridge/sync";

import { Prisma } from "../generated/client.ts";
import { isMirrorOf } from "../mirrors/is-mirror.ts";
import { readCrossings } from "./crossings.ts";

/** One undelivered message of a lane as a loading brings it; a lane without any comes as one row without a message. */
export interface LoadedRow {
  readonly next_seq: number;
  readonly id: string | null;
  readonly source_message_id: MessageId;
  readonly correlation_id: string;
  readonly state: UndeliveredState;
  readonly attempts: number;
  readonly suspicions: number;
  readonly suspicion: string | null;
  readonly kind: MirrorKind;
  readonly revision: number;
  readonly earlier: readonly EarlierRevision[] | null;
  readonly carried_hash: string | null;
  readonly written_hash: string | null;
  readonly previous: string | null;
  readonly copy: string | null;
  readonly copy_age: number | null;
  readonly captured_ago: number;
  readonly settle_remaining: number | null;
  readonly mapped: boolean;
  readonly opposite_in_flight: boolean;
  readonly history: boolean;
  /** On the lane's first row only, where there is history. */
  readonly last_history: boolean | null;
  /** On the lane's first row only. */
  readonly crossings: string | null;
  readonly opposite_crossings: string | null;
  readonly now: number;
}

/** The rows of the same source before `m`: looked for only where there are any. */
const earlier = Prisma.sql`
  CASE WHEN m.revision > 1 THEN (
    SELECT jsonb_agg(jsonb_build_object(
             'mirrorId', e.id::text, 'revision', e.revision, 'kind', e.kind, 'state', e.state, 'targetMessageId', e.target_message_id::text,
             'carriedHash', e.carried_hash, 'writtenHash', e.written_hash) ORDER BY e.revision)
      FROM mirrors e
     WHERE e.source_side = m.source_side AND e.source_message_id = m.source_message_id AND e.revision < m.revision
  ) END`;

/**
 * What a loading selects, over `l` (the lane), `m` (an undelivered mirror of it or none) and `o` (of the opposite lane:
 * its `source_side`, `first_sent_at` of its first attempt in flight, and its crossings).
 *
 * @param copy which messages come with their stored copy
 */
export function loadedColumns(copy: Prisma.Sql): Prisma.Sql {
  const isFirst = Prisma.sql`row_number() OVER (PARTITION BY l.link_id, l.source_side ORDER BY m.seq) = 1`;
  return Prisma.sql`
    l.next_seq::float8, m.id::text, m.source_message_id::text, m.correlation_id, m.state::text, m.attempts,
    m.kind::text, m.revision, ${earlier} AS earlier, m.carried_hash, m.written_hash,
    m.previous, m.suspicions, m.suspicion, CASE WHEN ${copy} THEN m.copy END AS copy,
    (extract(epoch FROM clock_timestamp() - m.copy_at) * 1000)::float8 AS copy_age,
    (extract(epoch FROM clock_timestamp() - m.captured_at) * 1000)::float8 AS captured_ago,
    (extract(epoch FROM m.settle_until - clock_timestamp()) * 1000)::float8 AS settle_remaining,
    EXISTS (SELECT FROM mirrors t
             WHERE ${isMirrorOf("t", Prisma.sql`o.source_side`, Prisma.sql`m.source_message_id`)}) AS mapped,
    COALESCE(o.first_sent_at < m.captured_at, false) AS opposite_in_flight,
    m.backfill_id IS NOT NULL AS history, CASE WHEN ${isFirst} AND bool_or(m.backfill_id IS NOT NULL) OVER (PARTITION BY l.link_id, l.source_side)
         THEN ${lastIsHistory} END AS last_history,
    CASE WHEN ${isFirst} THEN l.crossings END AS crossings,
    CASE WHEN ${isFirst} THEN o.crossings END AS opposite_crossings,
    (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now`;
}

/** Of the lane `l`. Live messages that come after history stand behind all of it, so its last row tells for all. */
const lastIsHistory = Prisma.sql`
  (SELECT z.backfill_id IS NOT NULL FROM mirrors z
    WHERE z.link_id = l.link_id AND z.source_side = l.source_side AND z.state IN ('pending', 'sending', 'uncertain')
    ORDER BY z.seq DESC LIMIT 1)`;

/**
 * When the lane `o` first began to write what may still appear. Its first attempts are looked for only when its counters
 * say that there are any, and no further than until as many were found: they stand at the head of the lane, before
 * thousands that may wait there.
 */
export const firstInFlight = Prisma.sql`
  CASE WHEN o.sending + o.uncertain > 0 THEN (
    SELECT min(f.first_sent_at) FROM (
      SELECT first_sent_at FROM mirrors
       WHERE link_id = o.link_id AND source_side = o.source_side AND state IN ('sending', 'uncertain')
       ORDER BY seq
       LIMIT o.sending + o.uncertain
    ) f
  ) END`;

/** The lane's first undelivered mirrors, over `l`. */
export function undelivered(limit: number, unobserved: boolean): Prisma.Sql {
  return Prisma.sql`
    SELECT * FROM mirrors u
     WHERE u.link_id = l.link_id AND u.source_side = l.source_side
       AND u.state IN ('pending', 'sending', 'uncertain') AND NOT (${unobserved}::boolean AND u.observed)
     ORDER BY u.seq
     LIMIT ${limit}::int`;
}

/** @param rows of one lane, at least one */
export function toLoadedLane(direction: Direction, rows: readonly [LoadedRow, ...LoadedRow[]]): LoadedLane {
  const [first] = rows;
  const opposite = directionFrom(otherSide(sourceOf(direction)));
  return {
    messages: rows.flatMap((row) => (row.id === null ? [] : [toMessage(row, row.id)])),
    nextSeq: first.next_seq,
    crossings: [
      ...crossingsOf(first.crossings, direction, first.now),
      ...crossingsOf(first.opposite_crossings, opposite, first.now),
    ],
    isUnhurried: first.last_history ?? false,
  };
}

function crossingsOf(entries: string | null, direction: Direction, now: number): Crossing[] {
  return readCrossings(entries ?? "", direction, now);
}

function toMessage(row: LoadedRow, id: string): LaneMessage {
  return {
    mirrorId: id,
    sourceMessageId: row.source_message_id,
    correlationId: row.correlation_id,
    state: row.state,
    attempts: row.attempts,
    suspicions: row.suspicions,
    suspicion: row.suspicion,
    kind: row.kind,
    revision: row.revision,
    earlier: row.earlier ?? [],
    carriedHash: row.carried_hash,
    writtenHash: row.written_hash,
    previous: row.previous,
    // Written by capture from a Message, so it is read back as one.
    copy: row.copy === null ? null : (JSON.parse(row.copy) as Message),
    copyAgeMs: row.copy === null ? null : row.copy_age,
    capturedAgoMs: row.captured_ago,
    settleRemainingMs: row.state === "uncertain" ? (row.settle_remaining ?? 0) : null,
    mappedAsTarget: row.mapped,
    oppositeInFlight: row.opposite_in_flight,
    isHistory: row.history,
  };
}
