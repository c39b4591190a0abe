import { Prisma } from "../generated/client.ts";
import { releaseColumns } from "./release.ts";

/** Selects and locks the lane a mirror is in, for those who act on a mirror without holding its lease. */
export function laneOfMirror(mirrorId: bigint): Prisma.Sql {
  return Prisma.sql`
    SELECT l.link_id, l.source_side, l.epoch, l.xmin::text AS version, 0 AS place, NULL::float8 AS renew, r.*
      FROM lanes l CROSS JOIN jsonb_to_record('{}') AS r(${releaseColumns})
      JOIN mirrors of ON of.id = ${mirrorId}::bigint AND of.link_id = l.link_id AND of.source_side = l.source_side
       FOR UPDATE OF l`;
}
