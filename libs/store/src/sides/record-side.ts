import type { Side } from "@ticket-bridge/helpdesk";
import type { HelpdeskTrouble, HookAges } from "@ticket-bridge/sync";

import { storableText } from "../database/storable.ts";
import { Prisma, type PrismaClient } from "../generated/client.ts";

export async function recordSideSuccess(prisma: PrismaClient, side: Side, wroteAgoMs: number | null): Promise<void> {
  await prisma.$executeRaw`
    UPDATE sides SET last_success_at = clock_timestamp(), trouble = NULL, trouble_cause = NULL,
           last_write_at = ${later("last_write_at", wroteAgoMs)}
     WHERE side = ${side}::side`;
}

export async function recordWrite(prisma: PrismaClient, side: Side, agoMs: number): Promise<void> {
  await prisma.$executeRaw`UPDATE sides SET last_write_at = ${later("last_write_at", agoMs)} WHERE side = ${side}::side`;
}

/** GREATEST leaves out what is NULL. */
function later(column: "last_write_at" | "hook_heard_at" | "hook_refused_at", agoMs: number | null): Prisma.Sql {
  return Prisma.sql`
    GREATEST(${Prisma.raw(column)}, clock_timestamp() - ${agoMs}::float8 * interval '1 millisecond')`;
}

export async function recordSideTrouble(
  prisma: PrismaClient,
  side: Side,
  sentence: string,
  cause: HelpdeskTrouble,
): Promise<void> {
  await prisma.$executeRaw`
    UPDATE sides SET last_failure_at = clock_timestamp(), trouble = ${storableText(sentence)}::text,
           trouble_cause = ${cause}::text
     WHERE side = ${side}::side`;
}

export async function recordChangesRefused(prisma: PrismaClient, side: Side, sentence: string | null): Promise<void> {
  await prisma.$executeRaw`
    UPDATE sides SET changes_refused = ${sentence === null ? null : storableText(sentence)}::text WHERE side = ${side}::side`;
}

export async function recordHooks(
  prisma: PrismaClient,
  side: Side,
  { heardAgoMs, refusedAgoMs }: HookAges,
): Promise<void> {
  await prisma.$executeRaw`
    UPDATE sides
       SET hook_heard_at = ${later("hook_heard_at", heardAgoMs)},
           hook_refused_at = ${later("hook_refused_at", refusedAgoMs)}
     WHERE side = ${side}::side`;
}
