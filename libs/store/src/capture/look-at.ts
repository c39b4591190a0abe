import { compareIds, type MessageId, type Side, type TicketId } from "@ticket-bridge/helpdesk";
import type { ListedMessage, TicketLook } from "@ticket-bridge/sync";

import { storableJson } from "../database/storable.ts";
import { Prisma, type PrismaClient } from "../generated/client.ts";
import { isUnseen } from "./is-unseen.ts";

export interface Look {
  readonly ticketId: TicketId;
  readonly listed: readonly ListedMessage[];
}

/**
 * A plain read without a lock, by the same three tests as capture: most polls find nothing new, and the bodies of a
 * Requestor ticket (5 MB in the worst case) need not travel to the database to learn that.
 *
 * OFFSET 0 keeps each lane a look-up by its index, and IS NOT DISTINCT FROM leaves only the index of the link's mirrors
 * for those that are gone: planned while the tables are empty, it would walk through all mirrors of the side (see
 * planning.ts).
 *
 * @param looks one a ticket at most
 */
export async function lookAtAll(
  prisma: Pick<PrismaClient, "$queryRaw">,
  side: Side,
  looks: readonly Look[],
): Promise<readonly TicketLook[]> {
  const asked = looks.map(({ ticketId, listed }) => ({
    ticket: ticketId,
    ids: listed.map(({ id }) => id),
    versions: listed.map(({ version }) => version ?? ""),
  }));
  const rows = await prisma.$queryRaw<Row[]>`
    SELECT a.ticket::text, l.read_whole,
           ARRAY(SELECT m.id::text FROM unnest(a.ids) AS m(id)
                  WHERE ${isUnseen(side, Prisma.sql`m.id`, Prisma.sql`l.link_id`)}) AS unseen,
           found.changed, found.unfollowed, found.unversioned,
           ARRAY(SELECT x.source_message_id::text FROM mirrors x
                  WHERE x.link_id = l.link_id AND (x.source_side, x.state) IS NOT DISTINCT FROM (${side}::side, 'mirrored'::mirror_state)
                    AND x.revision = 1 AND NOT x.gone
                    AND x.source_message_id NOT IN (SELECT unnest(a.ids))) AS gone
      FROM jsonb_to_recordset(${storableJson(asked)}::text::jsonb) AS a(ticket bigint, ids bigint[], versions text[])
           CROSS JOIN LATERAL (
             SELECT x.link_id, x.read_whole FROM lanes x
              WHERE x.source_side = ${side}::side AND x.source_ticket_id = a.ticket AND x.active
             OFFSET 0
           ) l
           CROSS JOIN LATERAL (
             SELECT COALESCE(array_agg(m.id::text) FILTER (WHERE known.verdict = 'changed'), '{}') AS changed,
                    COALESCE(array_agg(m.id::text) FILTER (WHERE known.verdict = 'unfollowed'), '{}') AS unfollowed,
                    COALESCE(array_agg(m.id::text) FILTER (WHERE known.verdict = 'unversioned'), '{}') AS unversioned
               FROM unnest(a.ids, a.versions) AS m(id, version)
                    CROSS JOIN LATERAL (
                      SELECT CASE WHEN ${isChanged} THEN 'changed'
                                  WHEN ${isUnfollowed} AND x.seen_version IS NULL THEN 'unversioned'
                                  WHEN ${isUnfollowed} THEN 'unfollowed' END AS verdict
                        FROM mirrors x
                       WHERE x.source_side = ${side}::side AND x.source_message_id = m.id AND x.revision = 1
                         AND x.link_id = l.link_id OFFSET 0) known
           ) found`;
  const found = new Map(rows.map((row) => [row.ticket, row]));
  return looks.map(({ ticketId }) => {
    const row = found.get(ticketId);
    if (row === undefined) return unlinked;
    const { unseen, changed, unfollowed, unversioned, gone } = row;
    return { unseen, changed, unfollowed, unversioned, gone: gone.sort(compareIds), readWhole: row.read_whole };
  });
}

/** What is seen of a ticket without an active link. */
export const unlinked: TicketLook = {
  ...{ unseen: [], changed: [], unfollowed: [], unversioned: [], gone: [] },
  readWhole: true,
};

interface Row {
  readonly ticket: TicketId;
  readonly read_whole: boolean;
  readonly unseen: MessageId[];
  readonly changed: MessageId[];
  readonly unfollowed: MessageId[];
  readonly unversioned: MessageId[];
  readonly gone: MessageId[];
}

/**
 * One whose version nobody knows yet is asked for only once it is mirrored: its delivery reads it anyway. One that was
 * skipped as gone is asked for without a version too.
 */
const isChanged = Prisma.sql`
  CASE WHEN x.state = 'skipped' THEN x.gone AND x.seen_version IS DISTINCT FROM m.version
       WHEN m.version = '' THEN false
       WHEN x.seen_version IS NULL THEN x.state = 'mirrored'
       ELSE x.seen_version <> m.version AND x.state <> 'held' END`;

/** Held or skipped, so that no version of it is noted any more. */
const isUnfollowed = Prisma.sql`
  x.state IN ('held', 'skipped') AND NOT x.gone AND x.visibility = 'public' AND m.version <> ''
  AND x.seen_version IS DISTINCT FROM m.version`;
