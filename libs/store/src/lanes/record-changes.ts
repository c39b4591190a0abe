import { sourceOf } from "@ticket-bridge/helpdesk";
import { type LaneLease, type LaneRelease, type MirrorChange, TargetTakenError } from "@ticket-bridge/sync";

import { isTargetTaken } from "../errors/is-target-taken.ts";
import { Prisma, type PrismaClient } from "../generated/client.ts";
import { type Moves, moveMirrors, moveMirrorsOnce } from "./move-mirrors.ts";
import { notReleased, releaseColumns, toRelease } from "./release.ts";
import { type Step, toStep } from "./step.ts";

/** What a worker commits in its lane: changes in order, and what becomes of its lease. */
export interface LaneCommit {
  readonly lease: LaneLease;
  readonly changes: readonly MirrorChange[];
  /** The lease is renewed for so many milliseconds, or the lane given back. */
  readonly then: { readonly leaseMs: number } | { readonly release: LaneRelease };
}

type Queryable = Pick<PrismaClient, "$queryRaw">;

/**
 * The commits of several lanes, none twice, in one commit of the database. Undefined for a lane that somebody else has
 * locked or changed at this moment, or that is no longer the worker's, and where a mirror is changed twice: these are to
 * be recorded by themselves, where the first can wait. Rejects when the target of one of them is taken.
 */
export async function recordTogether(
  prisma: Queryable,
  commits: readonly LaneCommit[],
): Promise<readonly (boolean | undefined)[]> {
  const batches = commits.map(({ changes }) => splitByMirror(changes.map(toStep)));
  const asked = commits.flatMap((commit, place) =>
    (batches[place] ?? []).length > 1 ? [] : [{ place, ...commit, steps: batches[place]?.[0] ?? [] }],
  );
  if (asked.length === 0) return [];
  const lock = Prisma.sql`FOR UPDATE OF x SKIP LOCKED`;
  const moved = await moveMirrorsOnce(prisma, moves(asked, lock));
  const answers = new Map(moved.map(({ place, overtaken, done }) => [place, overtaken ? undefined : done]));
  return commits.map((_commit, place) => answers.get(place));
}

/**
 * One statement, unless a mirror is changed twice: a statement can move a row once only, so the later change then
 * follows in a statement of its own, in one transaction.
 *
 * False also when a row is no longer the worker's to change, because an operator settled it: the worker has to stop
 * just the same. Rejects with TargetTakenError.
 */
export async function recordAlone(prisma: PrismaClient, commit: LaneCommit): Promise<boolean> {
  const [first = [], ...rest] = splitByMirror(commit.changes.map(toStep));
  try {
    if (rest.length === 0) return await record(prisma, { ...commit, steps: first });
    return await recordAll(prisma, commit, [first, ...rest]);
  } catch (error) {
    if (isTargetTaken(error)) {
      throw new TargetTakenError("The message on the target is already the mirror of another one.", { cause: error });
    }
    throw error;
  }
}

type Stepping = Pick<LaneCommit, "lease" | "then"> & { readonly steps: readonly Step[] };

async function record(db: Queryable, stepping: Stepping): Promise<boolean> {
  const moved = await moveMirrors(db, moves([{ ...stepping, place: 0 }], Prisma.sql`FOR UPDATE OF x`));
  return moved?.done === true;
}

function moves(asked: readonly (Stepping & { readonly place: number })[], lock: Prisma.Sql): Moves {
  const lanes = asked.map(({ place, lease, then }) => ({
    place,
    link: lease.linkId,
    side: sourceOf(lease.direction),
    epoch: lease.epoch,
    renew: "leaseMs" in then ? then.leaseMs : null,
    ...("release" in then ? toRelease(then.release, lease.nextSeq) : notReleased),
  }));
  return {
    lanes: Prisma.sql`
      SELECT l.*, a.*
        FROM jsonb_to_recordset(${JSON.stringify(lanes)}::text::jsonb)
          AS a(place int, link bigint, side side, epoch bigint, renew float8, ${releaseColumns})
        CROSS JOIN LATERAL (
          SELECT x.link_id, x.source_side, x.xmin::text AS version FROM lanes x
           WHERE x.link_id = a.link AND x.source_side = a.side AND x.epoch = a.epoch AND x.leased_by IS NOT NULL
          OFFSET 0 ${lock}
        ) l`,
    steps: asked.flatMap(({ place, steps }) => steps.map((step) => ({ ...step, place }))),
    allowed: Prisma.sql`
        b.state IN ('pending', 'sending', 'uncertain')
        OR (s."to" = 'mirrored' AND b.state = 'mirrored' AND b.target_message_id = s.target)`,
    wake: Prisma.sql`false`,
    fence: [],
  };
}

/** The transaction ends long before so short a lease would matter. */
const keepAsItIs: LaneCommit["then"] = { leaseMs: 60_000 };

/** Thrown inside a transaction so that the changes before are taken back too. */
class LeaseLost extends Error {
  override readonly name = "LeaseLost";
}

async function recordAll(
  prisma: PrismaClient,
  { lease, then }: LaneCommit,
  batches: readonly (readonly Step[])[],
): Promise<boolean> {
  try {
    await prisma.$transaction(async (tx) => {
      for (const [place, steps] of batches.entries()) {
        // Only the last one may give the lane back.
        const now = place === batches.length - 1 ? then : keepAsItIs;
        if (!(await record(tx, { lease, then: now, steps }))) throw new LeaseLost();
      }
    });
    return true;
  } catch (error) {
    if (error instanceof LeaseLost) return false;
    throw error;
  }
}

function splitByMirror(steps: readonly Step[]): Step[][] {
  const batches: Step[][] = [];
  let current: Step[] = [];
  for (const step of steps) {
    if (current.some((earlier) => earlier.mirror === step.mirror)) {
      batches.push(current);
      current = [];
    }
    current.push(step);
  }
  if (current.length > 0) batches.push(current);
  return batches;
}
