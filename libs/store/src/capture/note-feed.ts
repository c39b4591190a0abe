import type { MessageId, Side } from "@ticket-bridge/helpdesk";

import { Prisma } from "../generated/client.ts";

/** How far back a feed is read again, for ids that commit late. */
export const rereadWindow = Prisma.sql`interval '10 minutes'`;

/** Checkpoints closer together than this would only fill the table: 21 rows a side are enough for ten minutes. */
const checkpointSpacing = Prisma.sql`interval '30 seconds'`;

/**
 * The parts of a WITH clause that store the newest id a feed has shown. The position that stood before becomes a
 * checkpoint, with the time since which it was known, unless there is a recent one; checkpoints that no reading can
 * need any more go.
 *
 * A page that does not come as far as what is known already leaves `read_at`: a reading that is cut short after it must
 * start at the same place again.
 */
export function noteFeed(side: Side, newest: MessageId | null): Prisma.Sql {
  const at = Prisma.sql`${side}::side`;
  return Prisma.sql`
    checkpoint AS (
      INSERT INTO feed_checkpoints (side, at, newest)
      SELECT f.side, f.newest_at, f.newest FROM feeds f
       WHERE f.side = ${at} AND ${newest}::text::bigint > COALESCE(f.newest, 0)
         AND NOT EXISTS (SELECT FROM feed_checkpoints c
                          WHERE c.side = f.side AND c.at > f.newest_at - ${checkpointSpacing})
          ON CONFLICT DO NOTHING
    ),
    swept AS (
      DELETE FROM feed_checkpoints c
       WHERE c.side = ${at} AND ${newest}::text IS NOT NULL
         AND c.at < (SELECT max(k.at) FROM feed_checkpoints k JOIN feeds f ON f.side = k.side
                      WHERE k.side = c.side AND k.at <= f.read_at - ${rereadWindow})
    ),
    position AS (
      INSERT INTO feeds (side, newest, newest_at, read_at)
      SELECT ${at}, ${newest}::text::bigint, clock_timestamp(), clock_timestamp() WHERE ${newest}::text IS NOT NULL
          ON CONFLICT (side) DO UPDATE
             SET newest = excluded.newest,
                 newest_at = CASE WHEN excluded.newest > COALESCE(feeds.newest, 0)
                                  THEN excluded.newest_at ELSE feeds.newest_at END,
                 read_at = GREATEST(feeds.read_at, excluded.read_at)
             WHERE excluded.newest >= COALESCE(feeds.newest, 0)
    )`;
}
