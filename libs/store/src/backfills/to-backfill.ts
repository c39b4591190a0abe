import {
  nothingDone,
  outlineOf,
  withMessages,
  type Backfill,
  type BackfillOptions,
  type BackfillOutline,
  type BackfillPlan,
  type BackfillResult,
  type MessagesOfRun,
  type StopCause,
} from "@ticket-bridge/sync";

import { Prisma } from "../generated/client.ts";
import { historyCounts } from "./history-counts.ts";

/** A run as {@link backfillColumns} select it. */
export interface BackfillRow {
  readonly id: string;
  /** Null for a run of an earlier version, whose options come whole. */
  readonly outline: BackfillOutline | null;
  readonly options: BackfillOptions | null;
  readonly state: Backfill["state"];
  readonly reason: string | null;
  readonly stop_cause: StopCause | null;
  readonly stop_asked: boolean;
  readonly carrier: string | null;
  readonly since: number | null;
  readonly tickets_total: number | null;
  readonly plan: BackfillPlan | null;
  readonly result: BackfillResult | null;
  readonly created: number;
  readonly started: number | null;
  readonly finished: number | null;
  readonly epoch: number;
  /** Only of {@link toldColumns}. */
  readonly under_way?: MessagesOfRun;
}

const milliseconds = (column: string) => Prisma.raw(`floor(extract(epoch FROM b.${column}) * 1000)::float8`);

/**
 * Over `b`, as who carries it out goes on from it: the result is of tickets that came to their end. Who that is is told
 * only as long as the lease holds.
 */
export const backfillColumns = Prisma.sql`
  b.id::text, b.outline, CASE WHEN b.outline IS NULL THEN b.options END AS options, b.state::text, b.reason, b.stop_cause, b.stop_asked,
  CASE WHEN b.run_until > clock_timestamp() THEN b.run_name END AS carrier, ${milliseconds("run_since")} AS since,
  b.tickets_total, b.plan, b.result, ${milliseconds("created_at")} AS created, ${milliseconds("started_at")} AS started,
  ${milliseconds("finished_at")} AS finished, b.epoch::float8`;

/**
 * The same as people are told it: with what became of the tickets that are begun, or that a stop or the end of a process
 * left begun. There are at most as many as a run works on at once, and each counts its own rows by the run's index.
 */
export const toldColumns = Prisma.sql`
  ${backfillColumns},
  (SELECT json_build_object(
            'held', COALESCE(sum(c.held), 0), 'adopted', COALESCE(sum(c.adopted), 0),
            'written', json_build_object('superoffice', COALESCE(sum(c.superoffice), 0),
                                         'requestor', COALESCE(sum(c.requestor), 0)))
     FROM (SELECT DISTINCT t.link_id FROM backfill_tickets t WHERE t.run_id = b.id AND t.state = 'working') w
    CROSS JOIN LATERAL (
      SELECT ${historyCounts} FROM mirrors m WHERE m.backfill_id = b.id AND m.link_id = w.link_id
    ) c) AS under_way`;

export function toBackfill(row: BackfillRow): Backfill {
  const options = row.outline ?? (row.options === null ? null : outlineOf(row.options));
  if (options === null) throw new TypeError("a run has an outline or its whole options");
  const result = row.result ?? nothingDone;
  return {
    id: row.id,
    options,
    state: row.state,
    reason: row.reason,
    stopCause: row.stop_cause,
    stopAsked: row.stop_asked,
    carriedBy: row.carrier === null ? null : { name: row.carrier, since: row.since ?? 0 },
    ticketsTotal: row.tickets_total,
    plan: row.plan,
    result: row.under_way === undefined ? result : withMessages(result, row.under_way),
    createdAt: row.created,
    startedAt: row.started,
    finishedAt: row.finished,
  };
}
