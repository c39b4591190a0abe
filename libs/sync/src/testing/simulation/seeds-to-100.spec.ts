import { describe, expect, it } from "vitest";

import { simulate } from "./simulate.ts";

// Two files of 150 seeds: each worker of the suite takes one.
describe("the engine under simulated faults", () => {
  it.each(Array.from({ length: 150 }, (_, n) => n + 1))("keeps its promises with seed %i", async (seed) => {
    const { broken, story } = await simulate(seed);
    expect(broken, story.slice(-200).join("\n")).toEqual([]);
  });
});
