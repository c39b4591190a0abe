import type { Side } from "@ticket-bridge/helpdesk";

import { readRowId } from "../database/read-id.ts";
import type { PrismaClient } from "../generated/client.ts";

export async function clearPollTrouble(prisma: PrismaClient, side: Side, linkId: string): Promise<void> {
  const id = readRowId(linkId);
  if (id === null) return;
  await prisma.$executeRaw`
    UPDATE polls SET trouble = NULL
     WHERE link_id = ${id}::bigint AND side = ${side}::side AND trouble IS NOT NULL`;
}
