import type { MessageId, Side } from "@ticket-bridge/helpdesk";

import type { PrismaClient } from "../generated/client.ts";

/** A position that exists is kept. */
export async function beginFeed(prisma: PrismaClient, side: Side, newest: MessageId): Promise<void> {
  await prisma.feed.createMany({ data: [{ side, newest: BigInt(newest) }], skipDuplicates: true });
}
