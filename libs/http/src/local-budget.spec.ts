import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { localBudget } from "./local-budget.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const budget = (more: Partial<Parameters<typeof localBudget>[0]> = {}) =>
  localBudget({ ratePerSecond: 5, burstSeconds: 2, concurrency: 100, clock: () => Date.now(), ...more });

describe("a local budget", () => {
  it("lets at most two seconds' worth go at once, then keeps the rate", async () => {
    const calls = budget();
    let admitted = 0;
    for (let call = 0; call < 40; call += 1) void calls.acquire("live").then(() => (admitted += 1));
    await vi.advanceTimersByTimeAsync(0);
    expect(admitted).toBe(10);
    await vi.advanceTimersByTimeAsync(1000);
    expect(admitted).toBe(15);
    await vi.advanceTimersByTimeAsync(2000);
    expect(admitted).toBe(25);
  });

  it("holds back what is beyond its concurrency until a place is given back, once", async () => {
    const calls = budget({ concurrency: 2 });
    const first = await calls.acquire("live");
    await calls.acquire("live");
    let third = 0;
    void calls.acquire("live").then(() => (third += 1));
    void calls.acquire("live").then(() => (third += 1));
    await vi.advanceTimersByTimeAsync(1000);
    expect(third).toBe(0);
    first();
    first();
    await vi.advanceTimersByTimeAsync(1000);
    expect(third).toBe(1);
  });

  it("serves live callers before backfill, each in their order", async () => {
    const calls = budget({ concurrency: 1 });
    const release = await calls.acquire("live");
    const order: string[] = [];
    for (const name of ["backfill 1", "live 1", "backfill 2", "live 2"]) {
      const priority = name.startsWith("live") ? "live" : "backfill";
      void calls.acquire(priority).then((done) => {
        order.push(name);
        done();
      });
    }
    release();
    await vi.advanceTimersByTimeAsync(5000);
    expect(order).toEqual(["live 1", "live 2", "backfill 1", "backfill 2"]);
  });

  it("gives nobody a permit during a pause", async () => {
    const calls = budget();
    await calls.pauseFor(3000);
    await calls.pauseFor(1000);
    let admitted = false;
    void calls.acquire("live").then(() => (admitted = true));
    await vi.advanceTimersByTimeAsync(2999);
    expect(admitted).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(admitted).toBe(true);
  });

  it("forgets a waiter whose signal aborts, and rejects with its reason", async () => {
    const calls = budget({ concurrency: 1 });
    const release = await calls.acquire("live");
    const controller = new AbortController();
    const reason = new Error("stopping");
    const waiting = calls.acquire("live", controller.signal);
    controller.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    await expect(calls.acquire("live", controller.signal)).rejects.toBe(reason);
    release();
    await expect(calls.acquire("live")).resolves.toBeTypeOf("function");
  });

  it("leaves no timer behind when the last waiter aborts, and keeps it for another one", async () => {
    const calls = budget();
    await calls.pauseFor(60_000);
    const controllers = [new AbortController(), new AbortController()];
    const waiting = controllers.map(({ signal }) => calls.acquire("live", signal).catch(() => "aborted"));
    controllers[0]?.abort(new Error("stopping"));
    expect(vi.getTimerCount()).toBe(1);
    controllers[1]?.abort(new Error("stopping"));
    expect(vi.getTimerCount()).toBe(0);
    expect(await Promise.all(waiting)).toEqual(["aborted", "aborted"]);
  });

  it("refuses a burst above two seconds and other impossible numbers", () => {
    expect(() => budget({ burstSeconds: 3 })).toThrow(RangeError);
    expect(() => budget({ ratePerSecond: 0 })).toThrow(RangeError);
    expect(() => budget({ concurrency: 0 })).toThrow(RangeError);
  });
});
