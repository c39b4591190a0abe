import { expect, it } from "vitest";

import { BackfillBench } from "../testing/backfill-bench.ts";
import { requestorTicket, superofficeTicket } from "../testing/bench.ts";
import { usualOptions } from "../testing/usual-options.ts";

const pair = { superoffice: superofficeTicket, requestor: requestorTicket };

it("a pair that a list names twice is carried once, and its run ends", async () => {
  const bench = new BackfillBench();
  bench.superoffice.write(superofficeTicket, "old");
  await bench.clock.pass(60 * 60_000);
  const run = await bench.carry({ tickets: { kind: "pairs", pairs: [pair, pair] } });
  expect(run).toMatchObject({ state: "finished", ticketsTotal: 1, result: { ticketsDone: 1, ticketsFailed: 0 } });
  expect(bench.words("requestor")).toEqual(["old"]);
});

it("two tickets of a list that come to the same link both come to their end", async () => {
  const bench = new BackfillBench();
  bench.superoffice.write(superofficeTicket, "old");
  await bench.clock.pass(60 * 60_000);
  await bench.link();
  const backfills = bench.backfills();
  const { id } = await backfills.create({ ...usualOptions });
  await bench.wait("the list is made", backfills.prepare(id, bench.watch));
  const [row] = bench.database.backfills;
  const [ticket] = row?.tickets ?? [];
  // As an earlier version listed a pair that was named twice.
  if (row !== undefined && ticket !== undefined) row.tickets.push({ ...ticket, place: 2 });
  const run = await bench.wait("the run is finished", backfills.run(id, bench.watch));
  expect(run).toMatchObject({ state: "finished", result: { ticketsDone: 2 } });
  expect(bench.words("requestor")).toEqual(["old"]);
});

it("a dry run beside a run keeps to the pace of that", async () => {
  const bench = new BackfillBench();
  for (let n = 0; n < 5; n += 1) bench.superoffice.write(superofficeTicket, `old ${n}`);
  await bench.clock.pass(60 * 60_000);
  await bench.link();
  const backfills = bench.backfills();
  const { id } = await backfills.create({ ...usualOptions, maxRps: 0.5 });
  await bench.wait("the list is made", backfills.prepare(id, bench.watch));
  bench.paces.length = 0;
  const running = backfills.run(id, bench.watch);
  await bench.clock.pass(50);
  const planning = backfills.plan(usualOptions, bench.watch);
  await bench.wait("both", Promise.all([running, planning]));
  expect(bench.paces).toEqual([0.5, null]);
});
