import type { Prisma } from "../generated/client.ts";

/** Locks both lanes of a link in the order everybody locks lanes in: by side, then by source ticket. */
export async function lockLanes(tx: Prisma.TransactionClient, linkId: bigint): Promise<void> {
  await tx.$queryRaw`
    SELECT 1 FROM lanes WHERE link_id = ${linkId}::bigint ORDER BY source_side, source_ticket_id FOR UPDATE`;
}
