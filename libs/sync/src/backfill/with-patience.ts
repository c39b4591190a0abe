import { DeliveryError } from "@ticket-bridge/helpdesk";

import { backoffMs } from "../decide/backoff.ts";
import { helpdeskTrouble } from "../decide/helpdesk-trouble.ts";
import { SidePausedError } from "../paused-sides.ts";
import type { EngineContext } from "../engine-context.ts";
import { RunHaltedError, RunStoppedError } from "./errors.ts";

export interface Waiter {
  readonly context: Pick<EngineContext, "clock" | "random">;
  /** Told why nothing moves. */
  readonly progress: { waiting: string | null };
  /** Aborted: nothing is tried again. */
  readonly stopping: AbortSignal;
}

/** So long a run waits for what is away or paused before it stops and can be gone on with. */
export const patienceMs = 10 * 60_000;

/** The error of the store's own, by its name: the engine knows no database. */
export function isStoreAway(error: unknown): error is Error {
  return error instanceof Error && error.name === "StoreUnavailableError";
}

/**
 * Makes a call again while a helpdesk or the database is away, or a helpdesk is paused, telling why nothing moves. Rejects
 * with what is none of this, with RunStoppedError when a helpdesk stays away, with RunHaltedError for the other two, and
 * with the stopping's reason.
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
      if (!isWaitedOut(error)) throw error;
      if (context.clock.monotonic() - since >= patienceMs) throw afterPatience(error);
      progress.waiting = error.message;
      const retryAfterMs = error instanceof DeliveryError ? (error.retryAfterMs ?? 0) : 0;
      const afterMs = Math.max(backoffMs(failures, context.random.next()), retryAfterMs);
      await context.clock.sleep(afterMs, stopping);
      stopping.throwIfAborted();
    }
  }
}

function isWaitedOut(error: unknown): error is Error {
  if (error instanceof DeliveryError) return error.fault === "side";
  return error instanceof SidePausedError || isStoreAway(error);
}

/** What ends the run once it has waited long enough. */
export function afterPatience(error: Error): Error {
  if (error instanceof DeliveryError) return stoppedBy(error);
  if (error instanceof SidePausedError) return new RunHaltedError(error.message, { cause: error });
  return databaseAway(error);
}

export function databaseAway(cause: unknown): RunHaltedError {
  return new RunHaltedError("The database could not be reached for ten minutes: start again when it is back.", {
    cause,
  });
}

function stoppedBy(error: DeliveryError): RunStoppedError {
  return new RunStoppedError(helpdeskTrouble(error), error.message, { cause: error });
}
