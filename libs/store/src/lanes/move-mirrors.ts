import { Prisma, type PrismaClient } from "../generated/client.ts";
import { notice, noticeChannel } from "../database/database.ts";
import { storableJson } from "../database/storable.ts";
import { crossing, withCrossing } from "./crossings.ts";
import { isReleased, released } from "./release.ts";
import { linesOf, traceJoined } from "./trace-append.ts";
import type { Step } from "./step.ts";

export interface Moves {
  /**
   * Selects the lanes and locks them, each with its version (`l.xmin::text AS version`), its `place`, and what becomes of
   * its lease: `renew`, milliseconds by which it is renewed, or null; and the columns of {@link Release}.
   */
  readonly lanes: Prisma.Sql;
  /** At most one step a mirror. */
  readonly steps: readonly StepAt[];
  /** Which standing rows a step may take, over `b` (the row as it stands) and `s` (the step). */
  readonly allowed: Prisma.Sql;
  /**
   * When the lane is to be looked at again at once, over `l` (the lane) and `sums`: it becomes due, and its next_seq
   * grows, so that a worker that has it cannot give it back as idle.
   */
  readonly wake: Prisma.Sql;
  /** From which states a worker that holds the lane just now loses it, because it may be about to send that row again. */
  readonly fence: readonly Step["to"][];
}

/** A step and the place of its lane. */
interface StepAt extends Step {
  readonly place: number;
}

/** What came of a lane: nothing in it was changed unless `done`. */
export interface Moved {
  readonly place: number;
  readonly done: boolean;
  /** Others changed the lane while it was waited for; nothing was done, and the same may be asked again. */
  readonly overtaken: boolean;
  /** The state the first step's row was found in; null when there is no such row in the lane. */
  readonly found: Step["to"] | null;
}

type Queryable = Pick<PrismaClient, "$queryRaw">;

/** How often a statement is tried again after others moved the same lane while it waited; each time one of them won. */
const mostTries = 200;

/** Makes the moves in one lane, all or none, in one commit; null where there is no such lane. */
export async function moveMirrors(db: Queryable, moves: Moves): Promise<Moved | null> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    const [moved] = await moveMirrorsOnce(db, moves);
    if (moved?.overtaken !== true) return moved ?? null;
  }
  throw new Error("A lane was changed by others each of two hundred times that it was locked.");
}

/** Makes the moves in several lanes in one commit, in each lane all or none. */
export async function moveMirrorsOnce(db: Queryable, moves: Moves): Promise<readonly Moved[]> {
  return await db.$queryRaw<Moved[]>(statement(moves));
}

/**
 * The one statement that moves mirrors between states, for workers and operators alike: all steps of a lane or none,
 * together with the lane's counters and lease, in one trip to the database.
 *
 * Everybody who moves a mirror holds its lane's row lock and changes the lane's row. A statement that waited for that
 * lock still reads everything else as it stood before it waited (READ COMMITTED gives only the locked row anew), so it
 * would judge and count by states that are gone. `fresh` tells whether the locked version of the lane is the one this
 * statement sees; if not it changes nothing, and is made again with a view of its own. A lock in a statement before
 * would do the same for three trips more on every message instead of one on a rare meeting.
 *
 * Lanes and mirrors are named by their ids wherever they are looked for, so that they can be found by index only:
 * planned while the tables are empty, the statement would else walk through all of them (see planning.ts).
 */
