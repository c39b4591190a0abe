import type { MessageId, Side } from "@ticket-bridge/helpdesk";
import type { SourceStanding } from "@ticket-bridge/sync";

import type { PrismaClient } from "../generated/client.ts";

export async function standingOf(
  prisma: PrismaClient,
  side: Side,
  messageId: MessageId,
  revision: number,
): Promise<SourceStanding | null> {
  const row = await prisma.mirror.findUnique({
    where: {
      sourceSide_sourceMessageId_revision: { sourceSide: side, sourceMessageId: BigInt(messageId), revision },
    },
    select: { id: true, correlationId: true, linkId: true, state: true, targetMessageId: true },
  });
  if (row === null) return null;
  return {
    mirrorId: String(row.id),
    correlationId: row.correlationId,
    linkId: String(row.linkId),
    state: row.state,
    targetMessageId: row.targetMessageId === null ? null : (String(row.targetMessageId) as MessageId),
  };
}
