import { type Alarm, alarmReason } from "@ticket-bridge/sync";

import { notice, noticeChannel } from "../database/database.ts";
import { readRowId } from "../database/read-id.ts";
import { storableJson, storableText } from "../database/storable.ts";
import type { PrismaClient } from "../generated/client.ts";

/** The notice is that of the sides: both stop writes, and whoever hears it asks for both. */
export async function recordLeaks(
  prisma: PrismaClient,
  id: string,
  leaks: readonly { mirrorId: string; reason: string }[],
  undecided: readonly string[] = [],
): Promise<boolean> {
  const linkId = readRowId(id);
  if (linkId === null) return false;
  const kept = undecided.map(readRowId).filter((one) => one !== null);
  const given = storableJson(leaks.map(({ mirrorId, reason }) => ({ mirror: mirrorId, reason })));
  const rows = await prisma.$queryRaw<{ raised: number }[]>`
    WITH leak AS (
      SELECT * FROM jsonb_to_recordset(${given}::text::jsonb) AS n(mirror bigint, reason text)
    ),
    ended AS (
      UPDATE alarms SET ended_at = clock_timestamp()
       WHERE link_id = ${linkId}::bigint AND ended_at IS NULL AND mirror_id NOT IN (SELECT mirror FROM leak)
         AND mirror_id <> ALL (${kept}::bigint[])
    ),
    raised AS (
      INSERT INTO alarms (link_id, mirror_id, reason)
      SELECT m.link_id, m.id, leak.reason FROM leak JOIN mirrors m ON m.id = leak.mirror ORDER BY m.id
          ON CONFLICT (mirror_id) WHERE ended_at IS NULL DO NOTHING
      RETURNING id
    ),
    told AS (
      SELECT pg_notify(${noticeChannel}, ${notice.sides})::text AS sent FROM raised LIMIT 1
    )
    SELECT count(*)::int AS raised, (SELECT sent FROM told) FROM raised`;
  return (rows[0]?.raised ?? 0) > 0;
}

export async function standingAlarms(prisma: PrismaClient): Promise<readonly Alarm[]> {
  const rows = await prisma.alarm.findMany({ where: { acknowledgedAt: null }, orderBy: { id: "asc" } });
  return rows.map(({ id, linkId, mirrorId, reason, raisedAt }) => ({
    id: String(id),
    linkId: String(linkId),
    mirrorId: String(mirrorId),
    reason,
    raisedAt: raisedAt.getTime(),
  }));
}

/** Lanes are locked by source ticket, as everybody does who locks several. */
export async function acknowledgeAlarms(prisma: PrismaClient, by: string, ids: readonly string[]): Promise<number> {
  const looked = ids.map(readRowId).filter((one) => one !== null);
  return await prisma.$transaction(async (tx) => {
    const acknowledged = await tx.$executeRaw`
      UPDATE alarms SET acknowledged_at = clock_timestamp(), acknowledged_by = ${storableText(by)}::text
       WHERE acknowledged_at IS NULL AND id = ANY (${looked}::bigint[])`;
    await tx.$executeRaw`
      WITH waiting AS (
        SELECT link_id, source_side FROM lanes
         WHERE active AND leased_by IS NULL AND due_at > now() AND wait_reason = ${alarmReason}::text
         ORDER BY source_side, source_ticket_id FOR UPDATE
      )
      UPDATE lanes l SET due_at = clock_timestamp() FROM waiting w
       WHERE l.link_id = w.link_id AND l.source_side = w.source_side`;
    await tx.$executeRaw`
      UPDATE ticket_creations SET due_at = clock_timestamp()
       WHERE leased_by IS NULL AND due_at > now() AND reason = ${alarmReason}::text`;
    await tx.$queryRaw`
      SELECT pg_notify(${noticeChannel}, ${notice.sides})::text, pg_notify(${noticeChannel}, ${notice.lanes})::text,
             pg_notify(${noticeChannel}, ${notice.creations})::text`;
    return acknowledged;
  });
}
