import type { MessageId } from "@ticket-bridge/helpdesk";
import {
  goneAfter,
  planChange,
  type CapturedMessage,
  type ChangeCapture,
  type ChangePlan,
  type SourceChange,
  type StandingSource,
} from "@ticket-bridge/sync";

import { notice, noticeChannel } from "../database/database.ts";
import { storableJson } from "../database/storable.ts";
import { Prisma, type PrismaClient } from "../generated/client.ts";
import { traceAppend, traceLine } from "../lanes/trace-append.ts";

type Transaction = Parameters<Parameters<PrismaClient["$transaction"]>[0]>[0];

/**
 * Several statements in a transaction, unlike a capture: changes are seldom, and what they ask for is decided by the
 * same `planChange` for every store. The lane is locked by a statement of its own, so that the next one sees whatever
 * was committed while this one waited.
 */
export async function captureChanges(prisma: PrismaClient, given: ChangeCapture): Promise<readonly CapturedMessage[]> {
  if (given.changes.length === 0) return [];
  return await prisma.$transaction(async (tx) => {
    const lane = await lockLane(tx, given);
    if (lane === null) return [];
    const sources = await standing(tx, given, lane);
    const planned = given.changes.flatMap((change): Planned[] => {
      const source = sources.get(change.id);
      return source === undefined ? [] : [{ change, source, plan: planChange(source, change) }];
    });
    if (planned.length === 0) return [];
    await note(tx, given, planned);
    return await changeRows(tx, given, lane, planned);
  });
}

interface Lane {
  readonly link_id: string;
  readonly next_seq: number;
  readonly leased: boolean;
}

interface Planned {
  readonly change: SourceChange;
  readonly source: StandingSource;
  readonly plan: ChangePlan;
}

async function lockLane(tx: Transaction, { side, ticketId }: ChangeCapture): Promise<Lane | null> {
  const [lane] = await tx.$queryRaw<Lane[]>`
    SELECT link_id::text, next_seq::float8, leased_by IS NOT NULL AS leased FROM lanes
     WHERE source_side = ${side}::side AND source_ticket_id = ${ticketId}::text::bigint AND active
       FOR UPDATE`;
  return lane ?? null;
}

type Row = StandingSource["revisions"][number] & {
  readonly id: MessageId;
  readonly seenVersion: string | null;
  readonly gone: boolean;
};

async function standing(
  tx: Transaction,
  { side, changes }: ChangeCapture,
  lane: Lane,
): Promise<Map<MessageId, StandingSource>> {
  const ids = changes.map(({ id }) => id).join(",");
  const rows = await tx.$queryRaw<Row[]>`
    SELECT m.source_message_id::text AS id, m.id::text AS "mirrorId", m.revision, m.kind::text, m.state::text,
           m.carried_hash AS "carriedHash", m.seen_version AS "seenVersion", m.gone
      FROM unnest(string_to_array(${ids}::text, ',')::bigint[]) AS asked(id)
           CROSS JOIN LATERAL (
             SELECT * FROM mirrors x
              WHERE x.source_side = ${side}::side AND x.source_message_id = asked.id
                AND x.link_id = ${lane.link_id}::text::bigint OFFSET 0) m
     ORDER BY m.revision`;
  const sources = new Map<MessageId, StandingSource>();
  for (const { id, seenVersion, gone, ...revision } of rows) {
    const known = sources.get(id) ?? { seenVersion, gone, leased: lane.leased, revisions: [] };
    sources.set(id, { ...known, revisions: [...known.revisions, revision] });
  }
  return sources;
}

/**
 * The versions, on the first revisions, what is taken for mirrored, and who may read the source, on all its rows: they
 * tell one truth, and the rows are few. Always with the version, so that of what an older reading says the next one
 * tells anew. Here and where rows are added OFFSET 0 keeps each message a look-up by its index, and the ids that are
 * found stand in an array: as joins, planned while the tables are empty, they would walk through all mirrors (see
 * planning.ts).
 */
async function note(tx: Transaction, { side }: ChangeCapture, planned: readonly Planned[]): Promise<void> {
  const notes = planned.map(({ change, source, plan }) => ({
    id: change.id,
    version: change.version,
    visibility: change.visibility,
    gone: goneAfter({ gone: source.gone, isSkipped: source.revisions[0]?.state === "skipped" }, change, plan),
    baseline: plan.kind === "baseline" ? change.carriedHash : null,
  }));
  await tx.$executeRaw`
    WITH note AS MATERIALIZED (
      SELECT x.id AS mirror, n.version, n.visibility, n.gone, n.baseline
        FROM jsonb_to_recordset(${storableJson(notes)}::text::jsonb)
               AS n(id bigint, version text, visibility visibility, gone boolean, baseline text)
             CROSS JOIN LATERAL (
               SELECT y.id FROM mirrors y
                WHERE y.source_side = ${side}::side AND y.source_message_id = n.id OFFSET 0) x
    )
    UPDATE mirrors m
       SET visibility = COALESCE(n.visibility, m.visibility),
           seen_version = CASE WHEN m.revision = 1 THEN n.version ELSE m.seen_version END,
           gone = CASE WHEN m.revision = 1 THEN n.gone ELSE m.gone END,
           carried_hash = CASE WHEN m.revision = 1 THEN COALESCE(n.baseline, m.carried_hash) ELSE m.carried_hash END
      FROM note n
     WHERE m.id = ANY (ARRAY(SELECT mirror FROM note)) AND m.id = n.mirror
       AND (m.revision = 1 OR m.visibility IS DISTINCT FROM COALESCE(n.visibility, m.visibility))`;
}

