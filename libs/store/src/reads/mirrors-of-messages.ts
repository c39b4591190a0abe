import { sides, type Side } from "@ticket-bridge/helpdesk";
import type { Mirror } from "@ticket-bridge/sync";

import { readRowId } from "../database/read-id.ts";
import { Prisma, type PrismaClient } from "../generated/client.ts";
import { isMirrorOf } from "../mirrors/is-mirror.ts";
import { mirrorsOfPage, readMirrors } from "../mirrors/mirrors-of-page.ts";

/** Found by the keys of source and target: two look-ups a message, however long the ticket is. */
export async function mirrorsOfMessages(
  prisma: Pick<PrismaClient, "$queryRaw">,
  linkId: string,
  ids: Readonly<Record<Side, readonly string[]>>,
): Promise<readonly Mirror[]> {
  const link = readRowId(linkId);
  if (link === null || sides.every((side) => ids[side].length === 0)) return [];
  return await readMirrors(prisma, mirrorsOfPage(ofMessages(link, ids)));
}

function ofMessages(linkId: bigint, ids: Readonly<Record<Side, readonly string[]>>): Prisma.Sql {
  return Prisma.sql`
    SELECT DISTINCT m.id
      FROM (VALUES ('superoffice'::side, 'requestor'::side, ${ids.superoffice.join(",")}::text),
                   ('requestor'::side, 'superoffice'::side, ${ids.requestor.join(",")}::text)) AS s(side, other, ids)
      CROSS JOIN LATERAL unnest(string_to_array(s.ids, ',')::bigint[]) AS message
      CROSS JOIN LATERAL (
        (SELECT id, link_id FROM mirrors WHERE source_side = s.side AND source_message_id = message OFFSET 0)
        UNION ALL
        (SELECT id, link_id FROM mirrors x WHERE ${isMirrorOf("x", Prisma.sql`s.other`, Prisma.sql`message`)} OFFSET 0)) m
     WHERE m.link_id = ${linkId}::bigint`;
}
