import { directionFrom, type MessageId, otherSide, sourceOf, type Message } from "@ticket-bridge/helpdesk";
import type { LaneLease, LaneMessage, LoadedLane, UndeliveredState } from "@ticket-bridge/sync";

import type { PrismaClient } from "../generated/client.ts";
import { readCrossings } from "./crossings.ts";

interface Row {
  next_seq: number;
  id: string | null;
  source_message_id: MessageId;
  correlation_id: string;
  state: UndeliveredState;
  attempts: number;
  suspicions: number;
  suspicion: string | null;
  revision: number;
  copy: string | null;
  copy_age: number | null;
  captured_ago: number;
  settle_remaining: number | null;
  mapped: boolean;
  opposite_in_flight: boolean;
  /** On the first row only. */
  crossings: string | null;
  opposite_crossings: string | null;
  now: number;
}

/**
 * How many bytes of stored copies (as compressed in the table) one loading brings; messages past it come without their
 * copy, which the engine then reads anew, as it does with old copies anyway. Fifty messages of 5 MB must not all stand
 * in memory.
 */
const copyBytes = 4_000_000;

/**
 * The row of the lane comes also when it has no messages: its next_seq is what a release compares with.
 *
 * The first attempts of the opposite lane are looked for only when its counters say that there are any, and no further
 * than until as many were found: they stand at the head of the lane, before thousands that may wait there.
 */
export async function loadLane(
  prisma: PrismaClient,
  lease: LaneLease,
  limit: number,
  options = { unobserved: false },
): Promise<LoadedLane> {
  const side = sourceOf(lease.direction);
  const opposite = otherSide(side);
  const rows = await prisma.$queryRaw<Row[]>`
    WITH opposite AS MATERIALIZED (
      SELECT CASE WHEN o.sending + o.uncertain > 0 THEN (
               SELECT min(f.first_sent_at) FROM (
                 SELECT first_sent_at FROM mirrors
                  WHERE link_id = o.link_id AND source_side = o.source_side AND state IN ('sending', 'uncertain')
                  ORDER BY seq
                  LIMIT o.sending + o.uncertain
               ) f
             ) END AS first_sent_at, o.crossings
        FROM lanes o WHERE o.link_id = ${lease.linkId}::text::bigint AND o.source_side = ${opposite}::side
    )
    SELECT l.next_seq::float8, m.id::text, m.source_message_id::text, m.correlation_id, m.state::text, m.attempts,
           m.revision, m.suspicions, m.suspicion,
           CASE WHEN sum(pg_column_size(m.copy)) OVER (ORDER BY m.seq) <= ${copyBytes}::int THEN m.copy END AS copy,
           (extract(epoch FROM clock_timestamp() - m.copy_at) * 1000)::float8 AS copy_age,
           (extract(epoch FROM clock_timestamp() - m.captured_at) * 1000)::float8 AS captured_ago,
           (extract(epoch FROM m.settle_until - clock_timestamp()) * 1000)::float8 AS settle_remaining,
           EXISTS (SELECT FROM mirrors t
                    WHERE t.source_side = ${opposite}::side AND t.target_message_id = m.source_message_id) AS mapped,
           COALESCE(o.first_sent_at < m.captured_at, false) AS opposite_in_flight,
           CASE WHEN row_number() OVER (ORDER BY m.seq) = 1 THEN l.crossings END AS crossings,
           CASE WHEN row_number() OVER (ORDER BY m.seq) = 1 THEN o.crossings END AS opposite_crossings,
           (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now
      FROM lanes l
      LEFT JOIN opposite o ON true
      LEFT JOIN LATERAL (
        SELECT * FROM mirrors u
         WHERE u.link_id = l.link_id AND u.source_side = l.source_side
           AND u.state IN ('pending', 'sending', 'uncertain') AND NOT (${options.unobserved}::boolean AND u.observed)
         ORDER BY u.seq
         LIMIT ${limit}::int
      ) m ON true
     WHERE l.link_id = ${lease.linkId}::text::bigint AND l.source_side = ${side}::side
     ORDER BY m.seq`;
  const messages = rows.flatMap((row) => (row.id === null ? [] : [toMessage(row, row.id)]));
  const [first] = rows;
  if (first === undefined) return { messages, nextSeq: lease.nextSeq, crossings: [] };
  const crossings = [
    ...readCrossings(first.crossings ?? "", lease.direction, first.now),
    ...readCrossings(first.opposite_crossings ?? "", directionFrom(opposite), first.now),
  ];
  return { messages, nextSeq: first.next_seq, crossings };
}

function toMessage(row: Row, id: string): LaneMessage {
  return {
    mirrorId: id,
    sourceMessageId: row.source_message_id,
    correlationId: row.correlation_id,
    state: row.state,
    attempts: row.attempts,
    suspicions: row.suspicions,
    suspicion: row.suspicion,
    revision: row.revision,
    // Written by capture from a Message, so it is read back as one.
    copy: row.copy === null ? null : (JSON.parse(row.copy) as Message),
    copyAgeMs: row.copy === null ? null : row.copy_age,
    capturedAgoMs: row.captured_ago,
    settleRemainingMs: row.state === "uncertain" ? (row.settle_remaining ?? 0) : null,
    mappedAsTarget: row.mapped,
    oppositeInFlight: row.opposite_in_flight,
  };
}
