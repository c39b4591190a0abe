import { DeliveryError } from "@ticket-bridge/helpdesk";

import { backoffMs } from "../decide/backoff.ts";
import { helpdeskTrouble } from "../decide/helpdesk-trouble.ts";
import type { EngineContext } from "../engine-context.ts";
import { RunStoppedError } from "./errors.ts";

export interface Waiter {
  readonly context: Pick<EngineContext, "clock" | "random">;
  /** Told why nothing moves. */
  readonly progress: { waiting: string | null };
  /** Aborted: nothing is tried again. */
  readonly stopping: AbortSignal;
}

/** So long a run waits for a helpdesk that does not answer before it stops and can be gone on with. */
export const patienceMs = 10 * 60_000;

/**
 * Makes a call again while a helpdesk is away, telling why nothing moves. Rejects with what is no fault of the side, with
 * RunStoppedError when it stays away, and with the stopping's reason.
 */
export async function withPatience<Answer>(waiter: Waiter, call: () => Promise<Answer>): Promise<Answer> {
  const { context, progress, stopping } = waiter;
  const since = context.clock.monotonic();
  for (let failures = 1; ; failures += 1) {
    try {
      const answer = await call();
      if (failures > 1) progress.waiting = null;
      return answer;
    } catch (error) {
      if (!(error instanceof DeliveryError) || error.fault !== "side") throw error;
      if (context.clock.monotonic() - since >= patienceMs) throw stoppedBy(error);
      progress.waiting = error.message;
      const afterMs = Math.max(backoffMs(failures, context.random.next()), error.retryAfterMs ?? 0);
      await context.clock.sleep(afterMs, stopping);
      stopping.throwIfAborted();
    }
  }
}

export function stoppedBy(error: DeliveryError): RunStoppedError {
  return new RunStoppedError(helpdeskTrouble(error), error.message, { cause: error });
}
