import type { LaneRelease } from "@ticket-bridge/sync";

import { storableText } from "../database/storable.ts";
import { Prisma } from "../generated/client.ts";

/** How a lane is given back, as the statement that does it reads it from JSON; all null: it is kept. */
export interface Release {
  readonly release: LaneRelease["kind"] | null;
  /** The lane's next_seq when it was last loaded. */
  readonly seen: number | null;
  readonly after_ms: number | null;
  /** The sentence that says what the lane waits for. */
  readonly wait_for: string | null;
  /** By how much the lane's failures grow; null: they are forgotten. */
  readonly counts: number | null;
}

export const releaseColumns = Prisma.sql`release text, seen bigint, after_ms float8, wait_for text, counts int`;

export const notReleased: Release = { release: null, seen: null, after_ms: null, wait_for: null, counts: null };

export function toRelease(release: LaneRelease, nextSeq: number): Release {
  const base = { ...notReleased, release: release.kind, seen: nextSeq };
  switch (release.kind) {
    case "idle":
    case "yield":
      return base;
    case "again":
      return {
        ...base,
        after_ms: release.afterMs,
        wait_for: storableText(release.reason),
        counts: release.counts ? 1 : 0,
      };
    case "stopped":
      return { ...base, after_ms: release.afterMs, wait_for: storableText(release.reason), counts: 1 };
  }
}

export const isReleased = Prisma.sql`lane.release IS NOT NULL`;

/**
 * What giving a lane back assigns, over `l` (the lane) and `lane` (with the columns of {@link Release}).
 *
 * Whoever wants a lane looked at raises its next_seq, so a release that goes idle compares it with what the worker saw
 * last: no wake-up is lost between the last loading and this statement. A wait is kept also when messages came: a
 * backoff or Retry-After that every new message cut short would be none.
 */
export const released = {
  dueAt: Prisma.sql`
    CASE WHEN lane.release = 'idle' AND l.next_seq = lane.seen THEN NULL
         ELSE clock_timestamp() + COALESCE(lane.after_ms, 0) * interval '1 millisecond' END`,
  failures: (before: Prisma.Sql) => Prisma.sql`COALESCE(${before} + lane.counts, 0)`,
  stopped: Prisma.sql`lane.release = 'stopped'`,
} as const;
