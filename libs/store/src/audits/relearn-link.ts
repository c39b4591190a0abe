import { otherSide, sides, type Side } from "@ticket-bridge/helpdesk";
import type { RelearnedLink } from "@ticket-bridge/sync";

import { Prisma, type PrismaClient } from "../generated/client.ts";
import { traceLine } from "../lanes/trace-append.ts";
import { createLinkIn } from "../links/create-link.ts";
import { lockLanes } from "../links/lock-lanes.ts";
import { isMirrorOf } from "../mirrors/is-mirror.ts";

/** See RelearnStore. The lanes are locked in a statement before, as everybody does who changes both of a link. */
export async function relearnLink(
  prisma: PrismaClient,
  learned: RelearnedLink,
): Promise<{ linkId: string; added: number } | { taken: Side | "both" }> {
  return await prisma.$transaction(async (tx) => {
    const made = await createLinkIn(tx, learned.link);
    const linkId = "link" in made ? BigInt(made.link.id) : await sameLink(tx, learned);
    if (linkId === null) return { taken: "taken" in made ? made.taken : "both" };
    await lockLanes(tx, linkId);
    let added = 0;
    for (const side of sides) {
      // The corrections in a statement of their own, which sees the messages that they stand behind.
      const [first, later] = [learned.mirrors[side].filter(isFirst), learned.mirrors[side].filter((m) => !isFirst(m))];
      for (const mirrors of [first, later]) {
        if (mirrors.length > 0) added += await addMirrors(tx, { ...learned, linkId, side, mirrors });
      }
    }
    return { linkId: String(linkId), added };
  });
}

const isFirst = ({ revision }: { readonly revision: number }) => revision === 1;

/** The active link of this very pair. */
async function sameLink(tx: Prisma.TransactionClient, { link }: RelearnedLink): Promise<bigint | null> {
  const [found] = await tx.$queryRaw<{ id: bigint }[]>`
    SELECT link_id AS id FROM lanes
     WHERE active AND source_side = 'superoffice' AND source_ticket_id = ${BigInt(link.superofficeTicketId)}::bigint
       AND target_ticket_id = ${BigInt(link.requestorTicketId)}::bigint`;
  return found?.id ?? null;
}

interface Addition {
  readonly linkId: bigint;
  readonly side: Side;
  readonly mirrors: RelearnedLink["mirrors"][Side];
  readonly correlationId: () => string;
}

async function addMirrors(tx: Prisma.TransactionClient, addition: Addition): Promise<number> {
  const { linkId, side, mirrors } = addition;
  const rows = mirrors.map(({ id, revision, kind, targetMessageId, createdAt, version, visibility, gone }) => ({
    ...{ id, revision, kind, visibility, target: targetMessageId, created: createdAt },
    correlation: addition.correlationId(),
    ...(revision === 1 ? { version, gone } : { version: null, gone: false }),
  }));
  const detail = Prisma.sql`'Message ' || target::text || ' carries its marker: the bridge wrote it.'`;
  const [stored] = await tx.$queryRaw<{ added: number }[]>`
    WITH lane AS (SELECT * FROM lanes WHERE link_id = ${linkId}::bigint AND source_side = ${side}::side),
    given AS (
      SELECT *, row_number() OVER (PARTITION BY id, revision ORDER BY target) AS of_source,
             row_number() OVER (PARTITION BY target ORDER BY id, revision) AS of_target
        FROM jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb)
          AS m(id bigint, revision int, kind text, target bigint, created float8, version text, gone boolean,
               visibility visibility, correlation text)
    ),
    lacking AS (
      SELECT * FROM given
       WHERE of_source = 1 AND of_target = 1
         AND NOT EXISTS (SELECT FROM mirrors x
                          WHERE x.source_side = ${side}::side AND x.source_message_id = given.id
                            AND x.revision = given.revision OFFSET 0)
         AND NOT EXISTS (SELECT FROM mirrors x
                          WHERE ${isMirrorOf("x", Prisma.sql`${otherSide(side)}::side`, Prisma.sql`given.id`)} OFFSET 0)
         AND NOT EXISTS (SELECT FROM mirrors x
                          WHERE ${isMirrorOf("x", Prisma.sql`${side}::side`, Prisma.sql`given.target`)} OFFSET 0)
         AND NOT EXISTS (SELECT FROM mirrors x
                          WHERE x.source_side = ${otherSide(side)}::side AND x.source_message_id = given.target
                            AND x.state <> 'pending' OFFSET 0)
         AND (given.revision = 1 OR
              EXISTS (SELECT FROM mirrors x
                       WHERE x.source_side = ${side}::side AND x.source_message_id = given.id AND x.revision = 1
                         AND x.link_id = ${linkId}::bigint OFFSET 0))
    ),
    stored AS (
      INSERT INTO mirrors (link_id, source_side, seq, source_message_id, target_message_id, revision, kind, state,
                           seen_version, visibility, gone, correlation_id, source_created_at, captured_at, mirrored_at, updated_at,
                           trace)
      SELECT link_id, ${side}::side, next_seq + row_number() OVER (ORDER BY id, revision) - 1, id, target, revision,
             kind::mirror_kind, 'mirrored', version, visibility, gone, correlation, to_timestamp(created / 1000), clock_timestamp(),
             clock_timestamp(), clock_timestamp(), jsonb_build_array(${traceLine(Prisma.sql`'re-learned'`, detail)})
        FROM lacking, lane ORDER BY id, revision
      RETURNING seq
    ),
    counted AS MATERIALIZED (SELECT count(*)::int AS added, max(seq) AS last FROM stored),
    numbered AS (
      UPDATE lanes l SET next_seq = c.last + 1, mirrored = l.mirrored + c.added
        FROM counted c
       WHERE c.added > 0 AND l.link_id = ${linkId}::bigint AND l.source_side = ${side}::side
    )
    SELECT added FROM counted`;
  return stored?.added ?? 0;
}
