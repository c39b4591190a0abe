import type { Side } from "@ticket-bridge/helpdesk";

import { storableText } from "../database/storable.ts";
import type { PrismaClient } from "../generated/client.ts";

export async function recordSideSuccess(prisma: PrismaClient, side: Side): Promise<void> {
  await prisma.$executeRaw`
    UPDATE sides SET last_success_at = clock_timestamp(), trouble = NULL WHERE side = ${side}::side`;
}

export async function recordSideTrouble(prisma: PrismaClient, side: Side, sentence: string): Promise<void> {
  await prisma.$executeRaw`
    UPDATE sides SET last_failure_at = clock_timestamp(), trouble = ${storableText(sentence)}::text
     WHERE side = ${side}::side`;
}
