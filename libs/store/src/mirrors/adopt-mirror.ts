import type { MessageId } from "@ticket-bridge/helpdesk";
import { carriedOfUnremembered, type OperatorOutcome } from "@ticket-bridge/sync";

import type { PrismaClient } from "../generated/client.ts";
import { makeStep } from "../lanes/step.ts";
import { operate } from "./operate.ts";

export async function adoptMirror(
  prisma: PrismaClient,
  id: string,
  targetMessageId: MessageId,
): Promise<OperatorOutcome> {
  const step = makeStep({
    mirror: id,
    to: "mirrored",
    target: targetMessageId,
    carried: carriedOfUnremembered,
    events: [{ what: "adopted", detail: `An operator named message ${targetMessageId} as its mirror.` }],
  });
  return await operate(prisma, id, "held or uncertain", step);
}
