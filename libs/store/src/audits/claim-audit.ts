import type { TicketId } from "@ticket-bridge/helpdesk";
import type { AuditClaim, ClaimAuditOptions } from "@ticket-bridge/sync";

import type { PrismaClient } from "../generated/client.ts";
import { activeLink } from "../polls/active-link.ts";
import { Prisma } from "../generated/client.ts";

/**
 * Walks through all active links, which at the pace of the audit (a link every few seconds) costs less than keeping an
 * order that changes with every message. Two claimers at one moment: the second finds the claim and gets none.
 */
export async function claimAudit(
  prisma: PrismaClient,
  { leaseMs, notWithinMs, crossedWithinMs }: ClaimAuditOptions,
): Promise<AuditClaim | null> {
  const weight = Prisma.sql`CASE WHEN ${hasCrossed} THEN 60 WHEN ${activeLink(Prisma.sql`k.id`)} THEN 4 ELSE 1 END`;
  const restMs = Prisma.sql`CASE WHEN ${hasCrossed} THEN ${crossedWithinMs}::float8 ELSE ${notWithinMs}::float8 END`;
  const rows = await prisma.$queryRaw<{ id: string; superoffice: TicketId; requestor: TicketId }[]>`
    WITH next AS (
      SELECT k.id, k.superoffice_ticket_id, k.requestor_ticket_id
        FROM links k LEFT JOIN audits a ON a.link_id = k.id
       WHERE k.active AND NOT k.paused AND NOT EXISTS (SELECT FROM sides WHERE sides.paused)
         AND NOT EXISTS (SELECT FROM polls p WHERE p.link_id = k.id AND p.trouble IS NOT NULL)
         AND (a.claimed_until IS NULL OR a.claimed_until <= now())
         AND (a.audited_at IS NULL OR a.audited_at <= now() - ${restMs} * interval '1 millisecond')
       ORDER BY COALESCE(extract(epoch FROM now() - a.audited_at), 1e12) * ${weight} DESC, k.id
       LIMIT 1
    ),
    claimed AS (
      INSERT INTO audits AS a (link_id, claimed_until)
      SELECT id, clock_timestamp() + ${leaseMs}::float8 * interval '1 millisecond' FROM next
          ON CONFLICT (link_id) DO UPDATE SET claimed_until = EXCLUDED.claimed_until
             WHERE a.claimed_until IS NULL OR a.claimed_until <= now()
      RETURNING link_id
    )
    SELECT next.id::text, superoffice_ticket_id::text AS superoffice, requestor_ticket_id::text AS requestor
      FROM next JOIN claimed ON claimed.link_id = next.id`;
  const [row] = rows;
  if (row === undefined) return null;
  return { linkId: row.id, superofficeTicketId: row.superoffice, requestorTicketId: row.requestor };
}

/** Something was on its way when it was compared, and nothing waits now; while it waits another look would tell no more. OFFSET 0: see planning.ts. */
const hasCrossed = Prisma.sql`
  a.waiting > 0 AND NOT EXISTS (
    SELECT FROM lanes l WHERE l.link_id = k.id AND l.pending + l.sending + l.uncertain > 0 OFFSET 0)`;
