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
      uncertain: (row?.uncertainMirrors ?? 0) + (row?.uncertainCreations ?? 0),
      overdue: (row?.overdueMirrors ?? 0) + (row?.overdueCreations ?? 0),
      held: (row?.heldMirrors ?? 0) + (row?.heldCreations ?? 0),
      oldestWaitingSeconds: row?.oldest ?? 0,
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
  readonly oldest: number;
  readonly uncertainMirrors: number;
  readonly overdueMirrors: number;
  readonly heldMirrors: number;
  readonly waitingCreations: number;
  readonly uncertainCreations: number;
  readonly overdueCreations: number;
  readonly heldCreations: number;
}

const standings = Prisma.sql`
  SELECT s.side::text AS side, w.undelivered, w.oldest, u.uncertain AS "uncertainMirrors", u.overdue AS "overdueMirrors",
         h.held AS "heldMirrors", c.waiting AS "waitingCreations", c.uncertain AS "uncertainCreations",
         c.overdue AS "overdueCreations", c.held AS "heldCreations"
    FROM unnest('{superoffice,requestor}'::side[]) AS s(side)
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS undelivered,
             COALESCE(GREATEST(0, extract(epoch FROM clock_timestamp() - min(captured_at))), 0)::float8 AS oldest
        FROM mirrors WHERE source_side = s.side AND state IN ('pending', 'sending', 'uncertain')) w
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS uncertain, (count(*) FILTER (WHERE settle_until < clock_timestamp()))::int AS overdue
        FROM mirrors WHERE source_side = s.side AND state = 'uncertain') u
    CROSS JOIN LATERAL (SELECT count(*)::int AS held FROM mirrors WHERE source_side = s.side AND state = 'held') h
    CROSS JOIN LATERAL (
      SELECT (count(*) FILTER (WHERE state IN ('pending', 'sending')))::int AS waiting,
             (count(*) FILTER (WHERE state = 'uncertain'))::int AS uncertain,
             (count(*) FILTER (WHERE state = 'uncertain' AND settle_until < clock_timestamp()))::int AS overdue,
             (count(*) FILTER (WHERE state = 'held'))::int AS held
        FROM ticket_creations
       WHERE source_side = s.side AND state IN ('pending', 'sending', 'uncertain', 'held')) c`;

const lastHour = Prisma.sql`
  SELECT source_side::text AS side, array_to_string(delays, ',') AS delays FROM mirrored_minutes
   WHERE minute >= clock_timestamp() - interval '1 hour'`;
