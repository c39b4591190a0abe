import type { Identity } from "@ticket-bridge/sync";

import type { PrismaClient } from "../generated/client.ts";

const columns = { bridgeId: true, secret: true, superofficeUrl: true, requestorUrl: true } as const;

/** One winner among replicas: the table holds one row, and who comes second reads the first one's. */
export async function establishIdentity(prisma: PrismaClient, proposed: Identity): Promise<Identity> {
  const { bridgeId, secret, superofficeUrl, requestorUrl } = proposed;
  await prisma.identity.createMany({
    data: [{ bridgeId, secret, superofficeUrl, requestorUrl }],
    skipDuplicates: true,
  });
  return await prisma.identity.findUniqueOrThrow({ where: { id: 1 }, select: columns });
}

export async function readIdentity(prisma: PrismaClient): Promise<Identity | null> {
  return await prisma.identity.findUnique({ where: { id: 1 }, select: columns });
}
