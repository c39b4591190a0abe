import { directionFrom, type Direction, type Side, sourceOf, type TicketId } from "@ticket-bridge/helpdesk";
import type { LaneLease } from "@ticket-bridge/sync";

import { type PrismaClient } from "../generated/client.ts";

interface Row {
  link_id: string;
  source_side: Side;
  epoch: number;
  next_seq: number;
  failures: number;
  source_ticket_id: TicketId;
  target_ticket_id: TicketId;
}

/**
 * SKIP LOCKED, so that claimers take different lanes instead of queueing; a lane that somebody captures into at this
 * moment is left for the next claim, which its own notification asks for. Every lane touches both sides, so one paused
 * side leaves nothing to claim. `due_at` is emptied: what comes during the lease sets it again.
 */
export async function claimLanes(
  prisma: PrismaClient,
  workerId: string,
  options: { directions: readonly Direction[]; limit: number; leaseMs: number },
): Promise<readonly LaneLease[]> {
  const { directions, limit, leaseMs } = options;
  const sources = directions.map(sourceOf).join(",");
  const rows = await prisma.$queryRaw<Row[]>`
    WITH due AS (
      SELECT link_id, source_side FROM lanes
       WHERE ((leased_by IS NULL AND due_at <= now()) OR (leased_by IS NOT NULL AND lease_until <= now()))
         AND source_side::text = ANY (string_to_array(${sources}::text, ','))
         AND active AND NOT paused AND NOT EXISTS (SELECT FROM sides WHERE sides.paused)
       ORDER BY COALESCE(due_at, lease_until)
       LIMIT ${limit}::int
         FOR UPDATE SKIP LOCKED
    )
    UPDATE lanes l
       SET epoch = l.epoch + 1, leased_by = ${workerId}::text, due_at = NULL,
           lease_until = clock_timestamp() + ${leaseMs}::float8 * interval '1 millisecond'
      FROM due
     WHERE l.link_id = due.link_id AND l.source_side = due.source_side
    RETURNING l.link_id::text, l.source_side::text, l.epoch::float8, l.next_seq::float8, l.failures,
              l.source_ticket_id::text, l.target_ticket_id::text`;
  return rows.map((row) => ({
    linkId: row.link_id,
    direction: directionFrom(row.source_side),
    epoch: row.epoch,
    sourceTicketId: row.source_ticket_id,
    targetTicketId: row.target_ticket_id,
    nextSeq: row.next_seq,
    failures: row.failures,
  }));
}
