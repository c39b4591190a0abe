import type { StoredAttachment } from "@ticket-bridge/sync";

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
