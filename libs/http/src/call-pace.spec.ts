import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { callPace } from "./call-pace.ts";
import { localBudget } from "./local-budget.ts";

const clock = () => performance.now();

// Faked: what takes no time takes none on a busy machine either.
beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] }));
afterEach(() => void vi.useRealTimers());

/** How many milliseconds passed until all had their turn. */
async function spend(calls: readonly (() => Promise<() => void>)[]): Promise<number> {
  const began = performance.now();
  const spent = Promise.all(calls.map(async (acquire) => (await acquire())())).then(() => performance.now() - began);
  await vi.advanceTimersByTimeAsync(1_000);
  return await spent;
}

it("holds calls behind live traffic to one pace over both helpdesks, and no live call", async () => {
  const pace = callPace(clock);
  const budgets = [1, 2].map(() =>
    pace.paced(localBudget({ ratePerSecond: 1_000, burstSeconds: 1, concurrency: 10, clock })),
  );
  const behind = [0, 1, 2, 3, 4, 5].map((n) => () => (budgets[n % 2] as (typeof budgets)[0]).acquire("backfill"));
  const live = behind.map(() => () => (budgets[0] as (typeof budgets)[0]).acquire("live"));
  expect(await spend(behind)).toBe(0);
  pace.limit(20);
  const [paced, free] = await Promise.all([spend(behind), spend(live)]);
  expect(free).toBe(0);
  // The first goes at once, five more at twenty a second.
  expect(paced).toBe(250);
  pace.limit(null);
  expect(await spend(behind)).toBe(0);
});

it("waits no longer than its caller does", async () => {
  const pace = callPace(clock);
  const budget = pace.paced(localBudget({ ratePerSecond: 1_000, burstSeconds: 1, concurrency: 1, clock }));
  pace.limit(0.1);
  (await budget.acquire("backfill"))();
  const giveUp = new AbortController();
  const waiting = budget.acquire("backfill", giveUp.signal);
  giveUp.abort(new Error("Enough."));
  await expect(waiting).rejects.toThrow("Enough.");
  // The place of the budget was not taken.
  (await budget.acquire("live"))();
});
