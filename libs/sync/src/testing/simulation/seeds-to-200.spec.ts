import { describe, expect, it } from "vitest";

import { simulate } from "./simulate.ts";

// Two files of 100 seeds: each worker of the suite takes one. `npm run simulate` plays any number of them.
describe("the engine under simulated faults", () => {
  it.each(Array.from({ length: 100 }, (_, n) => n + 101))("keeps its promises with seed %i", async (seed) => {
    const { broken, story } = await simulate(seed);
    expect(broken, story.slice(-200).join("\n")).toEqual([]);
  });
});
