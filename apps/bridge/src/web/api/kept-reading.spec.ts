import { expect, it } from "vitest";

import { keptReading } from "./kept-reading.ts";

function bench(answers: readonly (string | Error)[]) {
  let [now, asked] = [0, 0];
  const read = () => {
    const answer = answers[asked++] ?? "none left";
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };
  return { reading: keptReading(read, 60_000, () => now), pass: (ms: number) => void (now += ms), asked: () => asked };
}

it("is read once for all who ask within its time, then anew", async () => {
  const { reading, pass, asked } = bench(["first", "second"]);
  expect(await Promise.all([reading.get(), reading.get()])).toEqual(["first", "first"]);
  pass(59_999);
  expect(await reading.get()).toBe("first");
  expect(asked()).toBe(1);
  pass(1);
  expect(await reading.get()).toBe("second");
});

it("keeps a failure for ten seconds only, and what was learned otherwise as long as a reading", async () => {
  const { reading, pass, asked } = bench([new Error("Away."), "back", "later"]);
  await expect(reading.get()).rejects.toThrow("Away.");
  await expect(reading.get()).rejects.toThrow("Away.");
  expect(asked()).toBe(1);
  pass(10_000);
  expect(await reading.get()).toBe("back");
  reading.set("registered");
  pass(59_999);
  expect(await reading.get()).toBe("registered");
  pass(1);
  expect(await reading.get()).toBe("later");
  reading.forget();
  expect(await reading.get()).toBe("none left");
});
