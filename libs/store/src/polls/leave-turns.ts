import type { PrismaClient } from "../generated/client.ts";

export async function leaveTurns(prisma: PrismaClient, workerId: string): Promise<void> {
  await prisma.$executeRaw`
    UPDATE sides SET polled_by = NULL, polled_until = NULL WHERE polled_by = ${workerId}::text`;
}

/** At the start of the embedded database's sole owner: nobody who reads a side can still be alive. */
export async function freeTurns(prisma: PrismaClient): Promise<void> {
  await prisma.$executeRaw`UPDATE sides SET polled_by = NULL, polled_until = NULL`;
}
