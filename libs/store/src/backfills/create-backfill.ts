import { type Backfill, type BackfillOptions, outlineOf } from "@ticket-bridge/sync";

import { readRowId } from "../database/read-id.ts";
import { storableJson, storableText } from "../database/storable.ts";
import type { Prisma, PrismaClient } from "../generated/client.ts";
import { freeHeldBack } from "./free-held-back.ts";
import { backfillColumns, type BackfillRow, toBackfill } from "./to-backfill.ts";

/** Looking whether there is an unfinished run and making one are one, on whichever replica. */
const creatingLock = 5240178836411n;

export async function createBackfill(
  prisma: PrismaClient,
  options: BackfillOptions,
): Promise<{ readonly backfill: Backfill } | { readonly unfinished: string }> {
  return await prisma.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT pg_advisory_xact_lock(${creatingLock}::bigint)::text`;
    const [unfinished] = await tx.$queryRaw<{ id: string }[]>`
      SELECT id::text FROM backfills WHERE state <> 'finished' LIMIT 1`;
    if (unfinished !== undefined) return { unfinished: unfinished.id };
    const [row] = await tx.$queryRaw<BackfillRow[]>`
      INSERT INTO backfills AS b (options, outline)
      VALUES (${storableJson(options)}::text::jsonb, ${storableJson(outlineOf(options))}::text::jsonb)
      RETURNING ${backfillColumns}`;
    if (row === undefined) throw new TypeError("an insert without conditions gives its row");
    return { backfill: toBackfill(row) };
  });
}

/** What a stopped one has captured stays in its lanes, and crosses. */
export async function discardBackfill(prisma: PrismaClient, id: string, reason: string): Promise<boolean> {
  const rowId = readRowId(id);
  if (rowId === null) return false;
  return await prisma.$transaction(async (tx) => {
    const discarded = await discard(tx, rowId, reason);
    if (discarded) await freeHeldBack(tx, { backfillId: id, linkId: null });
    return discarded;
  });
}

async function discard(tx: Prisma.TransactionClient, rowId: bigint, reason: string): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    WITH free AS (
      SELECT id, started_at IS NOT NULL AS begun FROM backfills
       WHERE id = ${rowId}::bigint AND state <> 'finished'
         AND (run_by IS NULL OR run_until <= clock_timestamp())
         FOR UPDATE
    ),
    removed AS (DELETE FROM backfills b USING free WHERE b.id = free.id AND NOT free.begun RETURNING b.id),
    ended AS (
      UPDATE backfills b
         SET state = 'finished', reason = ${storableText(reason)}::text, finished_at = clock_timestamp(),
             run_by = NULL, run_until = NULL, epoch = b.epoch + 1
        FROM free WHERE b.id = free.id AND free.begun
      RETURNING b.id
    )
    SELECT id FROM removed UNION ALL SELECT id FROM ended`;
  return rows.length > 0;
}
