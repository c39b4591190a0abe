import type { HistoryStanding } from "@ticket-bridge/sync";

import { readRowId } from "../database/read-id.ts";
import type { PrismaClient } from "../generated/client.ts";
import { historyCounts } from "./history-counts.ts";

/** One statement for all tickets that are worked on; each counts its own rows by the run's index. */
export async function historyStandings(prisma: PrismaClient, id: string): Promise<readonly HistoryStanding[]> {
  const rowId = readRowId(id);
  if (rowId === null) return [];
  const rows = await prisma.$queryRaw<Row[]>`
    SELECT t.link_id::text AS link, c.*, l.reason, l.stopped,
           COALESCE(l.paused, false) AS paused
      FROM backfill_tickets t
      CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE state IN ('pending', 'sending', 'uncertain'))::int AS undelivered,
               count(*) FILTER (WHERE state = 'skipped')::int AS skipped, ${historyCounts}
          FROM mirrors m WHERE m.backfill_id = t.run_id AND m.link_id = t.link_id
      ) c
      LEFT JOIN LATERAL (
        SELECT min(wait_reason) AS reason, bool_or(stopped) AS stopped, bool_or(paused) AS paused
          FROM lanes WHERE link_id = t.link_id AND pending + sending + uncertain > 0
      ) l ON true
     WHERE t.run_id = ${rowId}::bigint AND t.state IN ('waiting', 'working') AND t.link_id IS NOT NULL
     ORDER BY t.place`;
  return rows.map(({ link, undelivered, held, skipped, adopted, superoffice, requestor, reason, stopped, paused }) => ({
    linkId: link,
    ...{ undelivered, held, skipped, adopted },
    written: { superoffice, requestor },
    waiting: undelivered === 0 ? null : reason,
    stopped: undelivered > 0 && (stopped ?? false),
    paused: undelivered > 0 && paused,
  }));
}

interface Row {
  readonly link: string;
  readonly undelivered: number;
  readonly held: number;
  readonly skipped: number;
  readonly adopted: number;
  readonly superoffice: number;
  readonly requestor: number;
  readonly reason: string | null;
  readonly stopped: boolean | null;
  readonly paused: boolean;
}
