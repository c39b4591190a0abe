import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { compareStores } from "./testing/differential/compare-stores.ts";
import { memoryBed } from "./testing/memory-bed.ts";
import { openEmbeddedBed, openServerBed } from "./testing/open-beds.ts";
import type { Bed } from "./testing/scene.ts";

/** `DIFFERENTIAL_SECONDS=600` looks for longer, each time from another seed unless `DIFFERENTIAL_SEED` names one. */
const { DIFFERENTIAL_SECONDS: asked, DIFFERENTIAL_SEED: named } = process.env;
const seconds = asked === undefined ? 6 : Number(asked);
const seed = named === undefined ? (asked === undefined ? 20_260_101 : Date.now() % 2 ** 31) : Number(named);

describe.each([
  ["the embedded database", openEmbeddedBed],
  ["PostgreSQL", openServerBed],
] as const)("the memory that the simulations rest on and %s", (_name, open) => {
  let database: Bed | undefined;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(async () => {
    await database?.close();
  });

  it(
    `answer and show the same after the same random calls (seed ${seed})`,
    async () => {
      if (database === undefined) throw new Error("The database was not opened.");
      const { sequences, calls } = await compareStores([database, memoryBed()], { seconds, seed });
      expect(sequences).toBeGreaterThan(0);
      if (asked !== undefined) process.stdout.write(`${calls} calls in ${sequences} sequences from seed ${seed}\n`);
    },
    (seconds + 60) * 1_000,
  );
});