/** Rows that take the newer copy, new rows, and the lane with its counters. */
async function changeRows(
  tx: Transaction,
  given: ChangeCapture,
  lane: Lane,
  planned: readonly Planned[],
): Promise<readonly CapturedMessage[]> {
  const refreshed = planned.flatMap(({ change, plan }) =>
    plan.kind === "refresh"
      ? [{ mirror: plan.mirrorId, reopen: plan.reopen, detail: plan.detail, copy: copyOf(change) }]
      : [],
  );
  const added = planned
    .flatMap(({ change, plan }) => {
      if (plan.kind !== "add") return [];
      const { row: kind, revision } = plan;
      return [{ id: change.id, kind, revision, copy: copyOf(change), correlation: given.correlationId() }];
    })
    .map((row, place) => ({ ...row, seq: lane.next_seq + place }));
  if (refreshed.length + added.length === 0) return [];
  if (refreshed.length > 0) await refresh(tx, given, refreshed);
  if (added.length > 0) await add(tx, given, lane, added);
  const reopened = refreshed.filter(({ reopen }) => reopen).length;
  const skipped = planned.filter(
    ({ source, plan }) => plan.kind === "refresh" && plan.reopen && source.revisions[0]?.mirrorId === plan.mirrorId,
  ).length;
  await tx.$queryRaw`
    WITH woken AS (
      UPDATE lanes l
         SET next_seq = l.next_seq + ${added.length + (refreshed.length > 0 ? 1 : 0)}::int,
             pending = l.pending + ${added.length + reopened}::int, held = l.held - ${reopened - skipped}::int,
             skipped = l.skipped - ${skipped}::int,
             active_at = CASE WHEN ${added.length}::int > 0 THEN clock_timestamp() ELSE l.active_at END,
             due_at = COALESCE(l.due_at, clock_timestamp())
       WHERE l.link_id = ${lane.link_id}::text::bigint AND l.source_side = ${given.side}::side
      RETURNING l.leased_by IS NULL AND l.due_at <= clock_timestamp() AS due
    )
    SELECT pg_notify(${noticeChannel}, ${notice.lanes})::text FROM woken WHERE due`;
  return added.map(({ id, correlation }) => ({ linkId: lane.link_id, messageId: id, correlationId: correlation }));
}

const copyAt = (readAgoMs: number) => Prisma.sql`
  CASE WHEN n.copy IS NOT NULL THEN clock_timestamp() - ${readAgoMs}::float8 * interval '1 millisecond' END`;

async function refresh(tx: Transaction, { readAgoMs }: ChangeCapture, rows: readonly object[]): Promise<void> {
  await tx.$executeRaw`
    UPDATE mirrors m
       SET copy = n.copy, copy_at = ${copyAt(readAgoMs)}, observed = false, updated_at = clock_timestamp(),
           state = CASE WHEN n.reopen THEN 'pending'::mirror_state ELSE m.state END,
           reason = CASE WHEN n.reopen THEN NULL ELSE m.reason END,
           previous = CASE WHEN n.reopen THEN NULL ELSE m.previous END,
           trace = ${traceAppend(Prisma.sql`m.trace`, Prisma.sql`'changed-again'`, Prisma.sql`n.detail`)}
      FROM jsonb_to_recordset(${storableJson(rows)}::text::jsonb)
             AS n(mirror bigint, reopen boolean, detail text, copy text)
     WHERE m.id = n.mirror`;
}

async function add(
  tx: Transaction,
  { side, readAgoMs }: ChangeCapture,
  lane: Lane,
  rows: readonly object[],
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO mirrors (link_id, source_side, seq, source_message_id, revision, kind, visibility, copy, copy_at,
                         correlation_id, source_created_at, captured_at, updated_at, trace)
    SELECT f.link_id, f.source_side, n.seq, n.id, n.revision, n.kind, f.visibility, n.copy, ${copyAt(readAgoMs)},
           n.correlation, f.source_created_at, clock_timestamp(), clock_timestamp(),
           jsonb_build_array(${traceLine(Prisma.sql`'captured'::text`, Prisma.sql`''::text`)})
      FROM jsonb_to_recordset(${storableJson(rows)}::text::jsonb)
             AS n(id bigint, seq bigint, revision int, kind mirror_kind, copy text, correlation text)
           CROSS JOIN LATERAL (
             SELECT x.link_id, x.source_side, x.visibility, x.source_created_at FROM mirrors x
              WHERE x.source_side = ${side}::side AND x.source_message_id = n.id AND x.revision = 1
                AND x.link_id = ${lane.link_id}::text::bigint OFFSET 0) f`;
}

/** As capture stores it: text inside the JSON. */
function copyOf({ copy }: SourceChange): string | null {
  return copy === null ? null : JSON.stringify(copy);
}
