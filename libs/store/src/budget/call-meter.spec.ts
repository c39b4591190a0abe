import type { CallBudget } from "@ticket-bridge/helpdesk";
import { expect, it } from "vitest";

import { CallMeter } from "./call-meter.ts";

const free: CallBudget = { acquire: () => Promise.resolve(() => undefined), pauseFor: () => Promise.resolve() };

function bench() {
  let now = 5_000;
  const meter = new CallMeter(() => now);
  const budget = meter.counted(free);
  const calls = async (count: number) => {
    for (let n = 0; n < count; n += 1) await budget.acquire("live");
  };
  return { meter, calls, pass: (seconds: number) => void (now += seconds * 1_000) };
}

it("tells the calls a second that were made over the last minute, however evenly", async () => {
  const { meter, calls, pass } = bench();
  for (let second = 0; second < 90; second += 1) {
    pass(1);
    await calls(second % 2 === 0 ? 6 : 0);
  }
  expect(meter.perSecond()).toBe(3);
});

it("forgets what is longer ago", async () => {
  const { meter, calls, pass } = bench();
  await calls(600);
  pass(59);
  expect(meter.perSecond()).toBeGreaterThan(9);
  pass(2);
  expect(meter.perSecond()).toBe(0);
});

it("goes by its own age while that is less than a minute, and takes the first calls for no rate", async () => {
  const { meter, calls, pass } = bench();
  await calls(30);
  expect(meter.perSecond()).toBe(3);
  pass(30);
  expect(meter.perSecond()).toBe(1);
});

it("counts no call that was never let go", async () => {
  const meter = new CallMeter(() => 0);
  const refused: CallBudget = { ...free, acquire: () => Promise.reject(new Error("Given up.")) };
  await expect(meter.counted(refused).acquire("live")).rejects.toThrow("Given up.");
  expect(meter.perSecond()).toBe(0);
});
