import { compareIds, type MessageId, type TicketId } from "@ticket-bridge/helpdesk";
import { type Capture, type CapturedMessage, pollsTopic, type SeenMessage } from "@ticket-bridge/sync";

import { notice, noticeChannel } from "../database/database.ts";
import { storableJson } from "../database/storable.ts";
import { Prisma, type PrismaClient } from "../generated/client.ts";
import { traceLine } from "../lanes/trace-append.ts";
import { isUnseen } from "./is-unseen.ts";
import { noteFeed } from "./note-feed.ts";

/** A captured message; a locked ticket without any comes as one row without a message. */
interface Row {
  ticket: TicketId;
  link_id: string;
  message_id: MessageId | null;
  correlation_id: string;
}

/**
 * One statement for all tickets, so one commit and one trip. The lanes are locked by source ticket, as everybody does
 * who locks several. What another capture committed while this one waited for a lane is not in this statement's view:
 * ON CONFLICT leaves it out, so numbers may have gaps and counters count what was really inserted.
 *
 * `lane` names the tickets' ids, so that the lanes are found by index: planned while the tables are empty, it would walk
 * through all lanes of the side (see planning.ts).
 *
 * A feed captures only into lanes whose ticket was read whole; the others' polls become due instead where it shows
 * something new: it shows the same ids again for ten minutes, also of a ticket that cannot be read.
 *
 * A lane that waits (backoff, Retry-After) keeps its wait; one that is idle or leased becomes due now.
 */
export async function capture(
  prisma: Pick<PrismaClient, "$queryRaw">,
  seen: Capture,
): Promise<readonly CapturedMessage[]> {
  return (await store(prisma, [seen], Prisma.sql`FOR UPDATE OF l`)).flatMap(toCaptured);
}

/**
 * What several listings of one side show, one ticket each and none twice. Undefined for a ticket that somebody else has
 * locked or whose lane is gone: it is to be captured by itself.
 */
export async function captureListings(
  prisma: Pick<PrismaClient, "$queryRaw">,
  listings: readonly Capture[],
): Promise<readonly (readonly CapturedMessage[] | undefined)[]> {
  const rows = await store(prisma, listings, Prisma.sql`FOR UPDATE OF l SKIP LOCKED`);
  return listings.map(({ tickets: [ticket] }) => {
    const of = rows.filter((row) => row.ticket === ticket?.ticketId);
    return of.length === 0 ? undefined : of.flatMap(toCaptured);
  });
}

