import type { MessageId, Side } from "@ticket-bridge/helpdesk";

import type { PrismaClient } from "../generated/client.ts";

/** A position that exists is kept, also one that is null because the helpdesk was empty. */
export async function beginFeed(prisma: PrismaClient, side: Side, newest: MessageId | null): Promise<void> {
  await prisma.feed.createMany({
    data: [{ side, newest: newest === null ? null : BigInt(newest) }],
    skipDuplicates: true,
  });
}
