import { compareIds, type MessageId, type Side, type TicketId } from "@ticket-bridge/helpdesk";
import type { ListedMessage, TicketLook } from "@ticket-bridge/sync";

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
  listed: readonly ListedMessage[],
): Promise<TicketLook> {
  const ids = Prisma.sql`string_to_array(${listed.map(({ id }) => id).join(",")}::text, ',')::bigint[]`;
  const versions = Prisma.sql`string_to_array(${listed.map(({ version }) => version ?? "").join(",")}::text, ',')`;
  const rows = await prisma.$queryRaw<Row[]>`
    SELECT l.read_whole,
           ARRAY(SELECT m.id::text FROM unnest(${ids}) AS m(id)
                  WHERE ${isUnseen(side, Prisma.sql`m.id`, Prisma.sql`l.link_id`)}) AS unseen,
           ARRAY(SELECT m.id::text FROM unnest(${ids}, ${versions}) AS m(id, version)
                  WHERE m.version <> '' AND EXISTS (
                    SELECT FROM mirrors x
                     WHERE x.source_side = ${side}::side AND x.source_message_id = m.id AND x.revision = 1
                       AND x.link_id = l.link_id AND ${isChanged} OFFSET 0)) AS changed,
           ARRAY(SELECT x.source_message_id::text FROM mirrors x
                  WHERE x.link_id = l.link_id AND x.source_side = ${side}::side AND x.revision = 1
                    AND x.state = 'mirrored' AND NOT x.gone
                    AND x.source_message_id NOT IN (SELECT unnest(${ids}))) AS gone
      FROM lanes l
     WHERE l.source_side = ${side}::side AND l.source_ticket_id = ${ticketId}::text::bigint AND l.active`;
  const [row] = rows;
  if (row === undefined) return { unseen: [], changed: [], gone: [], readWhole: true };
  const { unseen, changed, gone } = row;
  return { unseen, changed, gone: gone.sort(compareIds), readWhole: row.read_whole };
}

interface Row {
  readonly read_whole: boolean;
  readonly unseen: MessageId[];
  readonly changed: MessageId[];
  readonly gone: MessageId[];
}

/** One whose version nobody knows yet is asked for only once it is mirrored: its delivery reads it anyway. */
const isChanged = Prisma.sql`
  CASE WHEN x.seen_version IS NULL THEN x.state = 'mirrored'
       ELSE x.seen_version <> m.version AND x.state NOT IN ('skipped', 'held') END`;
