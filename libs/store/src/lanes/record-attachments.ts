import { sourceOf } from "@ticket-bridge/helpdesk";
import type { AttachmentMirror, LaneLease } from "@ticket-bridge/sync";

import { storableJson } from "../database/storable.ts";
import type { PrismaClient } from "../generated/client.ts";

/** Under the lane's row lock, so that a worker that was overtaken changes nothing. */
export async function recordAttachments(
  prisma: Pick<PrismaClient, "$queryRaw">,
  lease: LaneLease,
  mirrorId: string,
  attachments: readonly AttachmentMirror[],
): Promise<boolean> {
  const [row] = await prisma.$queryRaw<{ ours: boolean }[]>`
    WITH lane AS (
      SELECT l.link_id FROM lanes l
       WHERE l.link_id = ${lease.linkId}::text::bigint AND l.source_side = ${sourceOf(lease.direction)}::side
         AND l.epoch = ${lease.epoch}::bigint AND l.leased_by IS NOT NULL
         FOR UPDATE OF l
    ),
    written AS (
      INSERT INTO attachment_mirrors
             (mirror_id, place, source_id, name, content_type, size, sha256, target_id, state, reason, updated_at)
      SELECT m.id, a.place, a."sourceId", a.name, a."contentType", a.size, a.sha256, a."targetId", a.state, a.reason,
             clock_timestamp()
        FROM lane
        JOIN mirrors m ON m.id = ${mirrorId}::text::bigint AND m.link_id = lane.link_id
                      AND m.source_side = ${sourceOf(lease.direction)}::side
       CROSS JOIN jsonb_to_recordset(${storableJson(attachments)}::text::jsonb)
             AS a(place int, "sourceId" text, name text, "contentType" text, size bigint, sha256 text, "targetId" text,
                  state attachment_state, reason text)
      ON CONFLICT (mirror_id, place) DO UPDATE
         SET source_id = excluded.source_id, name = excluded.name, content_type = excluded.content_type,
             size = excluded.size, sha256 = excluded.sha256, target_id = excluded.target_id, state = excluded.state,
             reason = excluded.reason, updated_at = excluded.updated_at
      RETURNING 1
    )
    SELECT EXISTS (SELECT FROM lane) AS ours`;
  return row?.ours === true;
}
