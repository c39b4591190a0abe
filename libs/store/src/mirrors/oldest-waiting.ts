import { Prisma, type PrismaClient } from "../generated/client.ts";

/** Answered from the first entry of the partial index of undelivered rows. */
export async function oldestWaitingSeconds(prisma: PrismaClient): Promise<number> {
  const rows = await prisma.$queryRaw<{ seconds: number | null }[]>(oldestWaiting);
  return rows[0]?.seconds ?? 0;
}

export const oldestWaiting = Prisma.sql`
  SELECT GREATEST(0, extract(epoch FROM clock_timestamp() - min(captured_at)))::float8 AS seconds
    FROM mirrors WHERE state IN ('pending', 'sending', 'uncertain')`;
