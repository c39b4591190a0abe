import { Prisma } from "../generated/client.ts";

/** The order everybody locks lanes in: by side, then by source ticket. */
export const inLockOrder = Prisma.sql`ORDER BY source_side, source_ticket_id FOR UPDATE`;

/** Locks both lanes of a link. */
export async function lockLanes(tx: Prisma.TransactionClient, linkId: bigint): Promise<void> {
  await tx.$queryRaw`
    SELECT 1 FROM lanes WHERE link_id = ${linkId}::bigint ${inLockOrder}`;
}
