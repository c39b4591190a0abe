import { expect, it } from "vitest";

import { BackfillBench } from "../testing/backfill-bench.ts";
import { superofficeTicket } from "../testing/bench.ts";
import { backUp, restore } from "../testing/simulation/backup.ts";
import { usualOptions } from "../testing/usual-options.ts";

it("looks before it goes on with a ticket, as the database may have forgotten the latest writes meanwhile (P2)", async () => {
  const bench = new BackfillBench();
  for (let n = 1; n <= 6; n += 1) bench.superoffice.write(superofficeTicket, `old ${n}`);
  await bench.clock.pass(60 * 60_000);
  await bench.link();
  let captured: ReturnType<typeof backUp> | null = null;
  bench.requestor.afterCommit = async () => {
    // A copy that runs behind takes the place of its server, while this process lives on.
    captured ??= backUp(bench.database);
    if (bench.words("requestor").length !== 3) return;
    const behind = captured;
    bench.requestor.afterCommit = () => Promise.resolve();
    // Longer than a run of a lane; then the answer meets a lane that is another's.
    await bench.clock.sleep(6_000);
    restore(bench.database, behind);
  };
  await bench.carry({ from: "superoffice" });
  expect(bench.words("requestor")).toEqual([1, 2, 3, 4, 5, 6].map((n) => `old ${n}`));
});

it("looks before its first write too, as a bridge may have been quicker and the database have forgotten that (P2)", async () => {
  const bench = new BackfillBench();
  const old = [1, 2, 3, 4, 5, 6].map((n) => `old ${n}`);
  for (const text of old) bench.superoffice.write(superofficeTicket, text);
  await bench.clock.pass(60 * 60_000);
  await bench.link();
  const state = { behind: null as ReturnType<typeof backUp> | null, isBack: false };
  const claimLanes: typeof bench.store.claimLanes = async (...given) => {
    if (state.isBack) return await bench.store.claimLanes(...given);
    if (bench.database.mirrors.length === old.length) state.behind ??= backUp(bench.database);
    return [];
  };
  const backfills = bench.backfills({ store: { ...bench.store, claimLanes } });
  const { id } = await backfills.create({ ...usualOptions, from: "superoffice" });
  await bench.wait("the list is made", backfills.prepare(id, bench.watch));
  const running = bench.wait("the run is finished", backfills.run(id, bench.watch));
  await bench.clock.until("it is captured", () => state.behind !== null);
  bench.superoffice.write(superofficeTicket, "new");
  const engine = await bench.engine();
  await bench.clock.until("the bridge has written some", () => bench.words("requestor").length >= 3);
  await engine.stop();
  if (state.behind !== null) restore(bench.database, state.behind);
  state.isBack = true;
  await running;
  expect(bench.words("requestor").slice(0, old.length)).toEqual(old);
  expect(new Set(bench.words("requestor")).size).toBe(bench.words("requestor").length);
});
