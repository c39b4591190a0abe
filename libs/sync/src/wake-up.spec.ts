import { describe, expect, it } from "vitest";

import type { Clock } from "./ports/clock.ts";
import { WakeUp } from "./wake-up.ts";

/** Sleeps only until aborted: a wait that ends was woken, not timed out. */
const endless: Clock = {
  now: () => 0,
  monotonic: () => 0,
  sleep: (_milliseconds, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      signal?.addEventListener("abort", () => resolve(), { once: true });
    }),
};

describe("WakeUp", () => {
  it("ends a wait at a ring", async () => {
    const bell = new WakeUp(endless);
    const waiting = bell.wait(1_000, new AbortController().signal);
    bell.wake();
    await waiting;
  });

  it("remembers a ring that came while nobody waited", async () => {
    const bell = new WakeUp(endless);
    bell.wake();
    await bell.wait(1_000, new AbortController().signal);
  });

  it("rings once for many rings", async () => {
    const bell = new WakeUp(endless);
    bell.wake();
    bell.wake();
    await bell.wait(1_000, new AbortController().signal);
    let ended = false;
    const second = bell.wait(1_000, new AbortController().signal).then(() => (ended = true));
    await Promise.resolve();
    expect(ended).toBe(false);
    bell.wake();
    await second;
  });

  it("ends a wait when stopping", async () => {
    const stopping = new AbortController();
    const waiting = new WakeUp(endless).wait(1_000, stopping.signal);
    stopping.abort();
    await waiting;
  });
});
