import { expect, it } from "vitest";

import { Bench, superofficeTicket } from "../testing/bench.ts";

/** What a run of a lane asks of the store, which makes one statement of each. */
const ofLanes = [
  "loadLane",
  "recordChanges",
  "recordAndRelease",
  "releaseLane",
  "standingOf",
  "adoptRecognised",
] as const;

async function statementsFor(messages: number, age: "new" | "old"): Promise<number> {
  const bench = new Bench();
  await bench.link();
  await bench.engine();
  bench.superoffice.write(superofficeTicket, "first, with the look at the target's markers");
  await bench.quiet();
  let statements = 0;
  for (const name of ofLanes) {
    const call = bench.store[name].bind(bench.store) as (...given: unknown[]) => Promise<unknown>;
    bench.store[name] = (...given: unknown[]) => {
      statements += 1;
      return call(...given) as never;
    };
  }
  const claim = bench.store.claimLanes.bind(bench.store);
  bench.store.claimLanes = async (...given) => {
    const leases = await claim(...given);
    if (leases.length > 0) statements += 1;
    return leases;
  };
  const createdAt = bench.clock.now() - (age === "old" ? 60 * 60_000 : 0);
  for (let n = 0; n < messages; n += 1) bench.superoffice.write(superofficeTicket, `message ${n}`, { createdAt });
  await bench.quiet();
  expect(bench.words("requestor")).toHaveLength(messages + 1);
  await bench.stop();
  return statements;
}

it.each([
  ["new", 1, 3],
  ["new", 10, 13],
  // The lane gives way to others after fifty and is claimed once more, and copies are read in batches of twenty: what
  // was answered is stored before each read.
  ["new", 50, 57],
  // The one read of the target's markers costs none.
  ["old", 10, 13],
] as const)("a lane of %s messages, %i of them, costs %i statements", async (age, messages, statements) => {
  expect(await statementsFor(messages, age)).toBe(statements);
});
