import type { CallBudget } from "@ticket-bridge/helpdesk";

import { localBudget } from "./local-budget.ts";

/** A pace for all calls of this process that go behind live traffic, whichever helpdesk they are for. */
export interface PacedBudgets {
  /** From now on at most so many a second; null: what the budgets leave over. */
  limit(perSecond: number | null): void;
  /** The budget, whose calls behind live traffic keep the pace too. */
  paced(budget: CallBudget): CallBudget;
}

/** @param clock monotonic milliseconds */
export function callPace(clock: () => number): PacedBudgets {
  let pace: CallBudget | null = null;
  return {
    limit: (perSecond) => {
      // An even pace, without a burst: nobody waits for these calls.
      const even = { burstSeconds: 0.001, concurrency: Number.MAX_SAFE_INTEGER, clock };
      pace = perSecond === null ? null : localBudget({ ...even, ratePerSecond: perSecond });
    },
    paced: (budget) => ({
      acquire: async (priority, signal) => {
        if (priority === "backfill" && pace !== null) (await pace.acquire(priority, signal))();
        return await budget.acquire(priority, signal);
      },
      pauseFor: (milliseconds) => budget.pauseFor(milliseconds),
    }),
  };
}
