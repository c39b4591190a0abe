import { activeForMs } from "@ticket-bridge/sync";

import { Prisma } from "../generated/client.ts";

/** Whether a message was lately captured into the lane `lately`. */
export const latelyActive = Prisma.sql`
  lately.active_at > now() - ${activeForMs}::float8 * interval '1 millisecond'`;

/** The same in the words of lanes_activity_idx, over which these few are counted among all lanes. */
export const latelyActiveOfAll = Prisma.sql`
  lately.active AND COALESCE(lately.active_at, '-infinity'::timestamptz)
                    > now() - ${activeForMs}::float8 * interval '1 millisecond'`;

/** Whether a message was lately captured on either side of a link. */
export function activeLink(linkId: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`EXISTS (SELECT FROM lanes lately WHERE lately.link_id = ${linkId} AND ${latelyActive})`;
}
