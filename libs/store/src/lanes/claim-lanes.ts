import { directionFrom, type Side, sourceOf, type TicketId } from "@ticket-bridge/helpdesk";
import { type ClaimedLane, type LaneClaim, loadedWithClaim } from "@ticket-bridge/sync";

import { Prisma, type PrismaClient } from "../generated/client.ts";
import { firstInFlight, loadedColumns, type LoadedRow, toLoadedLane, undelivered } from "./loaded-rows.ts";

interface Row extends LoadedRow {
  readonly link_id: string;
  readonly source_side: Side;
  readonly epoch: number;
  readonly claimed_seq: number;
  readonly failures: number;
  readonly source_ticket_id: TicketId;
  readonly target_ticket_id: TicketId;
  readonly public_stopped: boolean;
  /** The lane's messages were read along. */
  readonly read: boolean;
  /** This message's copy was left out for its size: the lane is to be loaded by itself. */
  readonly too_big: boolean;
}

/** How many bytes of stored copies (as compressed in the table) one claim brings along. */
const copyBytes = 1_000_000;

/**
 * SKIP LOCKED, so that claimers take different lanes instead of queueing; a lane that somebody captures into at this
 * moment is left for the next claim, which its own notification asks for. Every lane touches both sides, so one paused
 * side leaves nothing to claim. `due_at` is emptied: what comes during the lease sets it again.
 *
 * Lanes with few messages bring them along, which saves live traffic a statement a message. They are read as this
 * statement began, so they are taken only if the version of the lane that was locked (by `due`) is the one that stood
 * then (`l`): everybody who adds or moves a mirror changes its lane's row in the same commit, so then nothing was added
 * or moved between. Otherwise another worker's attempt might stand there as not yet begun; such a lane is loaded by
 * itself. What the opposite lane has in flight stands in the same view as the messages: a message that is its echo was
 * captured after the intent to write it was committed, so whoever sees the one sees the other (P5).
 */
export async function claimLanes(
  prisma: PrismaClient,
  workerId: string,
  options: LaneClaim,
): Promise<readonly ClaimedLane[]> {
  const { directions, limit, leaseMs, unobserved = false, ofBackfill } = options;
  const sources = directions.map(sourceOf).join(",");
  const bytes = Prisma.sql`sum(pg_column_size(m.copy)) OVER (ORDER BY c.link_id, c.source_side, m.seq)`;
  const fits = Prisma.sql`${bytes} <= ${copyBytes}::int`;
  const rows = await prisma.$queryRaw<Row[]>`
    WITH due AS (
      SELECT link_id, source_side, xmin::text AS version FROM lanes
       WHERE ((leased_by IS NULL AND due_at <= now()) OR (leased_by IS NOT NULL AND lease_until <= now()))
         AND source_side::text = ANY (string_to_array(${sources}::text, ','))
         AND active AND NOT paused AND NOT EXISTS (SELECT FROM sides WHERE sides.paused)
         AND ${ofBackfill === undefined ? notOnlyHistory : isOfBackfill(ofBackfill)}
       ORDER BY COALESCE(due_at, lease_until)
       LIMIT ${limit}::int
         FOR UPDATE SKIP LOCKED
    ),
    claimed AS MATERIALIZED (${claiming(workerId, leaseMs)}),
    opposite AS MATERIALIZED (
      SELECT o.link_id, o.source_side, ${firstInFlight} AS first_sent_at, o.crossings
        FROM claimed c JOIN lanes o ON o.link_id = c.link_id AND o.source_side <> c.source_side
    )
    SELECT c.link_id::text, c.source_side::text, c.epoch::float8, c.next_seq::float8 AS claimed_seq, c.failures,
           c.source_ticket_id::text, c.target_ticket_id::text,
           EXISTS (SELECT FROM alarms WHERE acknowledged_at IS NULL) AS public_stopped, COALESCE(l.read, false) AS read,
           COALESCE(m.copy IS NOT NULL AND NOT ${fits}, false) AS too_big, ${loadedColumns(fits)}
      FROM claimed c
      LEFT JOIN LATERAL (
        SELECT s.*, s.xmin::text = c.version AND s.pending + s.sending + s.uncertain <= ${loadedWithClaim}::int AS read
          FROM lanes s WHERE s.link_id = c.link_id AND s.source_side = c.source_side
      ) l ON true
      LEFT JOIN opposite o ON o.link_id = c.link_id AND o.source_side <> c.source_side
      LEFT JOIN LATERAL (${undelivered(loadedWithClaim, unobserved)}) m ON l.read
     ORDER BY c.link_id, c.source_side, m.seq`;
  return byLane(rows).map(toClaimedLane);
}

/** A ticket that a run works on, over `lanes`. */
const workedOn = Prisma.sql`
  SELECT FROM backfill_tickets t JOIN backfills b ON b.id = t.run_id
   WHERE t.link_id = lanes.link_id AND t.state = 'working'`;

/**
 * While a process carries out a run, what is history is for its own workers: they keep its pace, and never have all the
 * places of a bridge. The last row tells whether it is all history, since live messages that come meanwhile stand behind.
 */
const notOnlyHistory = Prisma.sql`
  NOT EXISTS (${workedOn} AND b.run_until > clock_timestamp() AND COALESCE((
    SELECT m.backfill_id FROM mirrors m
     WHERE m.link_id = lanes.link_id AND m.source_side = lanes.source_side
       AND m.state IN ('pending', 'sending', 'uncertain')
     ORDER BY m.seq DESC LIMIT 1), 0) = b.id)`;

function isOfBackfill(id: string): Prisma.Sql {
  return Prisma.sql`EXISTS (${workedOn} AND b.id = ${id}::text::bigint)`;
}

function claiming(workerId: string, leaseMs: number): Prisma.Sql {
  return Prisma.sql`
    UPDATE lanes l
       SET epoch = l.epoch + 1, leased_by = ${workerId}::text, due_at = NULL,
           lease_until = clock_timestamp() + ${leaseMs}::float8 * interval '1 millisecond'
      FROM due
     WHERE l.link_id = due.link_id AND l.source_side = due.source_side
    RETURNING l.link_id, l.source_side, l.epoch, l.next_seq, l.failures, l.source_ticket_id, l.target_ticket_id,
              due.version`;
}

type LaneRows = [Row, ...Row[]];

function byLane(rows: readonly Row[]): LaneRows[] {
  const lanes: LaneRows[] = [];
  for (const row of rows) {
    const last = lanes.at(-1);
    if (last?.[0].link_id === row.link_id && last[0].source_side === row.source_side) last.push(row);
    else lanes.push([row]);
  }
  return lanes;
}

function toClaimedLane(rows: LaneRows): ClaimedLane {
  const [row] = rows;
  const direction = directionFrom(row.source_side);
  return {
    linkId: row.link_id,
    direction,
    epoch: row.epoch,
    sourceTicketId: row.source_ticket_id,
    targetTicketId: row.target_ticket_id,
    nextSeq: row.claimed_seq,
    failures: row.failures,
    publicStopped: row.public_stopped,
    loaded: row.read && !rows.some((message) => message.too_big) ? toLoadedLane(direction, rows) : null,
  };
}