function statement(moves: Moves): Prisma.Sql {
  return Prisma.sql`
    WITH lane AS MATERIALIZED (${moves.lanes}),
    fresh AS MATERIALIZED (
      SELECT lane.place
        FROM lane CROSS JOIN LATERAL (
          SELECT x.xmin::text AS version FROM lanes x
           WHERE x.link_id = lane.link_id AND x.source_side = lane.source_side OFFSET 0
        ) now_seen
       WHERE lane.version = now_seen.version
    ),
    step AS MATERIALIZED (
      SELECT s.*, ${linesOf(Prisma.sql`s.events`)} AS lines FROM jsonb_to_recordset(${storableJson(moves.steps)}::text::jsonb) AS s(
        place int, mirror bigint, "to" mirror_state, attempt text, marker text, target bigint, hash text, carried text,
        written text, previous text, losses jsonb,
        reason text, cause text, settle_ms float8, suspicion text, observed boolean, gone boolean,
        visibility visibility, drop_copy boolean, events jsonb)
    ),
    standing AS MATERIALIZED (
      SELECT s.place, m.id, m.state, m.target_message_id
        FROM lane JOIN step s ON s.place = lane.place CROSS JOIN LATERAL (
          SELECT x.id, x.state, x.target_message_id FROM mirrors x
           WHERE x.id = s.mirror
             AND (x.link_id, x.source_side) IS NOT DISTINCT FROM (lane.link_id, lane.source_side)
          OFFSET 0 FOR UPDATE OF x
        ) m
    ),
    verdict AS MATERIALIZED (
      SELECT place FROM fresh
       WHERE (SELECT count(*) FROM step WHERE step.place = fresh.place)
           = (SELECT count(*) FROM standing b JOIN step s ON s.mirror = b.id AND s.place = b.place
               WHERE b.place = fresh.place AND (${moves.allowed}))
    ),
    moved AS (
      UPDATE mirrors m SET ${assignments}
        FROM step s, standing b
       WHERE m.id = ANY (ARRAY(SELECT mirror FROM step WHERE place IN (SELECT place FROM verdict)))
         AND m.id = s.mirror AND b.id = s.mirror AND b.place = s.place
      RETURNING s.place, b.state AS was, m.state AS "is", CASE WHEN s."to" = 'sending' THEN s.hash END AS sent,
                m.captured_at
    ),
    ${moves.steps.some(({ visibility }) => visibility === "internal") ? hidden : Prisma.empty}
    sums AS MATERIALIZED (${sums(moves.fence)}),
    kept AS (
      UPDATE lanes l SET ${laneAssignments(moves)}
        FROM lane, sums
       WHERE l.link_id = ANY (ARRAY(SELECT link_id FROM lane)) AND sums.place = lane.place
         AND l.link_id = lane.link_id AND l.source_side = lane.source_side
      RETURNING lane.place, CASE WHEN l.leased_by IS NULL AND l.due_at <= clock_timestamp()
                                 THEN pg_notify(${noticeChannel}, ${notice.lanes})::text END AS notified
    )
    SELECT lane.place, EXISTS (SELECT FROM kept WHERE kept.place = lane.place) AS done,
           NOT EXISTS (SELECT FROM fresh WHERE fresh.place = lane.place) AS overtaken,
           (SELECT b.state::text FROM standing b WHERE b.place = lane.place LIMIT 1) AS found
      FROM lane`;
}

/**
 * A suspect failure that counts: the first one, or something was written to the target's side since the last that
 * counted. Passes before an outage say nothing about the failures in it.
 */
const suspicionCounts = Prisma.sql`
  s.suspicion IS NOT NULL AND (m.suspicions = 0 OR EXISTS (
    SELECT FROM sides WHERE sides.side <> m.source_side AND sides.last_write_at > m.suspected_at))`;

/**
 * The other rows of a source that was just seen to be internal: they tell one truth. Those that are moved themselves tell
 * it by their own step, as a statement changes a row once only. Not in the statement of public messages, which are most.
 */
const hidden = Prisma.sql`
  hidden AS (
    UPDATE mirrors o SET visibility = 'internal'
      FROM (SELECT DISTINCT x.source_side, x.source_message_id
              FROM step s CROSS JOIN LATERAL (
                SELECT y.source_side, y.source_message_id FROM mirrors y WHERE y.id = s.mirror OFFSET 0) x
             WHERE s.visibility = 'internal' AND s.place IN (SELECT place FROM verdict)) h
     WHERE o.source_side = h.source_side AND o.source_message_id = h.source_message_id
       AND o.visibility IS DISTINCT FROM 'internal' AND o.id <> ALL (ARRAY(SELECT mirror FROM step))
  ),`;

