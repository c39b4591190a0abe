import type { OperatorOutcome } from "@ticket-bridge/sync";

import type { PrismaClient } from "../generated/client.ts";
import { makeStep } from "../lanes/step.ts";
import { operate } from "./operate.ts";

export async function skipMirror(prisma: PrismaClient, id: string, reason: string): Promise<OperatorOutcome> {
  const step = makeStep({
    mirror: id,
    to: "skipped",
    reason,
    events: [{ what: "skipped", detail: `An operator skipped it: ${reason}` }],
  });
  return await operate(prisma, id, "held or uncertain", step);
}
