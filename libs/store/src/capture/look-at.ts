import { type MessageId, type Side, type TicketId } from "@ticket-bridge/helpdesk";
import type { TicketLook } from "@ticket-bridge/sync";

import { Prisma, type PrismaClient } from "../generated/client.ts";
import { isUnseen } from "./is-unseen.ts";

/**
 * A plain read without a lock, by the same three tests as capture: most polls find nothing new, and the bodies of a
 * Requestor ticket (5 MB in the worst case) need not travel to the database to learn that.
 */
export async function lookAt(
  prisma: PrismaClient,
  side: Side,
  ticketId: TicketId,
  ids: readonly MessageId[],
): Promise<TicketLook> {
  const rows = await prisma.$queryRaw<{ read_whole: boolean; unseen: MessageId[] }[]>`
    SELECT l.read_whole, ARRAY(
             SELECT m.id::text FROM unnest(string_to_array(${ids.join(",")}::text, ',')::bigint[]) AS m(id)
              WHERE ${isUnseen(side, Prisma.sql`m.id`, Prisma.sql`l.link_id`)}
           ) AS unseen
      FROM lanes l
     WHERE l.source_side = ${side}::side AND l.source_ticket_id = ${ticketId}::text::bigint AND l.active`;
  const [row] = rows;
  return row === undefined ? { unseen: [], readWhole: true } : { unseen: row.unseen, readWhole: row.read_whole };
}