const assignments = Prisma.sql`
  state = s."to",
  target_message_id = CASE WHEN s."to" = 'mirrored' THEN s.target ELSE m.target_message_id END,
  reason = CASE WHEN s."to" = 'uncertain' THEN COALESCE(s.reason, m.reason) ELSE s.reason END,
  cause = CASE WHEN s."to" = 'uncertain' THEN COALESCE(s.cause, m.cause) ELSE s.cause END,
  attempts = m.attempts + CASE WHEN s."to" = 'sending' OR (s."to" = 'pending' AND b.state = 'pending' AND NOT s.observed) THEN 1 ELSE 0 END,
  attempt_id = COALESCE(s.attempt, m.attempt_id),
  marker = COALESCE(s.marker, m.marker),
  epoch = CASE WHEN s."to" = 'sending' THEN (SELECT epoch FROM lane WHERE lane.place = s.place) ELSE m.epoch END,
  settle_until = CASE WHEN s."to" <> 'uncertain' THEN NULL
                      WHEN s.settle_ms IS NULL THEN m.settle_until
                      ELSE clock_timestamp() + s.settle_ms * interval '1 millisecond' END,
  copy = CASE WHEN s.drop_copy OR s."to" IN ('mirrored', 'skipped') THEN NULL ELSE m.copy END,
  copy_at = CASE WHEN s.drop_copy OR s."to" IN ('mirrored', 'skipped') THEN NULL ELSE m.copy_at END,
  suspicions = CASE WHEN ${suspicionCounts} THEN m.suspicions + 1
                    WHEN s."to" IN ('mirrored', 'skipped', 'held') THEN 0
                    ELSE m.suspicions END,
  suspected_at = CASE WHEN ${suspicionCounts} THEN clock_timestamp() ELSE m.suspected_at END,
  observed = s.observed,
  gone = CASE WHEN s."to" = 'skipped' THEN s.gone ELSE m.gone END,
  seen_version = CASE WHEN s."to" = 'skipped' AND s.gone THEN NULL ELSE m.seen_version END,
  suspicion = COALESCE(s.suspicion, m.suspicion),
  content_hash = COALESCE(s.hash, m.content_hash),
  carried_hash = CASE WHEN s."to" = 'mirrored' THEN COALESCE(m.carried_hash, s.carried)
                      ELSE NULLIF(COALESCE(s.carried, m.carried_hash), '') END,
  written_hash = COALESCE(s.written, m.written_hash),
  previous = COALESCE(s.previous, m.previous),
  visibility = CASE WHEN s.visibility = 'internal' THEN s.visibility ELSE COALESCE(m.visibility, s.visibility) END,
  losses = CASE WHEN s."to" = 'sending' THEN '[]'::jsonb ELSE m.losses END
        || COALESCE(NULLIF(s.losses, 'null'::jsonb), '[]'::jsonb),
  first_sent_at = CASE WHEN s."to" = 'sending' THEN COALESCE(m.first_sent_at, clock_timestamp()) ELSE m.first_sent_at END,
  sent_at = CASE WHEN s."to" = 'sending' THEN clock_timestamp() ELSE m.sent_at END,
  mirrored_at = CASE WHEN s."to" = 'mirrored' THEN COALESCE(m.mirrored_at, clock_timestamp()) ELSE m.mirrored_at END,
  updated_at = clock_timestamp(),
  trace = ${traceJoined(Prisma.sql`m.trace`, Prisma.sql`s.lines`, Prisma.sql`(s.events->0->>'joins')::boolean`)}`;

/** By how much each counter of a lane changes, and whether the lane made progress; of each lane that may be changed. */
function sums(fence: readonly string[]): Prisma.Sql {
  const states = ["pending", "sending", "mirrored", "skipped", "uncertain", "held"];
  const deltas = states.map(
    (state) =>
      Prisma.sql`(count(*) FILTER (WHERE "is" = ${state}::mirror_state)
                - count(*) FILTER (WHERE was = ${state}::mirror_state))::int AS ${Prisma.raw(state)}`,
  );
  return Prisma.sql`
    SELECT verdict.place, ${Prisma.join(deltas)},
           COALESCE(bool_or("is" IN ('mirrored', 'skipped', 'held')), false) AS progress,
           COALESCE(bool_or(was::text = ANY (string_to_array(${fence.join(",")}::text, ','))), false) AS fenced,
           string_agg(${crossing(Prisma.sql`sent`, Prisma.sql`captured_at`)}, '') AS crossed
      FROM verdict LEFT JOIN moved ON moved.place = verdict.place
     GROUP BY verdict.place`;
}

const failures = Prisma.sql`CASE WHEN sums.progress THEN 0 ELSE l.failures END`;

function laneAssignments({ wake }: Moves): Prisma.Sql {
  return Prisma.sql`
    pending = l.pending + sums.pending, sending = l.sending + sums.sending, mirrored = l.mirrored + sums.mirrored,
    skipped = l.skipped + sums.skipped, uncertain = l.uncertain + sums.uncertain, held = l.held + sums.held,
    leased_by = CASE WHEN ${isReleased} OR sums.fenced THEN NULL ELSE l.leased_by END,
    lease_until = CASE WHEN ${isReleased} OR sums.fenced THEN NULL
                       ELSE COALESCE(clock_timestamp() + lane.renew * interval '1 millisecond', l.lease_until) END,
    due_at = CASE WHEN ${isReleased} THEN ${released.dueAt}
                  WHEN l.active AND ${wake} THEN clock_timestamp()
                  ELSE l.due_at END,
    failures = CASE WHEN ${isReleased} THEN ${released.failures(failures)} ELSE ${failures} END,
    wait_reason = CASE WHEN ${isReleased} THEN lane.wait_for WHEN sums.progress THEN NULL ELSE l.wait_reason END,
    stopped = CASE WHEN ${isReleased} THEN ${released.stopped} ELSE l.stopped AND NOT sums.progress END,
    epoch = l.epoch + CASE WHEN sums.fenced AND l.leased_by IS NOT NULL THEN 1 ELSE 0 END,
    next_seq = l.next_seq + CASE WHEN ${wake} THEN 1 ELSE 0 END,
    crossings = CASE WHEN sums.crossed IS NULL THEN l.crossings ELSE ${withCrossing} END`;
}
