import { compareIds, otherSide, sides, type Side } from "@ticket-bridge/helpdesk";
import type { BackfillLease, HistoryCapture, HistoryMessage } from "@ticket-bridge/sync";

import { notice, noticeChannel } from "../database/database.ts";
import { inTransaction, type RawStatements } from "../database/past-prisma.ts";
import { storableJson } from "../database/storable.ts";
import { Prisma, type PrismaClient } from "../generated/client.ts";
import { traceLine } from "../lanes/trace-append.ts";
import { inLockOrder } from "../links/lock-lanes.ts";
import { isMirrorOf } from "../mirrors/is-mirror.ts";
import { freeHeldBack } from "./free-held-back.ts";
import { isOurs } from "./claim-backfill.ts";

/**
 * The lanes are locked in a statement before, as everybody does who changes both of a link: what follows sees all that
 * was captured and written before. The run's row is locked too, so that a process that was overtaken captures nothing.
 */
export async function captureHistory(
  prisma: PrismaClient,
  lease: BackfillLease,
  history: HistoryCapture,
): Promise<"captured" | "not-linked" | "lost"> {
  return await inTransaction(prisma, async (tx) => {
    const standing = await lock(tx, lease, history.linkId);
    if (standing !== "ours") return standing;
    for (const side of sides) {
      if (history.messages[side].length > 0) await captureSide(tx, lease, history, side);
    }
    if (history.freesHeldBack) await freeHeldBack(tx, { backfillId: lease.id, linkId: history.linkId });
    return "captured";
  });
}

async function lock(tx: RawStatements, lease: BackfillLease, linkId: string): Promise<"ours" | "not-linked" | "lost"> {
  const [row] = await tx.$queryRaw<{ ours: boolean; active: boolean }[]>`
    WITH ours AS MATERIALIZED (SELECT 1 FROM backfills b WHERE ${isOurs(lease)} FOR SHARE),
    locked AS MATERIALIZED (
      SELECT active FROM lanes WHERE link_id = ${linkId}::text::bigint AND EXISTS (SELECT FROM ours) ${inLockOrder}
    )
    SELECT EXISTS (SELECT FROM ours) AS ours, (SELECT count(*) FROM locked WHERE active) > 0 AS active`;
  if (row?.ours !== true) return "lost";
  return row.active ? "ours" : "not-linked";
}

