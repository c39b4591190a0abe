import { setImmediate as nextTurn } from "node:timers/promises";

import { createLog } from "@ticket-bridge/assembly";
import type { Side } from "@ticket-bridge/helpdesk";
import type { Clock, HookAges } from "@ticket-bridge/sync";
import { afterEach, beforeEach, expect, it } from "vitest";

import { HookTimes } from "./hook-times.ts";

let now: number;
let written: (readonly [Side, HookAges])[];
let isAway: boolean;
let sleeping: { readonly milliseconds: number; readonly end: () => void }[];
let times: HookTimes;

const clock: Clock = {
  now: () => 0,
  monotonic: () => now,
  sleep: (milliseconds, signal) =>
    new Promise((end) => {
      signal?.addEventListener("abort", () => end());
      sleeping.push({ milliseconds, end });
    }),
};

/** Ends the sleep under way, once there is one. */
async function pass(milliseconds: number): Promise<void> {
  await expect.poll(() => sleeping).toHaveLength(1);
  now += milliseconds;
  sleeping.pop()?.end();
}

const heardAgo = (heardAgoMs: number) => ["requestor", { heardAgoMs, refusedAgoMs: null }] as const;

beforeEach(() => {
  now = 0;
  written = [];
  isAway = false;
  sleeping = [];
  times = new HookTimes({
    side: "requestor",
    store: {
      recordHooks: (side, ages) => {
        if (isAway) return Promise.reject(new Error("The database is away."));
        written.push([side, ages]);
        return Promise.resolve();
      },
    },
    clock,
    log: createLog({ level: "silent" }),
  });
});
afterEach(() => times.stop());

it("writes the first call at once, and what comes within ten seconds together, as its last moments", async () => {
  times.heard();
  expect(written).toEqual([heardAgo(0)]);
  await expect.poll(() => sleeping).toMatchObject([{ milliseconds: 10_000 }]);
  for (let call = 0; call < 100_000; call += 1) {
    now += 0.05;
    times.refused();
    if (call === 59_999) times.heard();
  }
  expect(written).toHaveLength(1);
  await pass(5_000);
  await expect.poll(() => sleeping).toHaveLength(1);
  expect(written).toHaveLength(2);
  expect(written[1]?.[1].heardAgoMs).toBeCloseTo(7_000);
  expect(written[1]?.[1].refusedAgoMs).toBeCloseTo(5_000);
});

it("writes nothing while nothing comes, and the next call at once again", async () => {
  times.heard();
  await pass(10_000);
  await nextTurn();
  expect(sleeping).toEqual([]);
  expect(written).toEqual([heardAgo(0)]);
  times.refused();
  expect(written[1]).toEqual(["requestor", { heardAgoMs: null, refusedAgoMs: 0 }]);
});

it("keeps what cannot be written while the database is away, with its age", async () => {
  isAway = true;
  times.heard();
  await pass(10_000);
  times.refused();
  await pass(10_000);
  isAway = false;
  await pass(10_000);
  await expect.poll(() => written).toEqual([["requestor", { heardAgoMs: 30_000, refusedAgoMs: 20_000 }]]);
});

it("writes what was heard last when it stops, if the database is there, and nothing afterwards", async () => {
  times.heard();
  await expect.poll(() => sleeping).toHaveLength(1);
  now += 4_000;
  times.heard();
  now += 1_000;
  await times.stop();
  expect(written).toEqual([heardAgo(0), heardAgo(1_000)]);
  times.heard();
  isAway = true;
  await times.stop();
  expect(written).toHaveLength(2);
});
