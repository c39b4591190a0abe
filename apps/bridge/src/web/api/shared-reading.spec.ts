import { beforeEach, describe, expect, it } from "vitest";

import { sharedReading } from "./shared-reading.ts";

let now: number;
let begun: number;
let finish: (value: number) => void;
let fail: (error: Error) => void;

const shared = () =>
  sharedReading(
    () => {
      begun += 1;
      return new Promise<number>((resolve, reject) => {
        finish = resolve;
        fail = reject;
      });
    },
    () => now,
  );

beforeEach(() => {
  now = 1_000;
  begun = 0;
});

describe("a shared reading", () => {
  it("is one for all who ask while it is under way, and for fifty times as long as it took", async () => {
    const { get } = shared();
    const first = [get(), get(), get()];
    now += 20;
    finish(1);
    expect(await Promise.all(first)).toEqual([1, 1, 1]);
    now += 999;
    expect(await get()).toBe(1);
    expect(begun).toBe(1);
    now += 1;
    const next = get();
    finish(2);
    expect(await next).toBe(2);
  });

  it("is never older than ten seconds", async () => {
    const { get } = shared();
    const first = get();
    now += 5_000;
    finish(1);
    await first;
    now += 10_000;
    const next = get();
    finish(2);
    expect(await next).toBe(2);
  });

  it("is read anew by who asks after it was forgotten, also while it was under way", async () => {
    const { get, forget } = shared();
    const first = get();
    const finishFirst = finish;
    forget();
    const next = get();
    finish(2);
    finishFirst(1);
    expect([await first, await next]).toEqual([1, 2]);
  });

  it("keeps no failure", async () => {
    const { get } = shared();
    const first = get();
    fail(new Error("away"));
    await expect(first).rejects.toThrow("away");
    const next = get();
    finish(2);
    expect(await next).toBe(2);
  });
});
