import { randomUUID } from "node:crypto";

import { bySide, type Side } from "@ticket-bridge/helpdesk";

import { type Database, notice, noticeChannel } from "../database/database.ts";
import { createListeners } from "../database/listeners.ts";
import { after } from "./after.ts";

/** The processes that call the helpdesks from one database, this one among them. */
export interface Replicas {
  /** Of so many calls at once that a helpdesk allows, how many this process may make: at least one. */
  share(limit: number): number;
  /** Calls back when the share may have grown or shrunk. */
  onChange(listener: () => void): () => void;
  /** The calls a second of the others that are alive, added up, as each told a few seconds ago. */
  othersPerSecond(side: Side): number;
  /** From now on this process counts, and tells what it calls a second. */
  join(perSecond: (side: Side) => number): void;
  /** It counts no more, and the others hear of it. */
  leave(): Promise<void>;
}

/** The owner of the embedded database has no others beside it. */
export const soleReplica: Replicas = {
  share: (limit) => limit,
  onChange: () => () => undefined,
  othersPerSecond: () => 0,
  join: () => undefined,
  leave: () => Promise.resolve(),
};

const beatEveryMs = 3_000;
/** A process that has not been heard of for so long is dead. */
const liveMs = 10_000;

interface Beat {
  readonly live: number;
  readonly superoffice: number;
  readonly requestor: number;
}

/**
 * Knows how many processes are alive, and what they call, by a row each, renewed every three seconds. Until the first answer this process
 * takes one call at a time; while the database is away the last number stays, and no call goes out without it anyway.
 */
export function watchReplicas({ prisma, onNotice }: Pick<Database, "prisma" | "onNotice">): Replicas {
  const id = randomUUID();
  const changed = createListeners<undefined>(() => undefined);
  const leaving = new AbortController();
  let live = Infinity;
  let others: Readonly<Record<Side, number>> = bySide(() => 0);
  let perSecond: (side: Side) => number = () => 0;
  let beating: Promise<void> | null = null;
  let stopListening: (() => void) | null = null;

  const beat = async () => {
    const rows = await prisma.$queryRaw<Beat[]>`
      WITH dead AS (
        DELETE FROM replicas WHERE live_until <= clock_timestamp() AND id <> ${id}::text RETURNING id
      ),
      mine AS (
        INSERT INTO replicas (id, live_until, superoffice_per_second, requestor_per_second)
        VALUES (${id}::text, clock_timestamp() + ${liveMs}::float8 * interval '1 millisecond',
                ${perSecond("superoffice")}::float8, ${perSecond("requestor")}::float8)
            ON CONFLICT (id) DO UPDATE
           SET live_until = excluded.live_until,
               superoffice_per_second = excluded.superoffice_per_second,
               requestor_per_second = excluded.requestor_per_second
        RETURNING xmax = 0 AS joined
      ),
      others AS (
        SELECT count(*)::int AS live,
               coalesce(sum(superoffice_per_second), 0) AS superoffice,
               coalesce(sum(requestor_per_second), 0) AS requestor
          FROM replicas WHERE id <> ${id}::text AND live_until > clock_timestamp()
      )
      SELECT others.live + 1 AS live, others.superoffice, others.requestor,
             CASE WHEN mine.joined THEN pg_notify(${noticeChannel}, ${notice.replicas})::text END
        FROM others, mine`;
    const [told] = rows;
    if (told === undefined) return;
    others = { superoffice: told.superoffice, requestor: told.requestor };
    if (told.live === live) return;
    live = told.live;
    changed.emit(undefined);
  };
  // One at a time; what comes during a beat is seen by the next.
  const beatSoon = () => {
    if (leaving.signal.aborted) return;
    beating ??= beat()
      .catch(() => undefined)
      .finally(() => (beating = null));
  };
  const keepBeating = () => {
    beatSoon();
    after(beatEveryMs, keepBeating, leaving.signal);
  };

  return {
    share: (limit) => Math.max(1, Math.floor(limit / live)),
    onChange: changed.add,
    othersPerSecond: (side) => others[side],
    join: (calls) => {
      if (stopListening !== null || leaving.signal.aborted) return;
      perSecond = calls;
      stopListening = onNotice((payload) => {
        if (payload === notice.replicas) beatSoon();
      });
      keepBeating();
    },
    leave: async () => {
      leaving.abort();
      if (stopListening === null) return;
      stopListening();
      await beating;
      await prisma.$queryRaw`
        WITH gone AS (DELETE FROM replicas WHERE id = ${id}::text RETURNING 1)
        SELECT pg_notify(${noticeChannel}, ${notice.replicas})::text FROM gone`.catch(() => undefined);
    },
  };
}
