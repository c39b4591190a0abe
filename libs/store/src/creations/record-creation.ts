import { carriedUnknown, causeOf, type CreationChange, type CreationLease } from "@ticket-bridge/sync";

import { storableText } from "../database/storable.ts";
import { Prisma, type PrismaClient } from "../generated/client.ts";
import { traceAppend } from "../lanes/trace-append.ts";

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
          UPDATE ticket_creations SET ${assigned(change, leaseMs)}, ${traced(change)}updated_at = clock_timestamp() WHERE ${mine}`;
  return changed > 0;
}

const since = Prisma.sql`COALESCE(waiting_since, clock_timestamp())`;
const given = Prisma.sql`leased_by = NULL, lease_until = NULL`;

function assigned(change: Exclude<CreationChange, { to: "forgotten" }>, leaseMs: number): Prisma.Sql {
  const kept = Prisma.sql`lease_until = ${later(leaseMs)}`;
  switch (change.to) {
    case "sending":
      return Prisma.sql`state = 'sending', attempts = attempts + 1, marker = ${change.marker}::text,
                        first_message_id = ${change.firstMessageId}::text::bigint, sent_at = clock_timestamp(),
                        first_sent_at = COALESCE(first_sent_at, clock_timestamp()), waiting_since = ${since},
                        carried_hash = ${carried(change.carriedHash)},
                        losses = ${JSON.stringify(change.losses.map(storableText))}::text::jsonb, ${kept}`;
    case "created":
      return Prisma.sql`state = 'uncertain', cause = ${causeOf("ticket", "uncertain", null)}::text, target_ticket_id = ${change.targetTicketId}::text::bigint,
                        settle_until = clock_timestamp(), suspicions = 0, made_at = clock_timestamp(),
                        waiting_since = ${since}, ${kept}`;
    case "uncertain":
      return Prisma.sql`state = 'uncertain', reason = ${storableText(change.reason)}::text,
                        cause = ${storableText(causeOf("ticket", "uncertain", change.reason))}::text,
                        settle_until = ${later(change.settleMs)}, ${suspected(change.suspicion)}, ${kept}`;
    case "pending":
      return Prisma.sql`state = 'pending', reason = ${storableText(change.reason)}::text, settle_until = NULL,
                        without_contact = ${change.withoutContact}::boolean, ${suspected(change.suspicion)}, ${kept}`;
    case "waiting":
      return Prisma.sql`reason = ${storableText(change.reason)}::text, due_at = ${later(change.afterMs)},
                        failures = CASE WHEN ${change.counts}::boolean THEN failures + 1 ELSE failures END,
                        waiting_since = ${change.forTicket === true ? Prisma.sql`NULL` : since}, ${given}`;
    case "held":
    case "skipped":
      return Prisma.sql`state = ${change.to}::creation_state, reason = ${storableText(change.reason)}::text,
                        cause = ${change.to === "held" ? storableText(causeOf("ticket", "held", change.reason)) : null}::text,
                        due_at = NULL, failures = 0, suspicions = 0, ${given}`;
  }
}

function traced(change: Exclude<CreationChange, { to: "forgotten" }>): Prisma.Sql {
  if (change.to === "waiting" || change.event === undefined) return Prisma.empty;
  const { what, detail, requestId = null, status = null } = change.event;
  const call = { requestId: Prisma.sql`${requestId}::text`, status: Prisma.sql`${status}::int` };
  const line = [Prisma.sql`${what}::text`, Prisma.sql`${storableText(detail)}::text`] as const;
  return Prisma.sql`trace = ${traceAppend(Prisma.sql`trace`, ...line, call)}, `;
}

function carried(hash: string | null): Prisma.Sql {
  return Prisma.sql`
    CASE WHEN carried_hash <> ${hash}::text THEN ${carriedUnknown}::text
         ELSE COALESCE(${hash}::text, carried_hash) END`;
}

/** As of mirrors: it counts when it is the first one, or something was written to that side since the last that counted. */
function suspected(suspicion: string | null | undefined): Prisma.Sql {
  const sentence = typeof suspicion === "string" ? storableText(suspicion) : null;
  const counts = Prisma.sql`
    ${sentence}::text IS NOT NULL AND (suspicions = 0 OR EXISTS (
      SELECT FROM sides s WHERE s.side <> source_side AND s.last_write_at > suspected_at))`;
  return Prisma.sql`
    suspicions = suspicions + CASE WHEN ${counts} THEN 1 ELSE 0 END,
    suspected_at = CASE WHEN ${counts} THEN clock_timestamp() ELSE suspected_at END,
    suspicion = COALESCE(${sentence}::text, suspicion)`;
}

const later = (milliseconds: number) =>
  Prisma.sql`clock_timestamp() + ${milliseconds}::float8 * interval '1 millisecond'`;
