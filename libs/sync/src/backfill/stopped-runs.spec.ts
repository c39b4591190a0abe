import { DeliveryError, type Side } from "@ticket-bridge/helpdesk";
import { expect, it } from "vitest";

import { loseRequestorAmid, stopAmid } from "../testing/amid-a-run.ts";
import { BackfillBench } from "../testing/backfill-bench.ts";
import { superofficeTicket } from "../testing/bench.ts";
import { mortal } from "../testing/mortal-store.ts";
import { usualOptions } from "../testing/usual-options.ts";
import { withHistory } from "../testing/with-history.ts";
import { BackfillBusyError, HelpdeskUnavailableError } from "./errors.ts";
import { standingOfRun } from "./standing-of-run.ts";

it("stops when it is told to, and goes on where it stood", async () => {
  const bench = await withHistory(20);
  const signal = stopAmid(bench);
  const backfills = bench.backfills();
  const { id } = await backfills.create(usualOptions);
  const stopped = await bench.wait("it stopped", backfills.run(id, { signal }));
  expect(stopped).toMatchObject({ state: "stopped", stopCause: "asked", carriedBy: null });
  expect(bench.words("requestor")).toHaveLength(5);
  const inSuperOffice = bench.words("superoffice").length;
  expect(stopped.result).toMatchObject({ ticketsDone: 0, written: { superoffice: inSuperOffice, requestor: 5 } });
  const { items } = await backfills.list({ cursor: null, limit: 1 });
  expect([items[0], await backfills.unfinished()].map((run) => run?.result)).toEqual([stopped.result, stopped.result]);
  const finished = await bench.wait("it is finished", bench.backfills().run(id, bench.watch));
  expect(finished).toMatchObject({ state: "finished", result: { written: { superoffice: 20, requestor: 20 } } });
  expect(bench.words("requestor")).toEqual(Array.from({ length: 20 }, (_, n) => `SuperOffice ${n + 1}`));
});

it("counts what was written of a ticket that a stop left begun and that cannot be gone on with", async () => {
  const bench = await withHistory(20);
  const signal = stopAmid(bench);
  const { id } = await bench.backfills().create(usualOptions);
  const stopped = await bench.wait("it stopped", bench.backfills().run(id, { signal }));
  bench.superoffice.missing.add(superofficeTicket);
  const finished = await bench.wait("it is finished", bench.backfills().run(id, bench.watch));
  const { written } = stopped.result;
  expect(finished).toMatchObject({ state: "finished", result: { ticketsDone: 0, ticketsFailed: 1, written } });
  expect(written.requestor).toBe(5);
});

it("is stopped by another process that asks for it, and refused to a second one while it goes on", async () => {
  const bench = await withHistory(20);
  const first = bench.backfills();
  const { id } = await first.create(usualOptions);
  bench.requestor.afterCommit = () => bench.clock.sleep(3_000);
  const running = first.run(id, bench.watch);
  await bench.clock.until("it has begun", () => bench.requestor.calls.writes > 2);
  const second = bench.backfills();
  await expect(bench.wait("it is refused", second.run(id, bench.watch))).rejects.toThrow(BackfillBusyError);
  await expect(bench.wait("it is refused", second.run(id, bench.watch))).rejects.toThrow(
    "carried out by process 1 since",
  );
  expect(await second.askStop(id)).toBe(true);
  expect(await bench.wait("it stopped", running)).toMatchObject({ state: "stopped", stopCause: "asked" });
  expect(await second.askStop(id)).toBe(false);
});

it("tells at once which helpdesk refuses the credentials or cannot be reached", async () => {
  const failing = (side: Side, status: number | null) => {
    const bench = new BackfillBench();
    bench[side].describeAccount = () =>
      Promise.reject(
        new DeliveryError(`${side} said no`, {
          decision: "retryable",
          fault: "side",
          ...(status !== null && { status }),
        }),
      );
    return bench.wait("it is refused", bench.backfills().plan(usualOptions, bench.watch));
  };
  await expect(failing("requestor", 401)).rejects.toMatchObject({ side: "requestor", trouble: "credentials" });
  await expect(failing("superoffice", null)).rejects.toThrow(HelpdeskUnavailableError);
});

