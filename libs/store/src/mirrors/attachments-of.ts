import type { AttachmentMirror } from "@ticket-bridge/sync";

import { readRowId } from "../database/read-id.ts";
import type { Prisma, PrismaClient } from "../generated/client.ts";

const columns = {
  place: true,
  sourceId: true,
  name: true,
  contentType: true,
  size: true,
  sha256: true,
  targetId: true,
  state: true,
  reason: true,
} satisfies Prisma.AttachmentMirrorSelect;

export async function attachmentsOf(
  prisma: Pick<PrismaClient, "attachmentMirror">,
  mirrorId: string,
): Promise<readonly AttachmentMirror[]> {
  const id = readRowId(mirrorId);
  if (id === null) return [];
  const rows = await prisma.attachmentMirror.findMany({
    where: { mirrorId: id },
    select: columns,
    orderBy: { place: "asc" },
  });
  return rows.map((row) => ({ ...row, size: row.size === null ? null : Number(row.size) }));
}