async function captureSide(
  tx: RawStatements,
  lease: BackfillLease,
  history: HistoryCapture,
  side: Side,
): Promise<void> {
  const rows = history.messages[side].map((message) => toRow(message, history.correlationId()));
  await tx.$queryRaw`
    WITH lane AS (
      SELECT * FROM lanes WHERE link_id = ${history.linkId}::text::bigint AND source_side = ${side}::side
    ),
    given AS (
      SELECT DISTINCT ON (id) * FROM jsonb_to_recordset(${storableJson(rows.sort(inOrder))}::text::jsonb)
        AS m(id bigint, created float8, version text, copy text, visibility visibility, target bigint, carried text, how text, held text, correlation text)
       ORDER BY id
    ),
    known AS (
      SELECT given.*, target IS NOT NULL AND row_number() OVER (PARTITION BY target ORDER BY id) = 1
                      AND NOT (${isKnown(side, Prisma.sql`given.target`)}) AS adopted
        FROM given
       WHERE NOT EXISTS (SELECT FROM mirrors x
                          WHERE x.source_side = ${side}::side AND x.source_message_id = given.id OFFSET 0)
         AND NOT EXISTS (SELECT FROM mirrors x
                          WHERE ${isMirrorOf("x", Prisma.sql`${otherSide(side)}::side`, Prisma.sql`given.id`)} OFFSET 0)
    ),
    unseen AS (
      SELECT known.*, lane.link_id, lane.next_seq + row_number() OVER (ORDER BY known.id) - 1 AS seq FROM known, lane
    ),
    no_longer_past AS (
      DELETE FROM present_messages p USING unseen u
       WHERE p.link_id = u.link_id AND p.side = ${side}::side AND p.message_id = u.id
    ),
    stored AS (
      INSERT INTO mirrors (link_id, source_side, seq, source_message_id, target_message_id, state, reason, backfill_id,
                           seen_version, visibility, copy, copy_at, carried_hash, correlation_id, source_created_at, captured_at,
                           mirrored_at, updated_at, trace)
      SELECT link_id, ${side}::side, seq, id, CASE WHEN adopted THEN target END,
             (CASE WHEN adopted THEN 'mirrored' WHEN held IS NOT NULL THEN 'held' ELSE 'pending' END)::mirror_state,
             held, ${lease.id}::text::bigint,
             version, visibility, CASE WHEN NOT adopted THEN copy END,
             CASE WHEN NOT adopted AND copy IS NOT NULL
                  THEN clock_timestamp() - ${history.readAgoMs}::float8 * interval '1 millisecond' END,
             CASE WHEN adopted THEN carried END, correlation, to_timestamp(created / 1000), clock_timestamp(),
             CASE WHEN adopted THEN clock_timestamp() END, clock_timestamp(),
             CASE WHEN adopted THEN jsonb_build_array(${traceLine(Prisma.sql`'adopted'`, Prisma.sql`how`)})
                  WHEN held IS NULL THEN jsonb_build_array(${captured})
                  ELSE jsonb_build_array(${captured}, ${traceLine(Prisma.sql`'held'`, Prisma.sql`held`)}) END
        FROM unseen ORDER BY seq
      RETURNING link_id, seq, state
    ),
    counted AS MATERIALIZED (
      SELECT link_id, max(seq) AS last, count(*) FILTER (WHERE state = 'pending')::int AS pending,
             count(*) FILTER (WHERE state = 'held')::int AS held,
             count(*) FILTER (WHERE state = 'mirrored')::int AS mirrored
        FROM stored GROUP BY link_id
    ),
    woken AS (
      UPDATE lanes l
         SET next_seq = c.last + 1, pending = l.pending + c.pending, held = l.held + c.held,
             mirrored = l.mirrored + c.mirrored,
             due_at = CASE WHEN c.pending > 0 THEN COALESCE(l.due_at, clock_timestamp()) ELSE l.due_at END
        FROM counted c WHERE l.link_id = c.link_id AND l.source_side = ${side}::side
      RETURNING c.pending > 0 AND l.leased_by IS NULL AND l.due_at <= clock_timestamp() AS due
    )
    SELECT pg_notify(${noticeChannel}, ${notice.lanes})::text FROM woken WHERE due`;
}

const captured = traceLine(Prisma.sql`'captured'`, Prisma.sql`'As history.'`);

/**
 * Whether the message of the other side is known as anything: it is nobody's copy then. One that only waits to cross is
 * found to be a mirror when its turn comes.
 */
function isKnown(side: Side, id: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    EXISTS (SELECT FROM mirrors x WHERE ${isMirrorOf("x", Prisma.sql`${side}::side`, id)} OFFSET 0)
    OR EXISTS (SELECT FROM mirrors x
                WHERE x.source_side = ${otherSide(side)}::side AND x.source_message_id = ${id}
                  AND x.state <> 'pending' OFFSET 0)`;
}

function toRow(message: HistoryMessage, correlation: string) {
  const { id, createdAt, version, visibility, copy, adopted, held } = message;
  return {
    id,
    created: createdAt,
    version,
    copy: copy === null ? null : JSON.stringify(copy),
    visibility,
    target: adopted?.targetMessageId ?? null,
    carried: adopted?.carriedHash ?? null,
    how: adopted?.how ?? null,
    held,
    correlation,
  };
}

const inOrder = (a: { readonly id: string }, b: { readonly id: string }) => compareIds(a.id, b.id);
