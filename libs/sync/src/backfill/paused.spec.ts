import { expect, it } from "vitest";

import { BackfillBench } from "../testing/backfill-bench.ts";
import { superofficeTicket } from "../testing/bench.ts";
import { usualOptions } from "../testing/usual-options.ts";
import { BackfillObservingError, BackfillStoppedError } from "./errors.ts";

const minute = 60_000;

async function withHistory(count = 1): Promise<BackfillBench> {
  const bench = new BackfillBench();
  for (let n = 0; n < count; n += 1) bench.superoffice.write(superofficeTicket, `old ${n}`);
  await bench.clock.pass(60 * minute);
  await bench.link();
  return bench;
}

it("a paused helpdesk is not read by a dry run, which says that it is paused", async () => {
  const bench = await withHistory();
  await bench.store.setPaused("requestor", true);
  const planning = bench.wait("the plan", bench.backfills().plan(usualOptions, bench.watch));
  await expect(planning).rejects.toThrow(BackfillStoppedError);
  await expect(planning).rejects.toThrow(/Requestor is paused/);
  expect(bench.made).toEqual([]);
});

it("a run does not begin with a helpdesk that is paused, and goes on when that is over", async () => {
  const bench = await withHistory();
  const backfills = bench.backfills();
  const { id } = await backfills.create(usualOptions);
  await bench.store.setPaused("superoffice", true);
  const unplanned = await bench.wait("the list", backfills.run(id, bench.watch));
  expect(unplanned).toMatchObject({ state: "planning", stopCause: "asked" });
  expect(unplanned.reason).toMatch(/SuperOffice is paused/);
  expect(bench.made).toEqual([]);
  await bench.store.setPaused("superoffice", false);
  await bench.wait("the list", backfills.prepare(id, bench.watch));
  bench.made.length = 0;
  await bench.store.setPaused("requestor", true);
  const stopped = await bench.wait("the run", backfills.run(id, bench.watch));
  expect(stopped).toMatchObject({ state: "stopped", stopCause: "asked" });
  expect(stopped.reason).toMatch(/Requestor is paused/);
  expect(bench.made).toEqual([]);
  await bench.store.setPaused("requestor", false);
  expect(await bench.wait("the run", backfills.run(id, bench.watch))).toMatchObject({
    state: "finished",
    reason: null,
  });
});

it("a helpdesk that is paused in the middle of a run is left alone: the run says so, and goes on after it", async () => {
  const bench = await withHistory(30);
  const backfills = bench.backfills();
  const { id } = await backfills.create(usualOptions);
  await bench.wait("the list", backfills.prepare(id, bench.watch));
  const running = backfills.run(id, bench.watch);
  void running.catch(() => undefined);
  await bench.clock.until("the first is written", () => bench.requestor.stored.length > 0, minute);
  await bench.store.setPaused("requestor", true);
  await bench.clock.pass(30_000);
  bench.made.length = 0;
  await bench.clock.pass(5 * minute);
  expect(bench.made.filter(({ side }) => side === "requestor")).toEqual([]);
  expect(bench.progress.at(-1)?.waiting).toMatch(/Requestor is paused/);
  await bench.store.setPaused("requestor", false);
  expect(await bench.wait("the run", running)).toMatchObject({ state: "finished" });
  expect(bench.requestor.stored).toHaveLength(30);
});

it("a run stops where it stands when a helpdesk stays paused, and can be gone on with", async () => {
  const bench = await withHistory(30);
  const backfills = bench.backfills();
  const { id } = await backfills.create(usualOptions);
  await bench.wait("the list", backfills.prepare(id, bench.watch));
  const running = backfills.run(id, bench.watch);
  void running.catch(() => undefined);
  await bench.clock.until("the first is written", () => bench.requestor.stored.length > 0, minute);
  await bench.store.setPaused("requestor", true);
  const stopped = await bench.wait("the run", running);
  expect(stopped).toMatchObject({ state: "stopped", stopCause: "asked" });
  expect(stopped.reason).toMatch(/Requestor is paused/);
  await bench.store.setPaused("requestor", false);
  expect(await bench.wait("the run", backfills.run(id, bench.watch))).toMatchObject({ state: "finished" });
  expect(bench.requestor.stored).toHaveLength(30);
});

it("a process that only observes refuses to make a run or to go on with one, and plans", async () => {
  const bench = await withHistory();
  const { id } = await bench.backfills().create(usualOptions);
  await bench.wait("the list", bench.backfills().prepare(id, bench.watch));
  const observing = bench.backfills({ mode: "observe" });
  await expect(bench.wait("the run", observing.run(id, bench.watch))).rejects.toThrow(BackfillObservingError);
  await expect(observing.create(usualOptions)).rejects.toThrow(/MODE=observe/);
  expect(await bench.wait("the plan", observing.plan(usualOptions, bench.watch))).toMatchObject({
    toWrite: { requestor: 1 },
  });
  expect(bench.requestor.stored).toEqual([]);
});

it("an audit that somebody asks for leaves a paused helpdesk alone, and says so", async () => {
  const bench = await withHistory();
  const engine = await bench.engine();
  await bench.clock.pass(60 * minute);
  await bench.store.setPaused("superoffice", true);
  await bench.clock.pass(minute);
  let reads = 0;
  const list = bench.superoffice.listMessages.bind(bench.superoffice);
  bench.superoffice.listMessages = (...given) => {
    reads += 1;
    return list(...given);
  };
  const outcome = await engine.audit(bench.database.links[0]?.id ?? "");
  expect(outcome).toMatchObject({ kind: "trouble", reason: expect.stringMatching(/SuperOffice is paused/) as unknown });
  expect(reads).toBe(0);
  await bench.stop();
});
