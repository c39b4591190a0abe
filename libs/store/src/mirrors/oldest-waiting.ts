import { Prisma, type PrismaClient } from "../generated/client.ts";

/** Answered from the first entry of each side in the partial index of undelivered rows. */
export async function oldestWaitingSeconds(prisma: PrismaClient): Promise<number> {
  const rows = await prisma.$queryRaw<{ seconds: number | null }[]>(oldestWaiting);
  return rows[0]?.seconds ?? 0;
}

export const oldestWaiting = Prisma.sql`
  SELECT GREATEST(0, extract(epoch FROM clock_timestamp() - min(first.captured_at)))::float8 AS seconds
    FROM unnest('{superoffice,requestor}'::side[]) AS s(side)
    CROSS JOIN LATERAL (
      SELECT captured_at FROM mirrors
       WHERE source_side = ANY (ARRAY[s.side]) AND state IN ('pending', 'sending', 'uncertain')
       ORDER BY source_side, captured_at LIMIT 1) first`;