/** Captures of one side, all listings or one page of a feed. A row at least for each lane that was locked. */
async function store(
  prisma: Pick<PrismaClient, "$queryRaw">,
  captures: readonly Capture[],
  lock: Prisma.Sql,
): Promise<readonly Row[]> {
  const [first] = captures;
  if (first === undefined) return [];
  const { side, feedNewest } = first;
  const isFeed = feedNewest !== null;
  const { tickets, messages } = toStore(captures);
  return await prisma.$queryRaw<Row[]>`
    WITH ticket AS (
      SELECT DISTINCT ON (ticket) * FROM jsonb_to_recordset(${storableJson(tickets)}::text::jsonb)
        AS t(ticket bigint, reading text, title text, ref text, known boolean)
       ORDER BY ticket, known DESC, reading NULLS LAST
    ),
    message AS (
      SELECT DISTINCT ON (id) * FROM jsonb_to_recordset(${storableJson(messages)}::text::jsonb)
        AS m(ticket bigint, id bigint, created float8, version text, copy text, visibility visibility, read_ago float8, correlation text)
       ORDER BY id, copy IS NULL
    ),
    lane AS (
      SELECT l.*, t.reading IS NOT DISTINCT FROM l.link_id || '.' || l.generation AS whole
        FROM lanes l JOIN ticket t ON t.ticket = l.source_ticket_id
       WHERE l.source_side = ${side}::side AND l.active
         AND l.source_ticket_id = ANY (ARRAY(SELECT ticket FROM ticket))
       ORDER BY l.source_ticket_id
         ${lock}
    ),
    unseen AS (
      SELECT m.*, lane.link_id, lane.read_whole OR NOT ${isFeed}::boolean AS wanted,
             lane.next_seq + row_number() OVER (PARTITION BY lane.link_id ORDER BY m.id) - 1 AS seq
        FROM message m JOIN lane ON lane.source_ticket_id = m.ticket
       WHERE ${isUnseen(side, Prisma.sql`m.id`, Prisma.sql`lane.link_id`)}
    ),
    stored AS (
      INSERT INTO mirrors (link_id, source_side, seq, source_message_id, seen_version, copy, visibility, copy_at,
                           correlation_id, source_created_at, captured_at, updated_at, trace)
      SELECT link_id, ${side}::side, seq, id, version, copy, visibility,
             CASE WHEN copy IS NOT NULL THEN clock_timestamp() - read_ago * interval '1 millisecond' END,
             correlation, to_timestamp(created / 1000), clock_timestamp(), clock_timestamp(),
             jsonb_build_array(${traceLine(Prisma.sql`'captured'`, Prisma.sql`''`)})
        FROM unseen WHERE wanted ORDER BY link_id, seq
          ON CONFLICT (source_side, source_message_id, revision) DO NOTHING
      RETURNING link_id, source_message_id, correlation_id, seq
    ),
    counted AS MATERIALIZED (
      SELECT link_id, count(*)::int AS stored, max(seq) AS last FROM stored GROUP BY link_id
    ),
    woken AS (
      UPDATE lanes l
         SET read_whole = l.read_whole OR lane.whole,
             next_seq = GREATEST(l.next_seq, COALESCE(c.last, 0) + 1),
             pending = l.pending + COALESCE(c.stored, 0),
             active_at = CASE WHEN c.stored IS NULL THEN l.active_at ELSE clock_timestamp() END,
             due_at = CASE WHEN c.stored IS NULL THEN l.due_at ELSE COALESCE(l.due_at, clock_timestamp()) END,
             source_title = CASE WHEN t.known THEN t.title ELSE l.source_title END,
             source_ref = CASE WHEN t.known THEN t.ref ELSE l.source_ref END
        FROM lane JOIN ticket t ON t.ticket = lane.source_ticket_id LEFT JOIN counted c ON c.link_id = lane.link_id
       WHERE l.link_id = lane.link_id AND l.source_side = lane.source_side
         AND (c.stored IS NOT NULL OR (lane.whole AND NOT l.read_whole) OR (t.known AND (l.source_title, l.source_ref) IS DISTINCT FROM (t.title, t.ref)))
      RETURNING c.stored IS NOT NULL AND l.leased_by IS NULL AND l.due_at <= clock_timestamp() AS due
    ),
    overtaken AS (
      SELECT p.link_id, p.side FROM polls p JOIN lane ON p.link_id = lane.link_id AND p.side = lane.source_side
       WHERE lane.link_id IN (SELECT link_id FROM unseen WHERE NOT wanted)
       ORDER BY p.link_id
         FOR UPDATE OF p
    ),
    sooner AS (
      UPDATE polls p SET due_at = LEAST(p.due_at, clock_timestamp()), urgency = 'hint' FROM overtaken o
       WHERE p.link_id = o.link_id AND p.side = o.side
      RETURNING pg_notify(${noticeChannel}, ${pollsTopic(side)})::text
    ),
    ${noteFeed(side, feedNewest)},
    notified AS (
      SELECT pg_notify(${noticeChannel}, ${notice.lanes})::text AS sent FROM woken WHERE due LIMIT 1
    )
    SELECT lane.source_ticket_id::text AS ticket, lane.link_id::text, s.source_message_id::text AS message_id,
           s.correlation_id, (SELECT sent FROM notified)
      FROM lane LEFT JOIN stored s ON s.link_id = lane.link_id ORDER BY lane.link_id, s.seq`;
}

function toStore(captures: readonly Capture[]) {
  const tickets = captures.flatMap(({ tickets: of }) =>
    of.map(({ ticketId, facts, reading }) => ({
      ticket: ticketId,
      reading,
      title: facts?.title ?? null,
      ref: facts?.ref ?? null,
      known: facts !== null,
    })),
  );
  const messages = captures.flatMap(({ tickets: of, readAgoMs, correlationId }) =>
    of.flatMap(({ ticketId, messages: seen }) =>
      [...seen]
        .sort((a, b) => compareIds(a.id, b.id))
        .map((message) => ({ ticket: ticketId, ...toRow(message), read_ago: readAgoMs, correlation: correlationId() })),
    ),
  );
  return { tickets, messages };
}

function toCaptured({ link_id, message_id, correlation_id }: Row): CapturedMessage[] {
  return message_id === null ? [] : [{ linkId: link_id, messageId: message_id, correlationId: correlation_id }];
}

/** The copy travels as text inside the JSON: see the column's comment in schema.prisma. */
function toRow(message: SeenMessage) {
  return {
    id: message.id,
    created: message.createdAt,
    version: message.version,
    copy: message.copy === null ? null : JSON.stringify(message.copy),
    visibility: message.copy?.visibility ?? null,
  };
}
