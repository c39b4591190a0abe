import type { Side, TicketId } from "@ticket-bridge/helpdesk";
import type { BackfillLease, Creation, LinkedPair } from "@ticket-bridge/sync";

import { toCreation } from "../creations/to-creation.ts";
import { notice, noticeChannel } from "../database/database.ts";
import type { PrismaClient } from "../generated/client.ts";
import { isOurs } from "./claim-backfill.ts";

/** What a worker has in its hands, or a person has to look at, is left as it is. */
export async function wantCreation(
  prisma: PrismaClient,
  lease: BackfillLease,
  side: Side,
  ticketId: TicketId,
): Promise<Creation | "lost"> {
  return await prisma.$transaction(async (tx) => {
    const ours = await tx.$queryRaw<unknown[]>`SELECT 1 FROM backfills b WHERE ${isOurs(lease)} FOR SHARE`;
    if (ours.length === 0) return "lost";
    await tx.$executeRaw`
      INSERT INTO ticket_creations AS c (source_side, source_ticket_id, wanted, backfill_id, due_at)
      VALUES (${side}::side, ${ticketId}::text::bigint, true, ${lease.id}::text::bigint, clock_timestamp())
          ON CONFLICT (source_side, source_ticket_id) DO UPDATE
             SET wanted = true, backfill_id = excluded.backfill_id,
                 state = CASE WHEN c.state = 'skipped' AND c.target_ticket_id IS NULL THEN 'pending' ELSE c.state END,
                 due_at = CASE WHEN c.leased_by IS NULL AND c.state IN ('skipped', 'pending', 'uncertain')
                               THEN excluded.due_at ELSE c.due_at END
           WHERE c.state <> 'linked' AND c.backfill_id IS DISTINCT FROM excluded.backfill_id`;
    await tx.$queryRaw`SELECT pg_notify(${noticeChannel}, ${notice.creations})::text`;
    const source = { sourceSide: side, sourceTicketId: BigInt(ticketId) };
    return toCreation(await tx.ticketCreation.findUniqueOrThrow({ where: { sourceSide_sourceTicketId: source } }));
  });
}

export async function linkOfTicket(prisma: PrismaClient, side: Side, ticketId: TicketId): Promise<LinkedPair | null> {
  const [lane] = await prisma.$queryRaw<{ link: string; other: TicketId; paused: boolean }[]>`
    SELECT link_id::text AS link, target_ticket_id::text AS other, paused FROM lanes
     WHERE active AND source_side = ${side}::side AND source_ticket_id = ${ticketId}::text::bigint`;
  if (lane === undefined) return null;
  return {
    linkId: lane.link,
    superofficeTicketId: side === "superoffice" ? ticketId : lane.other,
    requestorTicketId: side === "requestor" ? ticketId : lane.other,
    paused: lane.paused,
  };
}
