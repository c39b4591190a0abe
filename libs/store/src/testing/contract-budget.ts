import { setTimeout as delay } from "node:timers/promises";

import type { CallBudget, CallPriority } from "@ticket-bridge/helpdesk";
import { describe, expect, it } from "vitest";

import { reserveSlots } from "../budget/reserve-slots.ts";
import type { DatabaseScene } from "./database-bed.ts";

/** Makes so many calls one after another, each given back at once; returns when each could go out. */
async function spend(budget: CallBudget, calls: number): Promise<readonly number[]> {
  const times: number[] = [];
  await Promise.all(
    Array.from({ length: calls }, async () => {
      const giveBack = await budget.acquire("live");
      times.push(performance.now());
      giveBack();
    }),
  );
  return times.sort((a, b) => a - b);
}

/** The most calls that went out within any second. */
function mostInASecond(times: readonly number[]): number {
  return Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + 1_000).length));
}

async function waitFor(come: () => boolean): Promise<void> {
  const until = performance.now() + 10_000;
  while (!come()) {
    if (performance.now() > until) throw new Error("It did not come within 10 s.");
    await delay(10);
  }
}

/** Room for a timer that fired early by its rounding. */
const slackMs = 30;

export function describeBudget(scene: () => DatabaseScene): void {
  describe("the call budget", () => {
    const options = { ratePerSecond: 20, burstSeconds: 0.5, concurrency: 50 };

    it("reserves the burst for now, what follows at the rate, and no more than a second ahead", async () => {
      const { database, passTime } = scene();
      await passTime(10_000);
      const reserve = () => reserveSlots(database.prisma, "requestor", { wanted: 100, priority: "live" }, options);
      const { delays } = await reserve();
      expect(delays.slice(0, 10)).toEqual(Array(10).fill(0));
      expect(delays.slice(10).map(Math.round)).toEqual(Array.from({ length: 20 }, (_, place) => 50 + place * 50));
      await passTime(500);
      const next = await reserve();
      // Half a second is free again at the end of the second ahead, and what a slow machine took beside it.
      expect(next.delays.length).toBeGreaterThanOrEqual(10);
      expect(next.delays[0]).toBeLessThanOrEqual(550);
      await passTime(60_000);
      expect((await reserve()).delays.filter((delay) => delay === 0)).toHaveLength(10);
    });

    it("gives backfill only what is due now and leaves the burst to live calls, of every process", async () => {
      const { database, passTime } = scene();
      const reserve = (wanted: number, priority: CallPriority) =>
        reserveSlots(database.prisma, "requestor", { wanted, priority }, options);
      await passTime(10_000);
      const { delays, askAgainMs } = await reserve(100, "backfill");
      // A twentieth of a second's worth and the one that this moment is worth.
      expect(delays).toEqual([0, 0]);
      expect(askAgainMs).toBeLessThanOrEqual(50);
      expect((await reserve(100, "live")).delays.filter((delay) => delay === 0).length).toBeGreaterThanOrEqual(8);
      const behind = await reserve(1, "backfill");
      expect(behind.delays).toEqual([]);
      // What live calls have reserved ahead, and the burst that is to be saved up again.
      expect(behind.askAgainMs).toBeGreaterThan(1_200);
      await passTime(2_000);
      expect((await reserve(1, "backfill")).delays).toEqual([0]);
    });

    it("lets backfill use the whole rate while nobody else calls, and live calls of another process pass it at once", async () => {
      const { store, other, passTime } = scene();
      const behind = store.callBudget("requestor", options);
      const live = other.callBudget("requestor", options);
      await passTime(10_000);
      const stopping = new AbortController();
      const times: number[] = [];
      const carrying = Array.from({ length: 4 }, async () => {
        for (;;) {
          const giveBack = await behind.acquire("backfill", stopping.signal).catch(() => null);
          if (giveBack === null) return;
          times.push(performance.now());
          giveBack();
        }
      });
      const began = performance.now();
      await waitFor(() => times.length >= 20);
      expect(performance.now() - began).toBeLessThan(2_500);
      const asked = performance.now();
      const passed = await spend(live, 5);
      expect((passed.at(-1) ?? 0) - asked).toBeLessThan(200);
      stopping.abort();
      await Promise.all(carrying);
      expect(mostInASecond(times)).toBeLessThanOrEqual(24);
    });

    it("lets the burst out at once and then keeps the rate, with few statements", async () => {
      const { store, count, passTime } = scene();
      const budget = store.callBudget("requestor", options);
      await passTime(600);
      const began = performance.now();
      let times: readonly number[] = [];
      const statements = await count(async () => (times = await spend(budget, 30)));
      const elapsed = times.map((at) => at - began);
      expect(elapsed[29]).toBeGreaterThanOrEqual(1_000 - slackMs);
      expect(mostInASecond(times)).toBeLessThanOrEqual(30);
      expect(statements).toBeLessThan(15);
    });

    it("costs backfill one statement for many calls at a high rate, within the rate and two seconds' worth", async () => {
      const { store, count, database, passTime } = scene();
      const fast = { ratePerSecond: 400, burstSeconds: 2, concurrency: 8 };
      const budget = store.callBudget("requestor", fast);
      await passTime(10_000);
      // Nothing but their turns lies between these, so that none of the twenty that are reserved grows old.
      const statements = await count(async () => {
        for (let made = 0; made < 20; made += 1) (await budget.acquire("backfill"))();
      });
      expect(statements).toBeLessThanOrEqual(2);
      const saved = await reserveSlots(database.prisma, "requestor", { wanted: 10_000, priority: "live" }, fast);
      expect(saved.delays.filter((delay) => delay === 0).length).toBeLessThanOrEqual(780);
    });

    it("gives no kept call out after a quiet was asked for", async () => {
      const { store, passTime } = scene();
      const budget = store.callBudget("requestor", { ratePerSecond: 400, burstSeconds: 2, concurrency: 8 });
      await passTime(10_000);
      // Twenty are reserved for it, of which nineteen are left.
      (await budget.acquire("backfill"))();
      const began = performance.now();
      await budget.pauseFor(300);
      (await budget.acquire("backfill"))();
      expect(performance.now() - began).toBeGreaterThanOrEqual(300 - slackMs);
    });

    it("is one budget for two processes, and another for the other side", async () => {
      const { store, other, passTime } = scene();
      const first = store.callBudget("requestor", options);
      const second = other.callBudget("requestor", options);
      const free = store.callBudget("superoffice", options);
      await passTime(600);
      const began = performance.now();
      const [mine, theirs, apart] = await Promise.all([spend(first, 20), spend(second, 20), spend(free, 10)]);
      const all = [...mine, ...theirs].sort((a, b) => a - b);
      expect((all.at(-1) ?? 0) - began).toBeGreaterThanOrEqual(1_500 - slackMs);
      expect(mostInASecond(all)).toBeLessThanOrEqual(31);
      // Ten calls that wait for nobody: they are through long before the last of those who share.
      expect(apart.at(-1)).toBeLessThan(all.at(-1) ?? 0);
    });

    it("saves up two seconds' worth at most, whatever is configured", async () => {
      const { store, passTime } = scene();
      const budget = store.callBudget("requestor", { ratePerSecond: 5, burstSeconds: 3_600, concurrency: 50 });
      await passTime(24 * 60 * 60_000);
      const times = await spend(budget, 12);
      expect((times[11] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(400 - slackMs);
    });

    it("puts live calls before backfill, and no more under way than allowed", async () => {
      const { store } = scene();
      const budget = store.callBudget("requestor", { ratePerSecond: 100, burstSeconds: 1, concurrency: 1 });
      const order: string[] = [];
      let underWay = 0;
      const call = async (name: "live" | "backfill") => {
        const giveBack = await budget.acquire(name);
        underWay += 1;
        expect(underWay).toBe(1);
        order.push(name);
        // Long enough for whoever would wrongly go along.
        await store.ready();
        underWay -= 1;
        giveBack();
        giveBack();
      };
      const holding = await budget.acquire("live");
      const calls = [call("backfill"), call("backfill"), call("live"), call("live")];
      holding();
      await Promise.all(calls);
      expect(order).toEqual(["live", "live", "backfill", "backfill"]);
    });

    it("rejects an aborted waiter with the signal's reason and takes nothing from the others", async () => {
      const { store } = scene();
      const budget = store.callBudget("requestor", { ratePerSecond: 100, burstSeconds: 1, concurrency: 1 });
      const holding = await budget.acquire("live");
      const giveUp = new AbortController();
      const waiting = budget.acquire("live", giveUp.signal);
      const next = budget.acquire("live");
      const reason = new Error("The worker stops.");
      giveUp.abort(reason);
      await expect(waiting).rejects.toBe(reason);
      await expect(budget.acquire("live", giveUp.signal)).rejects.toBe(reason);
      holding();
      (await next)();
    });

    it("keeps quiet in both processes for as long as a helpdesk asked", async () => {
      const { store, other, passTime } = scene();
      const first = store.callBudget("requestor", options);
      const second = other.callBudget("requestor", options);
      await passTime(600);
      (await first.acquire("live"))();
      const began = performance.now();
      await first.pauseFor(700);
      await first.pauseFor(10);
      const [mine, theirs] = await Promise.all([spend(first, 3), spend(second, 3)]);
      for (const at of [...mine, ...theirs]) expect(at - began).toBeGreaterThanOrEqual(700 - slackMs);
      // Nothing was saved up meanwhile: six calls at twenty a second.
      expect(Math.max(...mine, ...theirs) - began).toBeGreaterThanOrEqual(900 - slackMs);
    });

    it("makes those wait on who have a reserved call when the quiet comes", async () => {
      const { store, other, database } = scene();
      const nextAt = async () =>
        (await database.prisma.budget.findUniqueOrThrow({ where: { side: "requestor" } })).nextAt;
      const slow = { ratePerSecond: 4, burstSeconds: 0.25, concurrency: 50 };
      const first = store.callBudget("requestor", slow);
      const second = other.callBudget("requestor", slow);
      (await first.acquire("live"))();
      const before = await nextAt();
      const calls = [spend(first, 2), spend(second, 2)];
      // All four are reserved.
      await expect.poll(async () => Number(await nextAt()) - Number(before)).toBeGreaterThanOrEqual(4 * 250 - 1);
      const began = performance.now();
      await second.pauseFor(800);
      const heard = performance.now();
      const times = (await Promise.all(calls)).flat().filter((at) => at > heard + 50);
      for (const at of times) expect(at - began).toBeGreaterThanOrEqual(800 - slackMs);
      expect(times.length).toBeGreaterThanOrEqual(3);
    });
  });
}
