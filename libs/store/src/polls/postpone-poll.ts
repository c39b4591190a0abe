import type { Side } from "@ticket-bridge/helpdesk";

import { readRowId } from "../database/read-id.ts";
import type { PrismaClient } from "../generated/client.ts";

export async function postponePoll(prisma: PrismaClient, side: Side, linkId: string, afterMs: number): Promise<void> {
  const id = readRowId(linkId);
  if (id === null) return;
  await prisma.$executeRaw`
    UPDATE polls SET due_at = clock_timestamp() + ${afterMs}::float8 * interval '1 millisecond'
     WHERE link_id = ${id}::bigint AND side = ${side}::side`;
}
