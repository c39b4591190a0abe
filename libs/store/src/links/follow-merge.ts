import { otherSide } from "@ticket-bridge/helpdesk";
import { type MergedTicket, type MergeOutcome, pollsTopic } from "@ticket-bridge/sync";

import { isUnseen } from "../capture/is-unseen.ts";
import { notice, noticeChannel } from "../database/database.ts";
import { readRowId } from "../database/read-id.ts";
import { storableText } from "../database/storable.ts";
import { Prisma, type PrismaClient } from "../generated/client.ts";
import { lockLanes } from "./lock-lanes.ts";
import { takeLinkingLock } from "./create-link.ts";
import { ticketColumn } from "./ticket-column.ts";

/**
 * Both lanes change their tickets, so whoever has one loses it: what he was about to write names the old ticket. While a
 * write is in flight nothing is moved, because it is looked for by a marker that names the old ticket.
 */
export async function followMerge(prisma: PrismaClient, id: string, merged: MergedTicket): Promise<MergeOutcome> {
  const linkId = readRowId(id);
  if (linkId === null) return "not-linked";
  return await prisma.$transaction(async (tx) => {
    await takeLinkingLock(tx);
    await lockLanes(tx, linkId);
    const [lane] = await tx.$queryRaw<{ busy: boolean }[]>`
      SELECT (SELECT sum(sending + uncertain) > 0 FROM lanes WHERE link_id = ${linkId}::bigint) AS busy
        FROM lanes WHERE link_id = ${linkId}::bigint AND source_side = ${merged.side}::side AND active
         AND source_ticket_id = ${merged.from}::text::bigint`;
    if (lane === undefined) return "not-linked";
    if (await isTaken(tx, linkId, merged)) {
      await pause(tx, linkId, storableText(merged.ifTaken));
      return "taken";
    }
    if (lane.busy) return "busy";
    await storePresent(tx, linkId, merged);
    await move(tx, linkId, merged);
    for (const topic of [notice.lanes, pollsTopic(merged.side)]) {
      await tx.$queryRaw`SELECT pg_notify(${noticeChannel}, ${topic})::text`;
    }
    return "followed";
  });
}

/** The master has a link of its own, or the pair that would come about was linked once and keeps its mirrors. */
async function isTaken(tx: Prisma.TransactionClient, linkId: bigint, { side, to }: MergedTicket): Promise<boolean> {
  const other = ticketColumn(otherSide(side));
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM links k
     WHERE k.${ticketColumn(side)} = ${to}::text::bigint AND k.id <> ${linkId}::bigint
       AND (k.active OR k.${other} = (SELECT o.${other} FROM links o WHERE o.id = ${linkId}::bigint))`;
  return rows.length > 0;
}

async function pause(tx: Prisma.TransactionClient, linkId: bigint, reason: string): Promise<void> {
  await tx.$executeRaw`UPDATE links SET paused = true WHERE id = ${linkId}::bigint`;
  await tx.$executeRaw`
    UPDATE lanes SET paused = true, stopped = true, wait_reason = ${reason}::text WHERE link_id = ${linkId}::bigint`;
  await tx.$executeRaw`UPDATE polls SET enabled = false WHERE link_id = ${linkId}::bigint`;
}

/**
 * What the master held before is another conversation's past. A message that is younger than all that is known of this
 * link may be its own and was moved unseen, so it crosses.
 */
async function storePresent(tx: Prisma.TransactionClient, linkId: bigint, merged: MergedTicket): Promise<void> {
  const { side, messageIds } = merged;
  await tx.$executeRaw`
    INSERT INTO present_messages (link_id, side, message_id)
    SELECT ${linkId}::bigint, ${side}::side, id
      FROM unnest(string_to_array(${messageIds.join(",")}::text, ',')::bigint[]) AS id
     WHERE ${isUnseen(side, Prisma.sql`id`, Prisma.sql`${linkId}::bigint`)}
       AND id <= COALESCE((SELECT max(known) FROM (
             SELECT max(source_message_id) AS known FROM mirrors
              WHERE link_id = ${linkId}::bigint AND source_side = ${side}::side
             UNION ALL
             SELECT max(target_message_id) FROM mirrors
              WHERE link_id = ${linkId}::bigint AND source_side <> ${side}::side
             UNION ALL
             SELECT max(message_id) FROM present_messages WHERE link_id = ${linkId}::bigint AND side = ${side}::side
           ) AS of_link), id)
        ON CONFLICT DO NOTHING`;
}

async function move(tx: Prisma.TransactionClient, linkId: bigint, { side, to }: MergedTicket): Promise<void> {
  await tx.$executeRaw`
    UPDATE links SET ${ticketColumn(side)} = ${to}::text::bigint WHERE id = ${linkId}::bigint`;
  await tx.$executeRaw`
    UPDATE lanes
       SET source_ticket_id = CASE WHEN source_side = ${side}::side THEN ${to}::text::bigint ELSE source_ticket_id END,
           target_ticket_id = CASE WHEN source_side = ${side}::side THEN target_ticket_id ELSE ${to}::text::bigint END,
           read_whole = read_whole AND source_side <> ${side}::side,
           generation = generation + CASE WHEN source_side = ${side}::side THEN 1 ELSE 0 END,
           epoch = epoch + 1, leased_by = NULL, lease_until = NULL, due_at = clock_timestamp(), failures = 0,
           wait_reason = NULL, stopped = false
     WHERE link_id = ${linkId}::bigint`;
  await tx.$executeRaw`
    UPDATE polls SET ticket_id = ${to}::text::bigint, due_at = clock_timestamp(), urgency = 'hint', trouble = NULL
     WHERE link_id = ${linkId}::bigint AND side = ${side}::side`;
}
