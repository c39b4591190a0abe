import { describe, expect, it } from "vitest";

import { failedSeeds } from "./failed-seeds.ts";
import { intactRules } from "./safety-rules.ts";
import { simulate } from "./simulate.ts";

describe("the engine under the faults that once broke it", () => {
  it.each(failedSeeds)("keeps its promises with seed $seed, where $fault", async ({ seed, extras }) => {
    const { broken, story } = await simulate(seed, intactRules, extras);
    expect(broken, story.slice(-200).join("\n")).toEqual([]);
  });

  it("tells the same story each time that a seed is played", async () => {
    const first = await simulate(17);
    expect(first.story.length).toBeGreaterThan(100);
    expect(await simulate(17)).toEqual(first);
  });
});
