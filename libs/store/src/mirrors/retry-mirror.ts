import { causeOf, type OperatorOutcome } from "@ticket-bridge/sync";

import type { PrismaClient } from "../generated/client.ts";
import { makeStep } from "../lanes/step.ts";
import { operate } from "./operate.ts";

/**
 * An uncertain row stays uncertain with its settle time: sending it again at once could write it twice. It is only read
 * back without waiting longer.
 */
export async function retryMirror(prisma: PrismaClient, id: string): Promise<OperatorOutcome> {
  const events = [{ what: "retry", detail: "An operator asked for another try." }];
  const held = await operate(
    prisma,
    id,
    "held",
    makeStep({ mirror: id, to: "pending", reason: null, drop_copy: true, events }),
  );
  if (held.outcome !== "wrong-state" || held.state !== "uncertain") return held;
  const reason = "An operator asked to look again whether it was written.";
  const cause = causeOf("message", "uncertain", reason);
  return await operate(prisma, id, "uncertain", makeStep({ mirror: id, to: "uncertain", reason, cause, events }));
}
