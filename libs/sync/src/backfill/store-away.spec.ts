import { describe, expect, it } from "vitest";

import { BackfillBench } from "../testing/backfill-bench.ts";
import { superofficeTicket } from "../testing/bench.ts";
import { usualOptions } from "../testing/usual-options.ts";
import { BackfillStoppedError } from "./errors.ts";

const away = () =>
  Object.assign(new Error("The database cannot be reached at the moment."), { name: "StoreUnavailableError" });

/** The bench's store, of which calls fail: before they come to the database, or with the answer lost. */
function failing(bench: BackfillBench, fails: (name: string) => "before" | "after" | null): BackfillBench["store"] {
  return new Proxy(bench.store, {
    get: (target, key) => {
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== "function" || key === "onWake") return value;
      return async (...given: unknown[]) => {
        const how = fails(String(key));
        if (how === "before") throw away();
        const answer = (await Reflect.apply(value, target, given)) as unknown;
        if (how === "after") throw away();
        return answer;
      };
    },
  });
}

async function withHistory(): Promise<BackfillBench> {
  const bench = new BackfillBench();
  bench.superoffice.write(superofficeTicket, "old");
  await bench.clock.pass(60 * 60_000);
  await bench.link();
  return bench;
}

const steps = [
  "claimBackfill",
  "beginBackfillList",
  "listLinks",
  "knownMessages",
  "addBackfillTickets",
  "freezeBackfillList",
  "openBackfillTickets",
  "linkOfTicket",
  "beginBackfillTicket",
  "captureHistory",
  "historyStandings",
  "linkMap",
  "recordAudit",
  "endBackfillTicket",
] as const;

describe("a run whose database is away", () => {
  it.each(steps.flatMap((step) => [[step, "before"] as const, [step, "after"] as const]))(
    "for one call of %s, %s it was done, waits and comes to its end",
    async (step, how) => {
      const bench = await withHistory();
      let failed = false;
      const store = failing(bench, (name) => {
        if (failed || name !== step) return null;
        failed = true;
        return how;
      });
      const run = await bench.carry({}, bench.backfills({ store }));
      expect(failed).toBe(true);
      expect(run).toMatchObject({ state: "finished", ticketsTotal: 1, result: { ticketsDone: 1, ticketsFailed: 0 } });
      expect(run.result.written).toEqual({ superoffice: 0, requestor: 1 });
      expect(bench.words("requestor")).toEqual(["old"]);
    },
  );

  it("for five minutes says so meanwhile, and keeps the run", async () => {
    const bench = await withHistory();
    let until = Infinity;
    const store = failing(bench, (name) => {
      if (name === "captureHistory" && until === Infinity) until = bench.clock.monotonic() + 5 * 60_000;
      return until !== Infinity && bench.clock.monotonic() < until ? "before" : null;
    });
    const run = await bench.carry({}, bench.backfills({ store }));
    expect(run.state).toBe("finished");
    expect(bench.words("requestor")).toEqual(["old"]);
    expect(new Set(bench.progress.map(({ waiting }) => waiting))).toContain(
      "The database cannot be reached at the moment.",
    );
  });

  it("for good stops with a sentence, and can be gone on with when it is back", async () => {
    const bench = await withHistory();
    let isAway = false;
    const store = failing(bench, (name) => {
      if (name === "captureHistory") isAway = true;
      return isAway ? "before" : null;
    });
    const backfills = bench.backfills({ store });
    const { id } = await backfills.create(usualOptions);
    const begun = bench.clock.monotonic();
    const running = bench.wait("the run gives up", backfills.run(id, bench.watch));
    await expect(running).rejects.toThrow(BackfillStoppedError);
    await expect(running).rejects.toThrow(/database could not be reached for ten minutes/);
    expect(bench.clock.monotonic() - begun).toBeLessThan(30 * 60_000);
    const run = await bench.wait("the run is finished", bench.backfills().run(id, bench.watch));
    expect(run.state).toBe("finished");
    expect(bench.words("requestor")).toEqual(["old"]);
  });

  it("lets a dry run wait too", async () => {
    const bench = await withHistory();
    let failed = false;
    const store = failing(bench, (name) => {
      if (failed || name !== "knownMessages") return null;
      failed = true;
      return "before";
    });
    const plan = await bench.wait("the plan", bench.backfills({ store }).plan(usualOptions, bench.watch));
    expect([failed, plan.toWrite.requestor]).toEqual([true, 1]);
  });
});
