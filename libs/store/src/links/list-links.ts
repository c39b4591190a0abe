import type { Link, Page } from "@ticket-bridge/sync";

import { readRowId } from "../database/read-id.ts";
import type { PrismaClient } from "../generated/client.ts";
import { linkParts, toLink } from "./to-link.ts";

/** Active links, newest first. The cursor is the last id of the page before; one that is none starts anew. */
export async function listLinks(
  prisma: PrismaClient,
  options: { cursor: string | null; limit: number },
): Promise<Page<Link>> {
  const before = options.cursor === null ? null : readRowId(options.cursor);
  const rows = await prisma.link.findMany({
    where: { active: true, ...(before === null ? {} : { id: { lt: before } }) },
    orderBy: { id: "desc" },
    take: options.limit + 1,
    include: linkParts,
  });
  const items = rows.slice(0, options.limit).map(toLink);
  return { items, nextCursor: rows.length > options.limit ? (items.at(-1)?.id ?? null) : null };
}
