import { sourceOf } from "@ticket-bridge/helpdesk";
import type { LaneLease, LaneRelease } from "@ticket-bridge/sync";

import { notice, noticeChannel } from "../database/database.ts";
import { storableText } from "../database/storable.ts";
import { Prisma, type PrismaClient } from "../generated/client.ts";

/**
 * Whoever wants a lane looked at raises its next_seq, so a release that goes idle compares it with what the worker saw
 * last: no wake-up is lost between the last loading and this statement. A wait is kept also when messages came: a
 * backoff or Retry-After that every new message cut short would be none.
 */
export async function releaseLane(prisma: PrismaClient, lease: LaneLease, release: LaneRelease): Promise<void> {
  await prisma.$queryRaw`
    WITH released AS (
      UPDATE lanes l SET ${released(lease, release, Prisma.sql`l.failures`)}
       WHERE l.link_id = ${lease.linkId}::text::bigint AND l.source_side = ${sourceOf(lease.direction)}::side
         AND l.epoch = ${lease.epoch}::bigint AND l.leased_by IS NOT NULL
      RETURNING l.due_at <= clock_timestamp() AS due
    )
    SELECT pg_notify(${noticeChannel}, ${notice.lanes})::text FROM released WHERE due`;
}

/**
 * What giving a lane back assigns, over `l`.
 *
 * @param failures how often in a row it was released with `again` before
 */
export function released(lease: LaneLease, release: LaneRelease, failures: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`leased_by = NULL, lease_until = NULL, ${outcome(lease, release, failures)}`;
}

function outcome(lease: LaneLease, release: LaneRelease, failures: Prisma.Sql): Prisma.Sql {
  switch (release.kind) {
    case "idle":
      return Prisma.sql`
        due_at = CASE WHEN l.next_seq = ${lease.nextSeq}::bigint THEN NULL ELSE clock_timestamp() END,
        failures = 0, wait_reason = NULL, stopped = false`;
    case "yield":
      return Prisma.sql`due_at = clock_timestamp(), failures = 0, wait_reason = NULL, stopped = false`;
    case "again":
      return Prisma.sql`
        due_at = ${after(release.afterMs)}, failures = ${failures} + ${release.counts ? 1 : 0}::int,
        wait_reason = ${storableText(release.reason)}::text, stopped = false`;
    case "stopped":
      return Prisma.sql`
        due_at = ${after(release.afterMs)}, failures = ${failures} + 1,
        wait_reason = ${storableText(release.reason)}::text, stopped = true`;
  }
}

const after = (milliseconds: number) =>
  Prisma.sql`clock_timestamp() + ${milliseconds}::float8 * interval '1 millisecond'`;