it("waits ten minutes for a helpdesk that goes away, telling why, and then stops so that it can be gone on with", async () => {
  const bench = await withHistory(20);
  loseRequestorAmid(bench);
  const stopped = await bench.carry({ from: "superoffice" });
  expect(stopped).toMatchObject({ state: "stopped", stopCause: "unreachable" });
  expect(bench.progress.some(({ waiting }) => waiting?.includes("cannot be reached") === true)).toBe(true);
  bench.requestor.readFault = null;
  bench.requestor.refusal = () => null;
  bench.requestor.afterCommit = () => Promise.resolve();
  bench.requestor.describeAccount = () => Promise.resolve({ id: "1", name: "bridge", canWriteInternal: true });
  const finished = await bench.wait("it is finished", bench.backfills().run(stopped.id, bench.watch));
  expect(finished.state).toBe("finished");
  expect(bench.words("requestor")).toHaveLength(20);
});

it("is told as stopped with why when it is stopped while its list is made, and as under way once that is gone on with", async () => {
  const bench = await withHistory(20);
  const backfills = bench.backfills();
  const { id } = await backfills.create(usualOptions);
  const stopping = new AbortController();
  const describeAccount = bench.superoffice.describeAccount.bind(bench.superoffice);
  bench.superoffice.describeAccount = async (...given) => {
    stopping.abort();
    return await describeAccount(...given);
  };
  const stopped = await bench.wait("it stopped", backfills.prepare(id, { signal: stopping.signal }));
  expect(stopped).toMatchObject({ state: "planning", carriedBy: null, stopCause: "asked", startedAt: null });
  const nobody = { isWorking: false, failure: null };
  expect(standingOfRun(stopped, nobody)).toEqual({
    standing: "stopped",
    why: "It was told to stop before its list was made. Nothing was written.",
  });
  const beforeItAnswers = bench.clock.monotonic();
  const list = bench.superoffice.listMessages.bind(bench.superoffice);
  bench.superoffice.listMessages = async (...given) => {
    await bench.clock.sleep(2_000);
    return await list(...given);
  };
  const planning = backfills.prepare(id, bench.watch);
  await bench.clock.until("it is under way", () => bench.clock.monotonic() > beforeItAnswers + 500);
  const again = await backfills.get(id);
  expect(again).toMatchObject({ state: "planning", reason: null, stopCause: null });
  expect(again && standingOfRun(again, nobody)).toEqual({ standing: "planning", why: null });
  expect(await bench.wait("its list is made", planning)).toMatchObject({ state: "planned", reason: null });
});

it.each([
  ["planning", 8],
  ["running", 30],
] as const)(
  "a killed process's run is told as stopped once its lease has ended, killed while %s",
  async (state, calls) => {
    const bench = await withHistory(20);
    const { id } = await bench.backfills().create(usualOptions);
    const life = mortal(bench.store, /./, calls, "after");
    life.arm();
    void bench
      .backfills({ store: life.store })
      .run(id, bench.watch)
      .catch(() => undefined);
    await bench.clock.until("it is dead", () => life.isDead());
    const standing = async () => {
      const run = await bench.store.getBackfill(id);
      if (run === null) throw new Error("It is gone.");
      expect(run.state).toBe(state);
      return standingOfRun(run, { isWorking: false, failure: null });
    };
    expect(await standing()).toEqual({ standing: state, why: null });
    await bench.clock.pass(11_000);
    expect(await standing()).toEqual({
      standing: "stopped",
      why: expect.stringMatching(/^The process that (made its list|carried it out) has ended/) as string,
    });
    life.bury();
  },
);

it("tells from the first moment on where a run stands that is gone on with", async () => {
  const bench = await withHistory(20);
  const signal = stopAmid(bench);
  const backfills = bench.backfills();
  const { id } = await backfills.create(usualOptions);
  const { result } = await bench.wait("it stopped", backfills.run(id, { signal }));
  const done = result.written.superoffice + result.written.requestor;
  bench.progress.length = 0;
  await bench.wait("it is finished", backfills.run(id, bench.watch));
  expect(bench.progress[0]).toMatchObject({ phase: "running", ticketsTotal: 1, messagesTotal: 40, messagesDone: done });
  expect(bench.progress.map(({ messagesDone }) => messagesDone)).toEqual(
    bench.progress.map(({ messagesDone }) => messagesDone).toSorted((a, b) => a - b),
  );
});
