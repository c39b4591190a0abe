import type { BackfillClaim, BackfillLease, BackfillStore, Carrier } from "@ticket-bridge/sync";

import { readRowId } from "../database/read-id.ts";
import { storableText } from "../database/storable.ts";
import { Prisma, type PrismaClient } from "../generated/client.ts";
import { freeHeldBack } from "./free-held-back.ts";
import { backfillColumns, type BackfillRow, toBackfill, toldColumns } from "./to-backfill.ts";

/** As claiming a lane: a new epoch, so that a process that was overtaken can change nothing any more. */
export async function claimBackfill(
  prisma: PrismaClient,
  id: string,
  { workerId, name }: Carrier,
  { leaseMs, begin }: { readonly leaseMs: number; readonly begin: boolean },
): Promise<BackfillClaim> {
  const rowId = readRowId(id);
  if (rowId === null) return { kind: "not-found" };
  const [claimed] = await prisma.$queryRaw<BackfillRow[]>`
    UPDATE backfills b
       SET epoch = b.epoch + 1, run_by = ${workerId}::text, run_name = ${storableText(name)}::text,
           run_since = clock_timestamp(), run_until = ${later(leaseMs)}, stop_asked = false,
           state = CASE WHEN ${begin}::boolean AND b.state <> 'planning' THEN 'running' ELSE b.state END,
           reason = CASE WHEN ${begin}::boolean OR b.state = 'planning' THEN NULL ELSE b.reason END,
           stop_cause = CASE WHEN ${begin}::boolean OR b.state = 'planning' THEN NULL ELSE b.stop_cause END,
           started_at = CASE WHEN ${begin}::boolean AND b.state <> 'planning'
                             THEN COALESCE(b.started_at, clock_timestamp()) ELSE b.started_at END
     WHERE b.id = ${rowId}::bigint AND b.state <> 'finished'
       AND (b.run_by IS NULL OR b.run_until <= clock_timestamp())
    RETURNING ${backfillColumns}`;
  if (claimed !== undefined) {
    return { kind: "claimed", lease: { id: claimed.id, epoch: claimed.epoch }, backfill: toBackfill(claimed) };
  }
  const [row] = await prisma.$queryRaw<(BackfillRow & { free_in: number | null })[]>`
    SELECT ${toldColumns}, (extract(epoch FROM b.run_until - clock_timestamp()) * 1000)::float8 AS free_in
      FROM backfills b WHERE b.id = ${rowId}::bigint`;
  if (row === undefined) return { kind: "not-found" };
  const backfill = toBackfill(row);
  if (backfill.state === "finished") return { kind: "finished", backfill };
  return {
    kind: "busy",
    // Between the two statements it may have been given back: it is free at once then.
    carriedBy: backfill.carriedBy ?? { name: "another process", since: backfill.createdAt },
    freeInMs: Math.max(row.free_in ?? 0, 0),
  };
}

export async function renewBackfill(
  prisma: PrismaClient,
  lease: BackfillLease,
  leaseMs: number,
): Promise<{ readonly stopAsked: boolean } | null> {
  const [row] = await prisma.$queryRaw<{ stop_asked: boolean }[]>`
    UPDATE backfills b SET run_until = ${later(leaseMs)} WHERE ${isOurs(lease)} RETURNING b.stop_asked`;
  return row === undefined ? null : { stopAsked: row.stop_asked };
}

export async function releaseBackfill(
  prisma: PrismaClient,
  lease: BackfillLease,
  outcome: Parameters<BackfillStore["releaseBackfill"]>[1],
): Promise<void> {
  const given = Prisma.sql`run_by = NULL, run_until = NULL, stop_asked = false`;
  await prisma.$transaction(async (tx) => {
    const released = await tx.$executeRaw`UPDATE backfills b SET ${given}, ${ended(outcome)} WHERE ${isOurs(lease)}`;
    if (released > 0 && outcome?.state === "finished") await freeHeldBack(tx, { backfillId: lease.id, linkId: null });
  });
}

function ended(outcome: Parameters<BackfillStore["releaseBackfill"]>[1]): Prisma.Sql {
  if (outcome === null) return Prisma.sql`state = b.state`;
  if (outcome.state === "finished") {
    return Prisma.sql`state = 'finished', reason = NULL, stop_cause = NULL, finished_at = clock_timestamp()`;
  }
  return Prisma.sql`
    state = CASE WHEN b.state = 'running' THEN 'stopped' ELSE b.state END,
    reason = ${storableText(outcome.reason)}::text, stop_cause = ${outcome.cause}::text`;
}

export async function askBackfillStop(prisma: PrismaClient, id: string): Promise<boolean> {
  const rowId = readRowId(id);
  if (rowId === null) return false;
  const asked = await prisma.$executeRaw`
    UPDATE backfills SET stop_asked = true
     WHERE id = ${rowId}::bigint AND run_by IS NOT NULL AND run_until > clock_timestamp()`;
  return asked > 0;
}

/** Over `b`. */
export function isOurs({ id, epoch }: BackfillLease): Prisma.Sql {
  return Prisma.sql`b.id = ${id}::text::bigint AND b.epoch = ${epoch}::bigint AND b.run_by IS NOT NULL`;
}

const later = (milliseconds: number) =>
  Prisma.sql`clock_timestamp() + ${milliseconds}::float8 * interval '1 millisecond'`;
