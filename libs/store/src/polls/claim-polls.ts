import type { Side, TicketId } from "@ticket-bridge/helpdesk";
import type { PollClaim, PollTurn } from "@ticket-bridge/sync";

import { Prisma, type PrismaClient } from "../generated/client.ts";
import { activeLink } from "./active-link.ts";

interface Row {
  for_ms: number;
  ours: boolean;
  new: boolean;
  link_id: string | null;
  ticket_id: TicketId;
  reading: string;
  hinted: boolean;
  troubled: boolean;
}

/**
 * One statement for the turn and the polls, because it runs about once a second and at every hint. The turn is written
 * again only when a third of the lease is over. That the row as it was before shows us as the reader counts only while
 * that lease lasts: beyond it somebody else may have become the reader while this statement waited for the row.
 *
 * `claimed` names the links' ids, so that their rows are found by index: PostgreSQL does not know how few there are of a
 * LIMIT that is a parameter, and with 50,000 links it walked through all polls, 20 ms each time.
 *
 * The lane's generation is the one from before the claim, and so surely from before the listing.
 */
export async function claimPolls(
  prisma: Pick<PrismaClient, "$queryRaw">,
  side: Side,
  claim: PollClaim,
): Promise<PollTurn> {
  const { workerId, leaseMs, limit, scheduled, intervals } = claim;
  const due = (urgency: string, most: Prisma.Sql) => Prisma.sql`
      SELECT link_id, side, due_at FROM polls
       WHERE side = ${side}::side AND enabled AND urgency = ${urgency}::poll_urgency AND due_at <= now()
         AND EXISTS (SELECT FROM open)
       ORDER BY due_at
       LIMIT GREATEST(0, ${most})
         FOR UPDATE SKIP LOCKED`;
  const left = Prisma.sql`LEAST(${scheduled}::int, ${limit}::int - (SELECT count(*) FROM hinted))`;
  const rows = await prisma.$queryRaw<Row[]>`
    WITH before AS (
      SELECT polled_by, polled_until, paused FROM sides WHERE side = ${side}::side
    ),
    taken AS (
      UPDATE sides SET polled_by = ${workerId}::text,
                       polled_until = clock_timestamp() + ${leaseMs}::float8 * interval '1 millisecond'
       WHERE side = ${side}::side
         AND (polled_by IS NULL OR polled_until <= clock_timestamp()
              OR (polled_by = ${workerId}::text
                  AND polled_until <= clock_timestamp() + ${leaseMs}::float8 * interval '1 millisecond' * 2 / 3))
      RETURNING polled_until
    ),
    turn AS (
      SELECT COALESCE(taken.polled_until, before.polled_until) AS until, before.paused,
             taken.polled_until IS NOT NULL OR (polled_by = ${workerId}::text
                                                AND before.polled_until > clock_timestamp()) AS ours,
             polled_by IS DISTINCT FROM ${workerId}::text AS new
        FROM before LEFT JOIN taken ON true
    ),
    open AS (SELECT FROM turn WHERE ours AND NOT new AND NOT paused),
    hinted AS (${due("hint", Prisma.sql`${limit}::int`)}),
    active AS (${due("active", left)}),
    quiet AS (${due("quiet", Prisma.sql`${left} - (SELECT count(*) FROM active)`)}),
    due AS (
      SELECT *, 1 AS place FROM hinted UNION ALL SELECT *, 2 FROM active UNION ALL SELECT *, 3 FROM quiet
    ),
    claimed AS (
      UPDATE polls p
         SET urgency = CASE WHEN lately.active THEN 'active' ELSE 'quiet' END::poll_urgency,
             due_at = clock_timestamp()
                      + CASE WHEN lately.active THEN ${intervals.activeMs}::float8 ELSE ${intervals.quietMs}::float8 END
                        * interval '1 millisecond'
        FROM due, LATERAL (SELECT ${activeLink(Prisma.sql`due.link_id`)} AS active) lately
       WHERE p.link_id = ANY (ARRAY(SELECT link_id FROM due)) AND p.side = ${side}::side AND p.link_id = due.link_id
      RETURNING p.link_id, p.side, p.ticket_id, p.trouble IS NOT NULL AS troubled, due.place, due.due_at AS since
    )
    SELECT ours, new, GREATEST(0, COALESCE(extract(epoch FROM until - clock_timestamp()) * 1000, 0))::float8 AS for_ms,
           c.link_id::text, c.ticket_id::text, c.link_id || '.' || l.generation AS reading, c.place = 1 AS hinted,
           c.troubled
      FROM turn LEFT JOIN claimed c ON true
           LEFT JOIN lanes l ON l.link_id = c.link_id AND l.source_side = c.side
     ORDER BY c.place, c.since`;
  const [first] = rows;
  const forMs = first?.for_ms ?? 0;
  if (first?.ours !== true) return { kind: "theirs", forMs };
  const polls = rows.flatMap(({ link_id, ticket_id, reading, hinted, troubled }) =>
    link_id === null ? [] : [{ linkId: link_id, ticketId: ticket_id, reading, hinted, troubled }],
  );
  return { kind: "ours", forMs, isNew: first.new, due: polls };
}
