import type { PrismaClient } from "../generated/client.ts";

/** At the start of the embedded database's sole owner: nobody who holds a lease can still be alive. */
export async function freeLeases(prisma: PrismaClient): Promise<void> {
  await prisma.$executeRaw`
    UPDATE lanes SET epoch = epoch + 1, leased_by = NULL, lease_until = NULL, due_at = COALESCE(due_at, now())
     WHERE leased_by IS NOT NULL`;
  await prisma.$executeRaw`
    UPDATE ticket_creations SET epoch = epoch + 1, leased_by = NULL, lease_until = NULL, due_at = now()
     WHERE leased_by IS NOT NULL`;
}
