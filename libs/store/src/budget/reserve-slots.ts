import type { CallPriority, Side } from "@ticket-bridge/helpdesk";

import type { PrismaClient } from "../generated/client.ts";

export interface BudgetRate {
  readonly ratePerSecond: number;
  /** How many seconds' worth of calls may be saved up while nothing happens. */
  readonly burstSeconds: number;
}

export interface Reservation {
  /** For each reserved call, in how many milliseconds it may go out; ascending. */
  readonly delays: readonly number[];
  /** When nothing could be reserved: after how many milliseconds to ask again. */
  readonly askAgainMs: number;
}

/** Only calls that may go out within this time are reserved: what one process holds, no other can use. */
const horizonMs = 1_000;

/** What backfill may take at once of a saved burst, and for how long it may keep what it took. */
export const keptMs = 50;

/**
 * How many calls backfill reserves at once: what it may take, or one at a time where that is worth no more. At 1,000 a
 * second 15 calls at once took 0.7 statements a message to reserve.
 */
export function blockOf({ ratePerSecond }: BudgetRate): number {
  return Math.max(1, Math.floor((ratePerSecond * keptMs) / 1_000));
}

/**
 * Reserves up to `wanted` calls on the side's row, in one statement, by the database's clock (GCRA). `next_at` is when
 * the next call would be due at an even pace; it may lie in the past by the burst, less the one call that the present
 * moment is worth, and never before the end of the last asked quiet. A reserved call that is not made is lost, never
 * made up for.
 *
 * Backfill takes only what is due now while the whole burst is saved up, so that a live call of any process finds the
 * burst and nobody before it. A twentieth of a second's worth goes at once, or a high rate would cost a statement a call; what it keeps
 * for as long comes that much later than it was due, so the burst is that much shorter.
 */
export async function reserveSlots(
  prisma: PrismaClient,
  side: Side,
  { wanted, priority }: { readonly wanted: number; readonly priority: CallPriority },
  rate: BudgetRate,
): Promise<Reservation> {
  const spacingMs = 1_000 / rate.ratePerSecond;
  const lateMs = blockOf(rate) > 1 ? keptMs : 0;
  const savedMs = Math.max(0, rate.burstSeconds * 1_000 - lateMs - spacingMs);
  // Counts back from now for backfill: only what is due by then is granted.
  const aheadMs = priority === "live" ? horizonMs : -Math.max(0, savedMs - keptMs);
  const rows = await prisma.$queryRaw<{ first: number; granted: number }[]>`
    WITH row AS (
      SELECT side, clock_timestamp() AS now, next_at, quiet_until FROM budgets WHERE side = ${side}::side FOR UPDATE
    ),
    begin AS (
      SELECT row.side, row.now,
             GREATEST(row.next_at, row.quiet_until,
                      row.now - ${savedMs}::float8 * interval '1 millisecond') AS first
        FROM row
    ),
    grant_ AS (
      SELECT side, (extract(epoch FROM first - now) * 1000)::float8 AS first_ms, first,
             GREATEST(0, LEAST(${wanted}::int, floor(
               (${aheadMs}::float8 - extract(epoch FROM first - now)::float8 * 1000) / ${spacingMs}::float8) + 1)
             )::int AS granted
        FROM begin
    )
    UPDATE budgets b
       SET next_at = g.first + g.granted * ${spacingMs}::float8 * interval '1 millisecond'
      FROM grant_ g WHERE b.side = g.side
    RETURNING g.first_ms AS first, g.granted`;
  const { first, granted } = rows[0] ?? { first: horizonMs, granted: 0 };
  return {
    delays: Array.from({ length: granted }, (_, place) => Math.max(0, first + place * spacingMs)),
    askAgainMs: Math.max(10, first - aheadMs),
  };
}
