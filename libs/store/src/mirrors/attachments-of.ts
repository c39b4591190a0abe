import type { MessageId, Side } from "@ticket-bridge/helpdesk";
import type { AttachmentOfRevision, StoredAttachment } from "@ticket-bridge/sync";

import { readRowId } from "../database/read-id.ts";
import type { PrismaClient } from "../generated/client.ts";

export async function attachmentsOf(
  prisma: Pick<PrismaClient, "$queryRaw">,
  mirrorId: string,
): Promise<readonly StoredAttachment[]> {
  const id = readRowId(mirrorId);
  if (id === null) return [];
  return await prisma.$queryRaw<StoredAttachment[]>`
    SELECT place, source_id AS "sourceId", name, content_type AS "contentType", size::float8, sha256,
           target_id AS "targetId", state::text, reason,
           (extract(epoch FROM clock_timestamp() - updated_at) * 1000)::float8 AS "storedAgoMs"
      FROM attachment_mirrors WHERE mirror_id = ${id}::bigint ORDER BY place`;
}

/** OFFSET 0 keeps the attachments a look-up by their index (see planning.ts). */
export async function attachmentsOfSource(
  prisma: Pick<PrismaClient, "$queryRaw">,
  side: Side,
  messageId: MessageId,
): Promise<readonly AttachmentOfRevision[]> {
  return await prisma.$queryRaw<AttachmentOfRevision[]>`
    SELECT m.revision, a.place, a.source_id AS "sourceId", a.name, a.content_type AS "contentType",
           a.size::float8 AS size, a.sha256, a.target_id AS "targetId", a.state::text AS state, a.reason
      FROM mirrors m CROSS JOIN LATERAL (SELECT * FROM attachment_mirrors x WHERE x.mirror_id = m.id OFFSET 0) a
     WHERE m.source_side = ${side}::side AND m.source_message_id = ${messageId}::text::bigint
     ORDER BY m.revision, a.place`;
}
