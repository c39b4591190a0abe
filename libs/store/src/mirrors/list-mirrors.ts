import type { Mirror, MirrorFilter, Page } from "@ticket-bridge/sync";

import { readRowId } from "../database/read-id.ts";
import type { PrismaClient } from "../generated/client.ts";
import { mirrorColumns, toMirror } from "./to-mirror.ts";

/**
 * Newest first: what people look for has just happened. The cursor is the last id of the page before. Every filter but
 * "all of one state that is not mirrored" walks the primary key or a link's rows from the newest on, so that the first
 * page is quick at any size.
 */
export async function listMirrors(
  prisma: PrismaClient,
  filter: MirrorFilter,
  options: { cursor: string | null; limit: number },
): Promise<Page<Mirror>> {
  const linkId = filter.linkId === null ? null : readRowId(filter.linkId);
  if (filter.linkId !== null && linkId === null) return { items: [], nextCursor: null };
  const before = options.cursor === null ? null : readRowId(options.cursor);
  const rows = await prisma.mirror.findMany({
    where: {
      ...(filter.state === null ? {} : { state: filter.state }),
      ...(filter.side === null ? {} : { sourceSide: filter.side }),
      ...(linkId === null ? {} : { linkId }),
      ...(before === null ? {} : { id: { lt: before } }),
    },
    orderBy: { id: "desc" },
    take: options.limit + 1,
    select: mirrorColumns,
  });
  const items = rows.slice(0, options.limit).map(toMirror);
  return { items, nextCursor: rows.length > options.limit ? (items.at(-1)?.id ?? null) : null };
}
