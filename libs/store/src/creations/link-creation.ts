import { otherSide, type Side } from "@ticket-bridge/helpdesk";
import type { CreationLease, FirstMirror, Link, NewLink } from "@ticket-bridge/sync";

import { storableText } from "../database/storable.ts";
import { Prisma, type PrismaClient } from "../generated/client.ts";
import { traceLine } from "../lanes/trace-append.ts";
import { createLinkIn } from "../links/create-link.ts";
import { lockLanes } from "../links/lock-lanes.ts";

export async function linkCreation(
  prisma: PrismaClient,
  lease: CreationLease,
  link: NewLink,
  firstMirror: FirstMirror | null,
): Promise<{ readonly link: Link } | { readonly taken: Side | "both" } | "lost"> {
  return await prisma.$transaction(async (tx) => {
    const [row] = await tx.$queryRaw<{ source_side: Side }[]>`
      SELECT source_side::text FROM ticket_creations
       WHERE id = ${lease.id}::text::bigint AND epoch = ${lease.epoch}::bigint AND leased_by IS NOT NULL
         FOR UPDATE`;
    if (row === undefined) return "lost";
    return await linkInto(tx, { id: lease.id, sourceSide: row.source_side, byPerson: false }, link, firstMirror);
  });
}

interface LinkedCreation {
  readonly id: string;
  readonly sourceSide: Side;
  /** A person named the counterpart. */
  readonly byPerson: boolean;
}

/** Within a transaction that holds the creation's row. */
export async function linkInto(
  tx: Prisma.TransactionClient,
  creation: LinkedCreation,
  link: NewLink,
  firstMirror: FirstMirror | null,
): Promise<{ readonly link: Link } | { readonly taken: Side | "both" }> {
  const made = await createLinkIn(tx, link);
  if ("taken" in made) return made;
  if (firstMirror !== null) await storeFirstMirror(tx, made.link.id, creation, firstMirror);
  const target = otherSide(creation.sourceSide) === "superoffice" ? link.superofficeTicketId : link.requestorTicketId;
  await tx.$executeRaw`
    UPDATE ticket_creations
       SET state = 'linked', target_ticket_id = ${target}::text::bigint, reason = NULL, due_at = NULL, failures = 0,
           settle_until = NULL, epoch = epoch + 1, leased_by = NULL, lease_until = NULL, updated_at = clock_timestamp()
     WHERE id = ${creation.id}::text::bigint`;
  return made;
}

/** A message that has its row from an earlier link keeps it. */
async function storeFirstMirror(
  tx: Prisma.TransactionClient,
  linkId: string,
  { id: creationId, sourceSide, byPerson }: LinkedCreation,
  { sourceMessageId, targetMessageId, visibility, carriedHash, losses }: FirstMirror,
): Promise<void> {
  const id = BigInt(linkId);
  await lockLanes(tx, id);
  const mirroredAt = byPerson ? Prisma.sql`clock_timestamp()` : Prisma.sql`COALESCE(c.made_at, clock_timestamp())`;
  await tx.$executeRaw`
    WITH stored AS (
      INSERT INTO mirrors (link_id, source_side, seq, source_message_id, target_message_id, visibility, state, attempts,
                           carried_hash, losses, correlation_id, captured_at, first_sent_at, sent_at, mirrored_at,
                           updated_at, trace)
      SELECT l.link_id, l.source_side, l.next_seq, ${sourceMessageId}::text::bigint, ${targetMessageId}::text::bigint,
             ${visibility}::text::visibility, 'mirrored', GREATEST(c.attempts, 1), ${carriedHash}::text,
             ${JSON.stringify(losses.map(storableText))}::text::jsonb, c.correlation_id,
             GREATEST(${capturedAt}, ${ago(capturedLatestMs)}), c.first_sent_at, c.sent_at,
             GREATEST(${mirroredAt}, ${ago(countedLatestMs)}), clock_timestamp(), ${traceOf(byPerson)}
        FROM lanes l, ticket_creations c
       WHERE l.link_id = ${id}::bigint AND l.source_side = ${sourceSide}::side AND c.id = ${creationId}::text::bigint
          ON CONFLICT DO NOTHING
      RETURNING link_id, source_side
    )
    UPDATE lanes l SET next_seq = l.next_seq + 1, mirrored = l.mirrored + 1
      FROM stored s WHERE l.link_id = s.link_id AND l.source_side = s.source_side`;
}

/** Rows are found by when they were captured because that grows with their ids, but for five minutes: see captured-between. */
const capturedLatestMs = 4 * 60_000;

/** What was mirrored is counted for three minutes after it: see mirrored-minutes. */
const countedLatestMs = 2 * 60_000;

const ago = (milliseconds: number) =>
  Prisma.sql`clock_timestamp() - ${milliseconds}::float8 * interval '1 millisecond'`;

const waitingSince = Prisma.sql`COALESCE(c.waiting_since, clock_timestamp())`;

/** What a run carries has waited for its turn, which says nothing of how quick the bridge is. */
const capturedAt = Prisma.sql`
  CASE WHEN c.backfill_id IS NULL THEN ${waitingSince} ELSE COALESCE(c.first_sent_at, clock_timestamp()) END`;

/** As its attempts told it; one that was made or found before the bridge kept that has an end all the same. */
function traceOf(byPerson: boolean): Prisma.Sql {
  const captured = traceLine(Prisma.sql`'captured'`, Prisma.sql`'With its ticket.'`, undefined, waitingSince);
  const detail = Prisma.sql`'It is the first message of the counterpart.'`;
  const end = (what: Prisma.Sql) => Prisma.sql`jsonb_build_array(${traceLine(what, detail)})`;
  const last = byPerson
    ? end(Prisma.sql`'adopted'`)
    : Prisma.sql`CASE WHEN c.made_at IS NULL THEN ${end(Prisma.sql`'mirrored'`)} ELSE '[]' END`;
  return Prisma.sql`jsonb_build_array(${captured}) || c.trace || ${last}`;
}
