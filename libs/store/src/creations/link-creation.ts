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
    return await linkInto(tx, { id: lease.id, sourceSide: row.source_side }, link, firstMirror);
  });
}

/** Within a transaction that holds the creation's row. */
export async function linkInto(
  tx: Prisma.TransactionClient,
  creation: { readonly id: string; readonly sourceSide: Side },
  link: NewLink,
  firstMirror: FirstMirror | null,
): Promise<{ readonly link: Link } | { readonly taken: Side | "both" }> {
  const made = await createLinkIn(tx, link);
  if ("taken" in made) return made;
  if (firstMirror !== null) await storeFirstMirror(tx, made.link.id, creation.sourceSide, firstMirror);
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
  sourceSide: Side,
  { sourceMessageId, targetMessageId, visibility, carriedHash, losses }: FirstMirror,
): Promise<void> {
  const id = BigInt(linkId);
  await lockLanes(tx, id);
  const what = Prisma.sql`'mirrored'`;
  const detail = Prisma.sql`'It is the first message of the ticket that was created.'`;
  await tx.$executeRaw`
    WITH stored AS (
      INSERT INTO mirrors (link_id, source_side, seq, source_message_id, target_message_id, visibility, state,
                           attempts, carried_hash, losses, correlation_id, captured_at, sent_at, mirrored_at, updated_at, trace)
      SELECT link_id, source_side, next_seq, ${sourceMessageId}::text::bigint, ${targetMessageId}::text::bigint,
             ${visibility}::text::visibility, 'mirrored', 1, ${carriedHash}::text, ${JSON.stringify(losses.map(storableText))}::text::jsonb,
             gen_random_uuid()::text, clock_timestamp(), clock_timestamp(), clock_timestamp(), clock_timestamp(),
             jsonb_build_array(${traceLine(what, detail)})
        FROM lanes WHERE link_id = ${id}::bigint AND source_side = ${sourceSide}::side
          ON CONFLICT DO NOTHING
      RETURNING link_id, source_side
    )
    UPDATE lanes l SET next_seq = l.next_seq + 1, mirrored = l.mirrored + 1
      FROM stored s WHERE l.link_id = s.link_id AND l.source_side = s.source_side`;
}
