import { afterEach, beforeEach, expect, it } from "vitest";

import { loseRequestorAmid } from "../testing/amid-a-run.ts";
import { BackfillBench } from "../testing/backfill-bench.ts";
import { superofficeTicket } from "../testing/bench.ts";

const unhandled: unknown[] = [];
const note = (reason: unknown) => void unhandled.push(reason);

beforeEach(() => {
  unhandled.length = 0;
  process.on("unhandledRejection", note);
});
afterEach(() => void process.off("unhandledRejection", note));

it("an outage that stops a run while the database is slow is told by the run alone, and ends no process", async () => {
  const bench = new BackfillBench();
  for (let n = 0; n < 20; n += 1) bench.superoffice.write(superofficeTicket, `old ${n}`);
  await bench.clock.pass(60 * 60_000);
  await bench.link();
  loseRequestorAmid(bench);
  const historyStandings = bench.store.historyStandings.bind(bench.store);
  bench.store.historyStandings = async (id) => {
    const standings = await historyStandings(id);
    await bench.clock.sleep(1_200);
    await new Promise((resolve) => setTimeout(resolve, 1));
    return standings;
  };
  const stopped = await bench.carry({ from: "superoffice" });
  expect(stopped).toMatchObject({ state: "stopped", stopCause: "unreachable" });
  expect(unhandled).toEqual([]);
});
