import { otherSide, type Side } from "@ticket-bridge/helpdesk";

import { Prisma } from "../generated/client.ts";
import { isMirrorOf } from "../mirrors/is-mirror.ts";

/**
 * Whether nobody has seen a message of this side yet, by `id` on the link `linkId`: it is neither a captured message nor
 * a mirror that we wrote, and did not stand on the ticket when it was linked.
 *
 * OFFSET 0 keeps each test a look-up by its index: as joins, planned while the tables are empty, they would walk through
 * all mirrors of the side (see planning.ts).
 */
export function isUnseen(side: Side, id: Prisma.Sql, linkId: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    NOT EXISTS (SELECT FROM mirrors x WHERE x.source_side = ${side}::side AND x.source_message_id = ${id} OFFSET 0)
    AND NOT EXISTS (SELECT FROM mirrors x
                     WHERE ${isMirrorOf("x", Prisma.sql`${otherSide(side)}::side`, id)} OFFSET 0)
    AND NOT EXISTS (SELECT FROM present_messages p
                     WHERE p.link_id = ${linkId} AND p.side = ${side}::side AND p.message_id = ${id} OFFSET 0)`;
}
