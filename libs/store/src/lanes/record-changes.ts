import { sourceOf } from "@ticket-bridge/helpdesk";
import { type LaneLease, type LaneRelease, type MirrorChange, TargetTakenError } from "@ticket-bridge/sync";

import { isTargetTaken } from "../errors/is-target-taken.ts";
import { Prisma, type PrismaClient } from "../generated/client.ts";
import { moveMirrors } from "./move-mirrors.ts";
import { released } from "./release-lane.ts";
import { type Step, toStep } from "./step.ts";

type Queryable = Pick<PrismaClient, "$queryRaw">;

/**
 * One statement, unless a mirror is changed twice: a statement can move a row once only, so the later change then
 * follows in a statement of its own, in one transaction.
 *
 * False also when a row is no longer the worker's to change, because an operator settled it: the worker has to stop
 * just the same.
 */
export async function recordChanges(
  prisma: PrismaClient,
  lease: LaneLease,
  leaseMs: number,
  changes: readonly MirrorChange[],
): Promise<boolean> {
  return await recordThen(prisma, lease, { leaseMs }, changes);
}

export async function recordAndRelease(
  prisma: PrismaClient,
  lease: LaneLease,
  changes: readonly MirrorChange[],
  release: LaneRelease,
): Promise<boolean> {
  return await recordThen(prisma, lease, { release }, changes);
}

/** What becomes of the lease: renewed for so long, or given back. */
type Then = { readonly leaseMs: number } | { readonly release: LaneRelease };

async function recordThen(
  prisma: PrismaClient,
  lease: LaneLease,
  then: Then,
  changes: readonly MirrorChange[],
): Promise<boolean> {
  const [first = [], ...rest] = splitByMirror(changes.map(toStep));
  try {
    if (rest.length === 0) return await record(prisma, lease, then, first);
    return await recordAll(prisma, lease, then, [first, ...rest]);
  } catch (error) {
    if (isTargetTaken(error)) {
      throw new TargetTakenError("The message on the target is already the mirror of another one.", { cause: error });
    }
    throw error;
  }
}

async function record(db: Queryable, lease: LaneLease, then: Then, steps: readonly Step[]): Promise<boolean> {
  const { done } = await moveMirrors(db, {
    lane: Prisma.sql`
        SELECT l.*, l.xmin::text AS version FROM lanes l
         WHERE l.link_id = ${lease.linkId}::text::bigint AND l.source_side = ${sourceOf(lease.direction)}::side
           AND l.epoch = ${lease.epoch}::bigint AND l.leased_by IS NOT NULL
           FOR UPDATE OF l`,
    steps,
    allowed: Prisma.sql`
        b.state IN ('pending', 'sending', 'uncertain')
        OR (s."to" = 'mirrored' AND b.state = 'mirrored' AND b.target_message_id = s.target)`,
    renewMs: "leaseMs" in then ? then.leaseMs : null,
    release: "release" in then ? (failures) => released(lease, then.release, failures) : null,
    wake: Prisma.sql`false`,
    fence: [],
  });
  return done;
}

/** The transaction ends long before so short a lease would matter. */
const keepAsItIs: Then = { leaseMs: 60_000 };

/** Thrown inside a transaction so that the changes before are taken back too. */
class LeaseLost extends Error {
  override readonly name = "LeaseLost";
}

async function recordAll(
  prisma: PrismaClient,
  lease: LaneLease,
  then: Then,
  batches: readonly (readonly Step[])[],
): Promise<boolean> {
  try {
    await prisma.$transaction(async (tx) => {
      for (const [place, steps] of batches.entries()) {
        // Only the last one may give the lane back.
        const now = place === batches.length - 1 ? then : keepAsItIs;
        if (!(await record(tx, lease, now, steps))) throw new LeaseLost();
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
