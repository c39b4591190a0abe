import { directionFrom, type MessageId, type Side } from "@ticket-bridge/helpdesk";
import type { LinkMap, MapRow } from "@ticket-bridge/sync";

import { readRowId } from "../database/read-id.ts";
import type { PrismaClient } from "../generated/client.ts";

type Row = Omit<MapRow, "direction"> & { readonly side: Side };

/** Both in one transaction of one snapshot would not help: what moves is known by reading the map twice. */
export async function linkMap(prisma: PrismaClient, id: string): Promise<LinkMap | null> {
  const linkId = readRowId(id);
  if (linkId === null) return null;
  const active = await prisma.link.findFirst({ where: { id: linkId, active: true }, select: { id: true } });
  if (active === null) return null;
  const rows = await prisma.$queryRaw<Row[]>`
    SELECT id::text AS "mirrorId", source_side::text AS side, kind::text, revision, state::text, reason, attempts,
           source_message_id::text AS "sourceMessageId", target_message_id::text AS "targetMessageId",
           carried_hash AS "carriedHash", written_hash AS "writtenHash", gone
      FROM mirrors WHERE link_id = ${linkId}::bigint
     ORDER BY mirrors.source_side, mirrors.source_message_id, revision`;
  const present = await prisma.$queryRaw<{ side: Side; id: MessageId }[]>`
    SELECT side::text, message_id::text AS id FROM present_messages
     WHERE link_id = ${linkId}::bigint ORDER BY present_messages.side, message_id`;
  const presentOf = (side: Side) => present.filter((row) => row.side === side).map((row) => row.id);
  return {
    rows: rows.map(({ side, ...row }) => ({ ...row, direction: directionFrom(side) })),
    present: { superoffice: presentOf("superoffice"), requestor: presentOf("requestor") },
  };
}
