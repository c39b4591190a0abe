import { sourceOf } from "@ticket-bridge/helpdesk";
import type { LaneLease } from "@ticket-bridge/sync";

import type { PrismaClient } from "../generated/client.ts";

/**
 * Locks the lanes ordered by side and source ticket, as everybody does who locks several: without it two statements
 * could wait for each other.
 */
export async function renewLeases(
  prisma: PrismaClient,
  leases: readonly LaneLease[],
  leaseMs: number,
): Promise<readonly LaneLease[]> {
  if (leases.length === 0) return [];
  const asked = leases.map((lease, place) => ({
    place,
    link: lease.linkId,
    side: sourceOf(lease.direction),
    epoch: lease.epoch,
  }));
  const rows = await prisma.$queryRaw<{ place: number }[]>`
    WITH asked AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(asked)}::text::jsonb)
        AS a(place int, link bigint, side side, epoch bigint)
    ),
    ours AS (
      SELECT l.link_id, l.source_side, a.place FROM lanes l
        JOIN asked a ON a.link = l.link_id AND a.side = l.source_side AND a.epoch = l.epoch
       WHERE l.leased_by IS NOT NULL
       ORDER BY l.source_side, l.source_ticket_id
         FOR UPDATE OF l
    )
    UPDATE lanes l SET lease_until = clock_timestamp() + ${leaseMs}::float8 * interval '1 millisecond'
      FROM ours WHERE l.link_id = ours.link_id AND l.source_side = ours.source_side
    RETURNING ours.place`;
  const still = new Set(rows.map((row) => row.place));
  return leases.filter((_lease, place) => still.has(place));
}
