import type { Backfill, BackfillOptions, Page, ReportLine } from "@ticket-bridge/sync";

import { readRowId } from "../database/read-id.ts";
import type { PrismaClient } from "../generated/client.ts";
import { type BackfillRow, toBackfill, toldColumns } from "./to-backfill.ts";

export async function getBackfill(prisma: PrismaClient, id: string): Promise<Backfill | null> {
  const rowId = readRowId(id);
  if (rowId === null) return null;
  const [row] = await prisma.$queryRaw<BackfillRow[]>`
    SELECT ${toldColumns} FROM backfills b WHERE b.id = ${rowId}::bigint`;
  return row === undefined ? null : toBackfill(row);
}

export async function backfillOptions(prisma: PrismaClient, id: string): Promise<BackfillOptions | null> {
  const rowId = readRowId(id);
  if (rowId === null) return null;
  const [row] = await prisma.$queryRaw<{ options: BackfillOptions }[]>`
    SELECT options FROM backfills WHERE id = ${rowId}::bigint`;
  return row?.options ?? null;
}

/** Newest first. The cursor is the last id of the page before. */
export async function listBackfills(
  prisma: PrismaClient,
  options: { readonly cursor: string | null; readonly limit: number },
): Promise<Page<Backfill>> {
  const before = options.cursor === null ? null : readRowId(options.cursor);
  const rows = await prisma.$queryRaw<BackfillRow[]>`
    SELECT ${toldColumns} FROM backfills b
     WHERE ${before}::bigint IS NULL OR b.id < ${before}::bigint
     ORDER BY b.id DESC LIMIT ${options.limit + 1}::int`;
  const items = rows.slice(0, options.limit).map(toBackfill);
  return { items, nextCursor: rows.length > options.limit ? (items.at(-1)?.id ?? null) : null };
}

export async function unfinishedBackfill(prisma: PrismaClient): Promise<Backfill | null> {
  const [row] = await prisma.$queryRaw<BackfillRow[]>`
    SELECT ${toldColumns} FROM backfills b WHERE b.state <> 'finished' LIMIT 1`;
  return row === undefined ? null : toBackfill(row);
}

export async function backfillFindings(
  prisma: PrismaClient,
  id: string,
  after: number,
  limit: number,
): Promise<readonly { readonly place: number; readonly findings: readonly ReportLine[] }[]> {
  const rowId = readRowId(id);
  if (rowId === null) return [];
  return await prisma.$queryRaw<{ place: number; findings: ReportLine[] }[]>`
    SELECT place, findings FROM backfill_tickets
     WHERE run_id = ${rowId}::bigint AND place > ${after}::int AND findings <> '[]'::jsonb
     ORDER BY place LIMIT ${limit}::int`;
}
