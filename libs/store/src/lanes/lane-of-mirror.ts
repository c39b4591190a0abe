import { Prisma } from "../generated/client.ts";

/** Selects and locks the lane a mirror is in, for those who act on a mirror without holding its lease. */
export function laneOfMirror(mirrorId: bigint): Prisma.Sql {
  return Prisma.sql`
    SELECT l.*, l.xmin::text AS version FROM lanes l
      JOIN mirrors of ON of.id = ${mirrorId}::bigint AND of.link_id = l.link_id AND of.source_side = l.source_side
       FOR UPDATE OF l`;
}
