import type { Page } from "@ticket-bridge/sync";

import { storableText } from "../database/storable.ts";
import { Prisma, type PrismaClient } from "../generated/client.ts";
import { linkParts, toLink } from "../links/to-link.ts";
import type { FoundLink, LinkSearch } from "./dashboard-reads.ts";
import { type LinkPlace, readLinkCursor, writeLinkCursor } from "./link-cursor.ts";
import { gatherLinks, isSelective, walkLinks, type AskedLinks } from "./link-pages.ts";

/**
 * A page is walked to in the order that was asked for, and what does not fit is passed by; where few fit that would pass
 * by a hundred thousand, so after some of them all that fit are gathered by their own index and put in order instead.
 */
export async function searchLinks(
  prisma: PrismaClient,
  search: LinkSearch,
  options: { cursor: string | null; limit: number },
): Promise<Page<FoundLink>> {
  const words = storableText(search.words ?? "").trim();
  const asked: AskedLinks = {
    ...search,
    words: words === "" ? null : words,
    after: readLinkCursor(search.sort, options.cursor),
    limit: options.limit + 1,
  };
  let places = await prisma.$queryRaw<LinkPlace[]>(walkLinks(asked));
  if (places.length < asked.limit && isSelective(asked)) {
    places = await prisma.$queryRaw<LinkPlace[]>(gatherLinks(asked));
  }
  const page = places.slice(0, options.limit);
  const last = page.at(-1);
  return {
    items: await readLinks(
      prisma,
      page.map(({ id }) => id),
    ),
    nextCursor: places.length > page.length && last !== undefined ? writeLinkCursor(search.sort, last) : null,
  };
}

async function readLinks(prisma: PrismaClient, ids: readonly bigint[]): Promise<readonly FoundLink[]> {
  const [rows, waiting] = await Promise.all([
    prisma.link.findMany({ where: { id: { in: [...ids] } }, include: linkParts }),
    prisma.$queryRaw<{ id: bigint; since: number }[]>(waitingSince(ids)),
  ]);
  return ids.flatMap((id) => {
    const row = rows.find((each) => each.id === id);
    if (row === undefined) return [];
    const activities = row.lanes.flatMap(({ activeAt }) => (activeAt === null ? [] : [activeAt.getTime()]));
    return [
      {
        ...toLink(row),
        active: row.active,
        activeAt: activities.length === 0 ? null : Math.max(...activities),
        waitingSince: waiting.find((each) => each.id === id)?.since ?? null,
      },
    ];
  });
}

const waitingSince = (ids: readonly bigint[]) => Prisma.sql`
  SELECT link AS id, (extract(epoch FROM min(head.captured_at)) * 1000)::float8 AS since
    FROM unnest(string_to_array(${ids.join(",")}::text, ',')::bigint[]) AS link
    CROSS JOIN unnest('{superoffice,requestor}'::side[]) AS s(side)
    CROSS JOIN LATERAL (
      SELECT m.captured_at FROM mirrors m
       WHERE m.link_id = link AND m.source_side = ANY (ARRAY[s.side]) AND m.state IN ('pending', 'sending', 'uncertain')
       ORDER BY m.source_side, m.seq LIMIT 1) head
   GROUP BY link`;
