import type { OperatorOutcome } from "@ticket-bridge/sync";

import { readRowId } from "../database/read-id.ts";
import { isTargetTaken } from "../errors/is-target-taken.ts";
import { Prisma, type PrismaClient } from "../generated/client.ts";
import { laneOfMirror } from "../lanes/lane-of-mirror.ts";
import { moveMirrors } from "../lanes/move-mirrors.ts";
import type { Step } from "../lanes/step.ts";
import { mirrorColumns, toMirror } from "./to-mirror.ts";

/**
 * An operator's act on one mirror, under its lane's row lock and from the given states only. A worker that may be about
 * to send an uncertain row again loses its lease; a held row is in nobody's hands.
 */
export async function operate(
  prisma: PrismaClient,
  id: string,
  from: "held or uncertain" | "held" | "uncertain",
  step: Step,
): Promise<OperatorOutcome> {
  const mirrorId = readRowId(id);
  if (mirrorId === null) return { outcome: "not-found" };
  const states = from.split(" or ").join(",");
  try {
    const moved = await moveMirrors(prisma, {
      lanes: laneOfMirror(mirrorId),
      steps: [{ ...step, place: 0 }],
      allowed: Prisma.sql`b.state::text = ANY (string_to_array(${states}::text, ','))`,
      wake: Prisma.sql`true`,
      fence: ["uncertain"],
    });
    if (moved === null || moved.found === null) return { outcome: "not-found" };
    if (!moved.done) return { outcome: "wrong-state", state: moved.found };
  } catch (error) {
    if (isTargetTaken(error)) return { outcome: "target-taken" };
    throw error;
  }
  const row = await prisma.mirror.findUniqueOrThrow({ where: { id: mirrorId }, select: mirrorColumns });
  return { outcome: "done", mirror: toMirror(row) };
}
