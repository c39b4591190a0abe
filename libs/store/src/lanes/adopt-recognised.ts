import type { MessageId } from "@ticket-bridge/helpdesk";
import { carriedOfUnremembered, type TraceEvent } from "@ticket-bridge/sync";

import { readRowId } from "../database/read-id.ts";
import { isTargetTaken } from "../errors/is-target-taken.ts";
import { Prisma, type PrismaClient } from "../generated/client.ts";
import { laneOfMirror } from "./lane-of-mirror.ts";
import { moveMirrors } from "./move-mirrors.ts";
import { makeStep } from "./step.ts";

/**
 * From every state without a target, because the marker proves that it was written, whatever we believed. A worker
 * that is about to send a pending or uncertain row loses its lease; one that waits for the answer of its POST keeps it
 * and will report the same target. `settled-elsewhere` also when the message is the target of another mirror.
 */
export async function adoptRecognised(
  prisma: PrismaClient,
  mirrorId: string,
  targetMessageId: MessageId,
  event: TraceEvent,
  reason: string | null = null,
): Promise<"adopted" | "settled-elsewhere"> {
  const id = readRowId(mirrorId);
  if (id === null) return "settled-elsewhere";
  try {
    const moved = await moveMirrors(prisma, {
      lanes: laneOfMirror(id),
      steps: [
        {
          ...makeStep({ mirror: mirrorId, to: "mirrored", target: targetMessageId, reason, events: [event] }),
          carried: carriedOfUnremembered,
          place: 0,
        },
      ],
      allowed: Prisma.sql`b.target_message_id IS NULL OR b.target_message_id = s.target`,
      // Whoever waits for the answer of this very POST goes on by himself.
      wake: Prisma.sql`(sums.fenced OR l.leased_by IS NULL)`,
      fence: ["pending", "uncertain"],
    });
    return moved?.done === true ? "adopted" : "settled-elsewhere";
  } catch (error) {
    if (isTargetTaken(error)) return "settled-elsewhere";
    throw error;
  }
}
