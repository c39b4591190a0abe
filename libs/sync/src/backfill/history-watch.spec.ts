import { expect, it } from "vitest";

import type { HistoryStanding } from "../ports/backfill-store.ts";
import { SimulatedClock } from "../testing/simulated-clock.ts";
import { HistoryWatch } from "./history-watch.ts";
import { Progress } from "./progress.ts";

const standing = (linkId: string, undelivered: number): HistoryStanding => ({
  ...{ linkId, undelivered, held: 0, skipped: 0, adopted: 0, written: { superoffice: 0, requestor: 0 } },
  ...{ waiting: null, stopped: false, paused: false },
});

it("tells who asks during a reading what the next one shows, as the first may have begun before its capture (P1)", async () => {
  const clock = new SimulatedClock();
  const undelivered = new Map([
    ["1", 5],
    ["2", 0],
  ]);
  const watch = new HistoryWatch(
    {
      clock,
      log: { log: () => undefined, delivered: () => undefined },
      pauses: { told: () => null, refresh: () => Promise.resolve() },
      store: {
        historyStandings: async () => {
          // What stands there when it is asked, answered late.
          const standings = [...undelivered].map(([linkId, count]) => standing(linkId, count));
          await clock.sleep(2_000);
          return standings;
        },
      },
    },
    "1",
    new Progress(clock, { signal: new AbortController().signal }, "1"),
  );
  const done = new AbortController();
  const running = watch.run(done.signal);
  const told: (number | undefined)[] = [];
  const ask = async (linkId: string) => void told.push((await watch.next(linkId))?.undelivered);
  const first = ask("1");
  await clock.pass(1_000);
  undelivered.set("2", 7);
  const second = ask("2");
  await clock.until("both are told", () => told.length === 2);
  await Promise.all([first, second]);
  expect(told).toEqual([5, 7]);
  done.abort();
  await clock.pass(5_000);
  await running;
});

it("finds out by itself that a helpdesk was paused, and that this is over, also while no ticket waits for its delivery", async () => {
  const clock = new SimulatedClock();
  let isPaused = false;
  let known = false;
  const progress = new Progress(clock, { signal: new AbortController().signal }, "1");
  const watch = new HistoryWatch(
    {
      clock,
      log: { log: () => undefined, delivered: () => undefined },
      pauses: {
        told: () => (known ? "Requestor is paused." : null),
        refresh: () => Promise.resolve(void (known = isPaused)),
      },
      store: { historyStandings: () => Promise.resolve([]) },
    },
    "1",
    progress,
  );
  const done = new AbortController();
  const running = watch.run(done.signal);
  isPaused = true;
  await clock.pass(3_000);
  expect(progress.waiting).toBe("Requestor is paused.");
  isPaused = false;
  await clock.pass(3_000);
  expect(progress.waiting).toBeNull();
  done.abort();
  await clock.pass(3_000);
  await running;
});
