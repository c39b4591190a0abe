/** Who is asking: live traffic goes ahead of backfill (P8). */
export type CallPriority = "live" | "backfill";

/**
 * The rate and concurrency one helpdesk allows, shared by every process that talks to it (P8). Every call takes a
 * permit before its bytes go out, polls and retries too.
 */
export interface CallBudget {
  /**
   * Waits until a call may go out and returns the function that gives the place back once its answer was read.
   * Rejects with the signal's reason when aborted while waiting; then nothing has to be given back.
   */
  acquire(priority: CallPriority, signal?: AbortSignal): Promise<() => void>;
  /** The helpdesk asked for quiet (Retry-After): nobody gets a permit for this many milliseconds. */
  pauseFor(milliseconds: number): Promise<void>;
}
