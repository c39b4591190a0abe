import type { CreationChange, CreationLease } from "@ticket-bridge/sync";

import { storableText } from "../database/storable.ts";
import { Prisma, type PrismaClient } from "../generated/client.ts";

export async function recordCreation(
  prisma: Pick<PrismaClient, "$executeRaw">,
  lease: CreationLease,
  leaseMs: number,
  change: CreationChange,
): Promise<boolean> {
  const mine = Prisma.sql`id = ${lease.id}::text::bigint AND epoch = ${lease.epoch}::bigint AND leased_by IS NOT NULL`;
  const changed =
    change.to === "forgotten"
      ? await prisma.$executeRaw`DELETE FROM ticket_creations WHERE ${mine}`
      : await prisma.$executeRaw`
          UPDATE ticket_creations SET ${assigned(change, leaseMs)}, updated_at = clock_timestamp() WHERE ${mine}`;
  return changed > 0;
}

const given = Prisma.sql`leased_by = NULL, lease_until = NULL`;

function assigned(change: Exclude<CreationChange, { to: "forgotten" }>, leaseMs: number): Prisma.Sql {
  const kept = Prisma.sql`lease_until = ${later(leaseMs)}`;
  switch (change.to) {
    case "sending":
      return Prisma.sql`state = 'sending', attempts = attempts + 1, marker = ${change.marker}::text,
                        first_message_id = ${change.firstMessageId}::text::bigint, ${kept}`;
    case "created":
      return Prisma.sql`state = 'uncertain', target_ticket_id = ${change.targetTicketId}::text::bigint,
                        settle_until = clock_timestamp(), ${kept}`;
    case "uncertain":
      return Prisma.sql`state = 'uncertain', reason = ${storableText(change.reason)}::text,
                        settle_until = ${later(change.settleMs)}, ${kept}`;
    case "pending":
      return Prisma.sql`state = 'pending', reason = ${storableText(change.reason)}::text, settle_until = NULL,
                        without_contact = ${change.withoutContact}::boolean, ${kept}`;
    case "waiting":
      return Prisma.sql`reason = ${storableText(change.reason)}::text, due_at = ${later(change.afterMs)},
                        failures = CASE WHEN ${change.counts}::boolean THEN failures + 1 ELSE failures END, ${given}`;
    case "held":
    case "skipped":
      return Prisma.sql`state = ${change.to}::creation_state, reason = ${storableText(change.reason)}::text,
                        due_at = NULL, failures = 0, ${given}`;
  }
}

const later = (milliseconds: number) =>
  Prisma.sql`clock_timestamp() + ${milliseconds}::float8 * interval '1 millisecond'`;
