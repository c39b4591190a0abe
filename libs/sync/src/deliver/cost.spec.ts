import { expect, it } from "vitest";

import { Bench, requestorTicket, superofficeTicket, text } from "../testing/bench.ts";
import { FakeFiles, withAttachments } from "../testing/fake-attachments.ts";

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

it("an edit asks once what became of its message's attachments, however often that is looked at", async () => {
  const bench = new Bench();
  withAttachments(bench.superoffice, { uploads: true });
  const attachments = [withAttachments(bench.requestor, { uploads: false }).attach("a.txt", "first")];
  await bench.link();
  await bench.engine({ files: new FakeFiles() });
  const { id } = bench.requestor.write(requestorTicket, "one", { attachments });
  await bench.quiet();
  bench.superoffice.faults.push("refused");
  await bench.edit("requestor", id, text("two"));
  await bench.quiet();
  await bench.store.skipMirror(bench.last()?.id ?? "", "Never mind.");
  let asked = 0;
  const known = bench.store.attachmentsOfSource.bind(bench.store);
  bench.store.attachmentsOfSource = (...given) => {
    asked += 1;
    return known(...given);
  };
  await bench.edit("requestor", id, text("one"));
  await bench.quiet();
  expect(bench.last()).toMatchObject({ revision: 3, state: "mirrored" });
  expect(asked).toBe(1);
  await bench.stop();
});
