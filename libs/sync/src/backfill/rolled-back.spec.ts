import { expect, it } from "vitest";

import { BackfillBench } from "../testing/backfill-bench.ts";
import { superofficeTicket } from "../testing/bench.ts";
import { backUp, restore } from "../testing/simulation/backup.ts";

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
