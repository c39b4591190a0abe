import { DeliveryError, type Side } from "@ticket-bridge/helpdesk";

import type { Clock } from "../ports/clock.ts";

/** What happens to the next write. */
export type WriteFault =
  | "answer-lost"
  | "never-left"
  | "refused"
  | "refused-but-stored"
  | "server-error-before-commit"
  | { readonly commitsAfterMs: number };

/** A write as the bridge asks for it, and how the server carries it out. */
export interface FakeWrite<Done> {
  readonly beforeBytes: () => void;
  readonly refusal?: () => DeliveryError | null;
  readonly commit: () => Done;
  /** Called between the commit and its answer. */
  readonly answered?: (done: Done) => Promise<void>;
}

/** Carries a write out as a helpdesk does that meets this fault. */
export async function carryOut<Done>(
  side: Side,
  about: "ticket" | "message",
  write: FakeWrite<Done>,
  fault: WriteFault | undefined,
  clock: Clock,
): Promise<Done> {
  const failed = (sentence: string, decision: DeliveryError["decision"], of: DeliveryError["fault"] = "side") =>
    new DeliveryError(`${side}: ${sentence}`, { decision, fault: of });
  if (fault === "never-left") throw failed("connection refused", "retryable");
  write.beforeBytes();
  const refused = write.refusal?.() ?? null;
  if (refused !== null) throw refused;
  if (fault === "refused") throw failed(`refused the ${about}`, "permanent", about);
  if (fault === "server-error-before-commit") throw failed("answered 502", "uncertain");
  if (typeof fault === "object") {
    void clock.sleep(fault.commitsAfterMs).then(write.commit);
    throw failed("no answer", "uncertain");
  }
  const done = write.commit();
  await write.answered?.(done);
  if (fault === "answer-lost") throw failed("the answer was lost", "uncertain");
  if (fault === "refused-but-stored") throw failed(`refused the ${about}`, "permanent", about);
  return done;
}
