import { sides, type Side } from "@ticket-bridge/helpdesk";
import { type Link, type NewLink, pollsTopic } from "@ticket-bridge/sync";

import { noticeChannel } from "../database/database.ts";
import { inTransaction, type RawStatements } from "../database/past-prisma.ts";
import { storableText } from "../database/storable.ts";
import { Prisma, type PrismaClient } from "../generated/client.ts";
import { type LinkRow, toLink } from "./to-link.ts";

/** One link is made at a time, on whichever replica, so that looking whether a ticket is free and taking it are one. */
const linkingLock = 7310586120947n;

/**
 * The present ids of an earlier time of the same pair are replaced: `from: now` gives all that stand there now, and
 * `from: start` means that what once stood there may cross.
 */
export async function createLink(
  prisma: PrismaClient,
  link: NewLink,
): Promise<{ link: Link } | { taken: Side | "both" }> {
  return await inTransaction(prisma, (tx) => createLinkIn(tx, link));
}

/** The same within a transaction of the caller's. */
export async function createLinkIn(
  tx: RawStatements,
  link: NewLink,
): Promise<{ link: Link } | { taken: Side | "both" }> {
  await takeLinkingLock(tx);
  const taken = await findTaken(tx, link);
  if (taken !== null) return { taken };
  const opened = await open(tx, link);
  await storePresent(tx, opened.id, link);
  return { link: toLink(opened) };
}

/** Until the end of the transaction. */
export async function takeLinkingLock(tx: RawStatements): Promise<void> {
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(${linkingLock}::bigint)::text`;
}

async function findTaken(tx: RawStatements, link: NewLink): Promise<Side | "both" | null> {
  const busy = await tx.$queryRaw<{ side: Side }[]>`
    SELECT source_side::text AS side FROM lanes
     WHERE active AND ((source_side = 'superoffice' AND source_ticket_id = ${link.superofficeTicketId}::text::bigint)
                       OR (source_side = 'requestor' AND source_ticket_id = ${link.requestorTicketId}::text::bigint))`;
  if (busy.length > 1) return "both";
  return busy[0]?.side ?? null;
}

/** In one statement, because a backfill links thousands of tickets. */
async function open(tx: RawStatements, link: NewLink): Promise<LinkRow> {
  const { superofficeTicketId, requestorTicketId, requestorRef } = link;
  const [notifySuperOffice, notifyRequestor] = sides.map(
    (side) => Prisma.sql`pg_notify(${noticeChannel}, ${pollsTopic(side)})::text`,
  );
  const lanes = await tx.$queryRaw<OpenedLane[]>`
    WITH linked AS (
      INSERT INTO links (superoffice_ticket_id, requestor_ticket_id)
      VALUES (${superofficeTicketId}::text::bigint, ${requestorTicketId}::text::bigint)
          ON CONFLICT (superoffice_ticket_id, requestor_ticket_id)
          DO UPDATE SET active = true, paused = false, removed_at = NULL
      RETURNING id, superoffice_ticket_id, requestor_ticket_id, created_at
    ),
    ends AS (
      SELECT id, 'superoffice'::side AS side, superoffice_ticket_id AS ticket, requestor_ticket_id AS other,
             ${storableText(link.superofficeTitle)}::text AS title, NULL::text AS ref
        FROM linked
       UNION ALL
      SELECT id, 'requestor'::side, requestor_ticket_id, superoffice_ticket_id,
             ${storableText(link.requestorTitle)}::text, ${requestorRef === null ? null : storableText(requestorRef)}::text
        FROM linked
    ),
    opened AS (
      INSERT INTO lanes AS l (link_id, source_side, source_ticket_id, target_ticket_id, source_title, source_ref)
      SELECT id, side, ticket, other, title, ref FROM ends
          ON CONFLICT (link_id, source_side)
          DO UPDATE SET active = true, paused = false, stopped = false, read_whole = false, failures = 0,
                        wait_reason = NULL, source_title = EXCLUDED.source_title, source_ref = EXCLUDED.source_ref,
                        generation = l.generation + 1
      RETURNING source_side::text AS "sourceSide", source_title AS "sourceTitle", source_ref AS "sourceRef", pending,
                sending, uncertain, held, mirrored, skipped, wait_reason AS "waitReason", stopped
    ),
    polled AS (
      INSERT INTO polls (link_id, side, ticket_id, due_at, urgency, enabled)
      SELECT id, side, ticket, now(), 'hint', true FROM ends
          ON CONFLICT (link_id, side) DO UPDATE SET due_at = now(), urgency = 'hint', enabled = true, trouble = NULL
    ),
    no_longer_present AS (DELETE FROM present_messages p USING linked WHERE p.link_id = linked.id)
    SELECT opened.*, linked.id, linked.created_at AS "createdAt", ${notifySuperOffice}, ${notifyRequestor}
      FROM linked, opened`;
  const [first] = lanes;
  if (first === undefined) throw new Error("The link was not stored.");
  return {
    ...{ id: first.id, createdAt: first.createdAt, paused: false, lanes, polls: [] },
    superofficeTicketId: BigInt(superofficeTicketId),
    requestorTicketId: BigInt(requestorTicketId),
  };
}

type OpenedLane = LinkRow["lanes"][number] & Pick<LinkRow, "id" | "createdAt">;

/** In a statement behind the one that took away what was present before. */
async function storePresent(tx: RawStatements, linkId: bigint, link: NewLink): Promise<void> {
  if (sides.every((side) => link.present[side].length === 0)) return;
  await tx.$executeRaw`
    INSERT INTO present_messages (link_id, side, message_id)
    SELECT ${linkId}::bigint, given.side::side, id::bigint
      FROM jsonb_each(${JSON.stringify(link.present)}::text::jsonb) AS given(side, ids),
           jsonb_array_elements_text(given.ids) AS id
        ON CONFLICT DO NOTHING`;
  const { heldBack } = link;
  if (heldBack === undefined || sides.every((side) => heldBack.messages[side].length === 0)) return;
  await tx.$executeRaw`
    INSERT INTO present_messages (link_id, side, message_id, backfill_id)
    SELECT ${linkId}::bigint, given.side::side, id::bigint, ${heldBack.backfillId}::text::bigint
      FROM jsonb_each(${JSON.stringify(heldBack.messages)}::text::jsonb) AS given(side, ids),
           jsonb_array_elements_text(given.ids) AS id
        ON CONFLICT (link_id, side, message_id) DO UPDATE SET backfill_id = EXCLUDED.backfill_id`;
}
