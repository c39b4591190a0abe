import { directionFrom, type Direction, type Side } from "@ticket-bridge/helpdesk";
import { sumDelays } from "@ticket-bridge/sync";

import { Prisma, type PrismaClient } from "../generated/client.ts";
import type { DirectionStanding } from "./dashboard-reads.ts";

type Queryable = Pick<PrismaClient, "$queryRaw">;

/**
 * Counted over the partial indexes of what waits, is held or is uncertain: few rows, whatever else there is. The lanes'
 * counters, of which there are two a link, took 60 ms with 100,000 links.
 */
export async function directionStandings(prisma: Queryable): Promise<Readonly<Record<Direction, DirectionStanding>>> {
  const [rows, delays] = await Promise.all([
    prisma.$queryRaw<Row[]>(standings),
    prisma.$queryRaw<{ side: Side; delays: string }[]>(lastHour),
  ]);
  const of = (side: Side): DirectionStanding => {
    const row = rows.find((each) => each.side === side);
    const counted = delays.filter((each) => each.side === side).map((each) => each.delays.split(",").map(Number));
    return {
      waiting: (row?.undelivered ?? 0) - (row?.uncertainMirrors ?? 0) + (row?.waitingCreations ?? 0),
      waitingTickets: row?.waitingCreations ?? 0,
      waitingPaused: row?.waitingPaused ?? 0,
      uncertain: (row?.uncertainMirrors ?? 0) + (row?.uncertainCreations ?? 0),
      overdue: (row?.overdueMirrors ?? 0) + (row?.overdueCreations ?? 0),
      held: (row?.heldMirrors ?? 0) + (row?.heldCreations ?? 0),
      oldestWaitingSeconds: Math.max(row?.oldestMirror ?? 0, row?.oldestCreation ?? 0),
      oldestTicketSeconds: row?.oldestCreation ?? 0,
      delays: sumDelays(counted),
    };
  };
  return {
    [directionFrom("superoffice")]: of("superoffice"),
    [directionFrom("requestor")]: of("requestor"),
  } as Record<Direction, DirectionStanding>;
}

interface Row {
  readonly side: Side;
  readonly undelivered: number;
  readonly oldestMirror: number;
  readonly waitingPaused: number;
  readonly uncertainMirrors: number;
  readonly overdueMirrors: number;
  readonly heldMirrors: number;
  readonly waitingCreations: number;
  readonly oldestCreation: number;
  readonly uncertainCreations: number;
  readonly overdueCreations: number;
  readonly heldCreations: number;
}

const secondsSince = (moment: Prisma.Sql) =>
  Prisma.sql`COALESCE(GREATEST(0, extract(epoch FROM clock_timestamp() - ${moment})), 0)::float8`;

/** Of the few rows that are looked at: each a look-up by the link's id. */
const isPaused = Prisma.sql`
  EXISTS (SELECT FROM links k WHERE k.id = m.link_id AND k.active AND k.paused OFFSET 0)`;

/** The oldest that no person paused is walked to, past what a person did; the paused ones are found from their links. */
const standings = Prisma.sql`
  SELECT s.side::text AS side, w.undelivered, ${secondsSince(Prisma.sql`o.captured_at`)} AS "oldestMirror",
         p.waiting AS "waitingPaused", u.uncertain AS "uncertainMirrors", u.overdue AS "overdueMirrors",
         h.held AS "heldMirrors", c.waiting AS "waitingCreations", c.uncertain AS "uncertainCreations",
         c.overdue AS "overdueCreations", c.held AS "heldCreations", ${secondsSince(Prisma.sql`c.since`)} AS "oldestCreation"
    FROM unnest('{superoffice,requestor}'::side[]) AS s(side)
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS undelivered
        FROM mirrors WHERE source_side = s.side AND state IN ('pending', 'sending', 'uncertain')) w
    LEFT JOIN LATERAL (
      SELECT m.captured_at FROM mirrors m
       WHERE m.source_side = s.side AND m.state IN ('pending', 'sending', 'uncertain') AND NOT ${isPaused}
       ORDER BY m.captured_at LIMIT 1) o ON true
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS waiting
        FROM links k
        CROSS JOIN LATERAL (
          SELECT FROM mirrors m
           WHERE m.link_id = k.id AND m.source_side = s.side
             AND m.state IN ('pending', 'sending', 'uncertain') AND m.state <> 'uncertain' OFFSET 0) waits
       WHERE k.active AND k.paused) p
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS uncertain,
             (count(*) FILTER (WHERE m.settle_until < clock_timestamp() AND NOT ${isPaused}))::int AS overdue
        FROM mirrors m WHERE m.source_side = s.side AND m.state = 'uncertain') u
    CROSS JOIN LATERAL (SELECT count(*)::int AS held FROM mirrors WHERE source_side = s.side AND state = 'held') h
    CROSS JOIN LATERAL (
      SELECT (count(*) FILTER (WHERE state IN ('pending', 'sending')))::int AS waiting,
             (count(*) FILTER (WHERE state = 'uncertain'))::int AS uncertain,
             (count(*) FILTER (WHERE state = 'uncertain' AND settle_until < clock_timestamp()))::int AS overdue,
             (count(*) FILTER (WHERE state = 'held'))::int AS held,
             min(waiting_since) FILTER (WHERE state <> 'held') AS since
        FROM ticket_creations
       WHERE source_side = s.side AND state IN ('pending', 'sending', 'uncertain', 'held')) c`;

const lastHour = Prisma.sql`
  SELECT source_side::text AS side, array_to_string(delays, ',') AS delays FROM mirrored_minutes
   WHERE minute >= clock_timestamp() - interval '1 hour'`;
