import type { Side } from "@ticket-bridge/helpdesk";

import { storableText } from "../database/storable.ts";
import { Prisma, type PrismaClient } from "../generated/client.ts";

export async function recordSideSuccess(prisma: PrismaClient, side: Side, wroteAgoMs: number | null): Promise<void> {
  await prisma.$executeRaw`
    UPDATE sides SET last_success_at = clock_timestamp(), trouble = NULL, last_write_at = ${lastWrite(wroteAgoMs)}
     WHERE side = ${side}::side`;
}

export async function recordWrite(prisma: PrismaClient, side: Side, agoMs: number): Promise<void> {
  await prisma.$executeRaw`UPDATE sides SET last_write_at = ${lastWrite(agoMs)} WHERE side = ${side}::side`;
}

/** GREATEST leaves out what is NULL. */
function lastWrite(agoMs: number | null): Prisma.Sql {
  return Prisma.sql`
    GREATEST(last_write_at, clock_timestamp() - ${agoMs}::float8 * interval '1 millisecond')`;
}

export async function recordSideTrouble(prisma: PrismaClient, side: Side, sentence: string): Promise<void> {
  await prisma.$executeRaw`
    UPDATE sides SET last_failure_at = clock_timestamp(), trouble = ${storableText(sentence)}::text
     WHERE side = ${side}::side`;
}

export async function recordChangesRefused(prisma: PrismaClient, side: Side, sentence: string | null): Promise<void> {
  await prisma.$executeRaw`
    UPDATE sides SET changes_refused = ${sentence === null ? null : storableText(sentence)}::text WHERE side = ${side}::side`;
}
