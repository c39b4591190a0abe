import type { MessageId, Side, TicketId } from "@ticket-bridge/helpdesk";
import type { ClaimedCreation, CreationClaim, CreationLease } from "@ticket-bridge/sync";

import { Prisma, type PrismaClient } from "../generated/client.ts";

interface Row {
  readonly id: string;
  readonly epoch: number;
  readonly side: Side;
  readonly ticket: TicketId;
  readonly state: ClaimedCreation["state"];
  readonly attempts: number;
  readonly failures: number;
  readonly correlation: string;
  readonly target: TicketId | null;
  readonly first_message: MessageId | null;
  readonly carried: string | null;
  readonly losses: readonly string[];
  readonly sent_ago_ms: number | null;
  readonly suspicions: number;
  readonly suspicion: string | null;
  readonly without_contact: boolean;
  readonly wanted: boolean;
  readonly linked: boolean;
  readonly creating_ms: number;
  readonly settle_ms: number;
  readonly backfill: string | null;
}

/** As claimLanes: SKIP LOCKED and a new epoch. Every creation touches both sides, so one paused side leaves none. */
export async function claimCreations(
  prisma: Pick<PrismaClient, "$queryRaw">,
  workerId: string,
  options: CreationClaim,
): Promise<readonly ClaimedCreation[]> {
  const { sources, limit, leaseMs, ofBackfill } = options;
  const rows = await prisma.$queryRaw<Row[]>`
    WITH due AS (
      SELECT id FROM ticket_creations
       WHERE ((leased_by IS NULL AND due_at <= now()) OR (leased_by IS NOT NULL AND lease_until <= now()))
         AND state IN ('pending', 'sending', 'uncertain')
         AND source_side::text = ANY (string_to_array(${sources.join(",")}::text, ','))
         AND NOT EXISTS (SELECT FROM sides WHERE sides.paused)
         AND ${ofBackfill === undefined ? notOfCarried : Prisma.sql`backfill_id = ${ofBackfill}::text::bigint`}
       ORDER BY COALESCE(due_at, lease_until)
       LIMIT ${limit}::int
         FOR UPDATE SKIP LOCKED
    ),
    claimed AS (
      UPDATE ticket_creations c
         SET epoch = c.epoch + 1, leased_by = ${workerId}::text, due_at = NULL,
             lease_until = clock_timestamp() + ${leaseMs}::float8 * interval '1 millisecond'
        FROM due WHERE c.id = due.id
      RETURNING c.*
    )
    SELECT c.id::text, c.epoch::float8, c.source_side::text AS side, c.source_ticket_id::text AS ticket, c.state::text,
           c.attempts, c.failures, c.correlation_id AS correlation, c.target_ticket_id::text AS target, c.first_message_id::text AS first_message,
           c.carried_hash AS carried, c.losses, c.suspicions, c.suspicion, c.without_contact, c.wanted,
           (extract(epoch FROM clock_timestamp() - c.sent_at) * 1000)::float8 AS sent_ago_ms,
           (EXISTS (SELECT FROM links k WHERE c.source_side = 'superoffice' AND k.superoffice_ticket_id = c.source_ticket_id)
            OR EXISTS (SELECT FROM links k WHERE c.source_side = 'requestor' AND k.requestor_ticket_id = c.source_ticket_id))
             AS linked,
           COALESCE(extract(epoch FROM clock_timestamp() - s.creating_since) * 1000, 0)::float8 AS creating_ms,
           COALESCE(extract(epoch FROM c.settle_until - clock_timestamp()) * 1000, 0)::float8 AS settle_ms, c.backfill_id::text AS backfill
      FROM claimed c LEFT JOIN sides s ON s.side = c.source_side
     ORDER BY c.id`;
  return rows.map((row) => ({
    id: row.id,
    epoch: row.epoch,
    source: { side: row.side, ticketId: row.ticket },
    state: row.state,
    attempts: row.attempts,
    failures: row.failures,
    correlationId: row.correlation,
    targetTicketId: row.target,
    firstMessageId: row.first_message,
    carriedHash: row.carried,
    losses: row.losses,
    sentAgoMs: row.sent_ago_ms,
    suspicions: row.suspicions,
    suspicion: row.suspicion,
    withoutContact: row.without_contact,
    wanted: row.wanted,
    linkedBefore: row.linked,
    creatingForMs: row.creating_ms,
    settleRemainingMs: row.settle_ms,
    ofBackfill: row.backfill,
  }));
}

/** What a run wants is for its own workers while a process carries it out. */
const notOfCarried = Prisma.sql`
  (backfill_id IS NULL OR NOT EXISTS (
    SELECT FROM backfills b WHERE b.id = ticket_creations.backfill_id AND b.run_until > clock_timestamp()))`;

export async function renewCreations(
  prisma: Pick<PrismaClient, "$queryRaw">,
  leases: readonly CreationLease[],
  leaseMs: number,
): Promise<readonly CreationLease[]> {
  const rows = await prisma.$queryRaw<{ id: string }[]>`
    UPDATE ticket_creations c SET lease_until = clock_timestamp() + ${leaseMs}::float8 * interval '1 millisecond'
      FROM jsonb_to_recordset(${JSON.stringify(leases)}::text::jsonb) AS held(id bigint, epoch bigint)
     WHERE c.id = held.id AND c.epoch = held.epoch AND c.leased_by IS NOT NULL
    RETURNING c.id::text`;
  const kept = new Set(rows.map(({ id }) => id));
  return leases.filter(({ id }) => kept.has(id));
}
