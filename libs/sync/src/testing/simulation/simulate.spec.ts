import { describe, expect, it } from "vitest";

import { simulate } from "./simulate.ts";

describe("the engine under simulated faults", () => {
  it.each(Array.from({ length: 60 }, (_, n) => n + 1))("keeps P1 to P5 with seed %i", async (seed) => {
    const { broken, story } = await simulate(seed);
    expect(broken, story.join("\n")).toEqual([]);
  });
});
