import type { Side } from "@ticket-bridge/helpdesk";
import { describe, expect, it } from "vitest";

import { adoptTarget } from "../steer/adopt-target.ts";
import { BackfillBench } from "../testing/backfill-bench.ts";
import { requestorTicket, superofficeTicket } from "../testing/bench.ts";
import { usualOptions } from "../testing/usual-options.ts";

const pairs = {
  kind: "pairs",
  pairs: [{ superoffice: superofficeTicket, requestor: requestorTicket }],
} as const;

/** A run whose plan adopts one pair, before it is begun. */
async function planned() {
  const bench = new BackfillBench();
  const original = bench.superoffice.write(superofficeTicket, "Carried by hand").id;
  await bench.clock.pass(60_000);
  const copy = bench.requestor.write(requestorTicket, "Carried by hand").id;
  await bench.clock.pass(60 * 60_000);
  const backfills = bench.backfills();
  const { id } = await backfills.create({ ...usualOptions, adopt: true, tickets: pairs });
  const { plan } = await bench.wait("the list is made", backfills.prepare(id, bench.watch));
  expect(plan).toMatchObject({ toAdopt: 1, toWrite: { superoffice: 0, requestor: 0 } });
  const remove = (side: Side, message: string) => {
    const { stored } = bench[side];
    stored.splice(
      stored.findIndex((one) => one.message.id === message),
      1,
    );
  };
  const changed = { content: { format: "plain", text: "Carried by hand. And more" } } as const;
  const acts = {
    "whose original was edited": () =>
      bench.superoffice.replace(original, { ...changed, changedAt: bench.clock.now() }),
    "whose copy was edited": () => bench.requestor.replace(copy, { ...changed, changedAt: bench.clock.now() }),
    "whose original was deleted": () => remove("superoffice", original),
    "whose copy was deleted": () => remove("requestor", copy),
  };
  return { bench, acts, run: () => bench.wait("the run is finished", backfills.run(id, bench.watch)) };
}

describe("a pair that a plan takes for a mirror and its source", () => {
  it.each([
    ["whose original was edited", 2],
    ["whose copy was edited", 2],
    ["whose original was deleted", 1],
    ["whose copy was deleted", 1],
  ] as const)(
    "%s before its turn is written nowhere, and what is left of it waits for a person",
    async (what, left) => {
      const { bench, acts, run } = await planned();
      acts[what]();
      const { result } = await run();
      expect(result).toMatchObject({ written: { superoffice: 0, requestor: 0 }, adopted: 0, held: left });
      expect(bench.states()).toEqual(Array.from({ length: left }, () => "held"));
      expect(bench.database.mirrors[0]?.reason).toMatch(/its copy stood on the other side/);
      await bench.engine();
      await bench.clock.pass(3 * 60 * 60_000);
      await bench.stop();
      expect([...bench.superoffice.stored, ...bench.requestor.stored]).toHaveLength(left);
    },
  );

  it("is adopted by a person who names the copy, whatever is held of that", async () => {
    const { bench, acts, run } = await planned();
    acts["whose original was edited"]();
    await run();
    const [original, copy] = bench.database.mirrors;
    if (original === undefined || copy === undefined) throw new Error("Both are held.");
    const { store, superoffice, requestor } = bench;
    const parts = { store, helpdesks: { superoffice, requestor } };
    const adopted = await adoptTarget(parts, original.id, copy.sourceMessageId);
    expect(adopted).toMatchObject({ outcome: "done", mirror: { state: "mirrored" } });
  });

  it("is adopted when nothing became of it", async () => {
    const { run } = await planned();
    expect((await run()).result).toMatchObject({ adopted: 1, held: 0, written: { superoffice: 0, requestor: 0 } });
  });
});
