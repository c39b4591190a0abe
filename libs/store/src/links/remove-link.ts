import { storableText } from "../database/storable.ts";
import { readRowId } from "../database/read-id.ts";
import { Prisma, type PrismaClient } from "../generated/client.ts";
import { traceAppend } from "../lanes/trace-append.ts";
import { lockLanes } from "./lock-lanes.ts";

/**
 * Held rows are skipped too: nobody could retry them any more. A worker that has a lane loses it, so that what it still
 * reports is not taken for the state of a link that is gone; its write is found by its marker if the pair is linked
 * again.
 */
export async function removeLink(prisma: PrismaClient, id: string, reason: string): Promise<boolean> {
  const linkId = readRowId(id);
  if (linkId === null) return false;
  return await prisma.$transaction(async (tx) => {
    const removed = await tx.$executeRaw`
      UPDATE links SET active = false, removed_at = now() WHERE id = ${linkId}::bigint AND active`;
    if (removed === 0) return false;
    await lockLanes(tx, linkId);
    await skipWaiting(tx, linkId, storableText(reason));
    await tx.$executeRaw`
      UPDATE lanes SET active = false, due_at = NULL, epoch = epoch + 1, leased_by = NULL, lease_until = NULL,
                       wait_reason = NULL, stopped = false, failures = 0,
                       skipped = skipped + pending + sending + uncertain + held,
                       pending = 0, sending = 0, uncertain = 0, held = 0
       WHERE link_id = ${linkId}::bigint`;
    await tx.poll.updateMany({ where: { linkId }, data: { enabled: false } });
    await tx.audit.deleteMany({ where: { linkId } });
    return true;
  });
}

async function skipWaiting(tx: Prisma.TransactionClient, linkId: bigint, reason: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE mirrors m
       SET state = 'skipped', reason = ${reason}::text, copy = NULL, copy_at = NULL, settle_until = NULL,
           carried_hash = NULL,
           updated_at = clock_timestamp(),
           trace = ${traceAppend(Prisma.sql`m.trace`, Prisma.sql`'skipped'`, Prisma.sql`${reason}::text`)}
     WHERE link_id = ${linkId}::bigint AND state IN ('pending', 'sending', 'uncertain', 'held')`;
}
