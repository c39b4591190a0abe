import { expect, it } from "vitest";

import { BackfillBench } from "../testing/backfill-bench.ts";
import { usualOptions } from "../testing/usual-options.ts";
import { requestorTicket, superofficeTicket } from "../testing/bench.ts";
import { mortal } from "../testing/mortal-store.ts";

const everyCall = /./;
const numbers = [1, 2, 3, 4];

/** A linked pair with history on both sides, a bridge at work, and a run whose process ends at that call. */
async function runThatDies(diesAt: number, moment: "before" | "after") {
  const bench = new BackfillBench();
  for (const n of numbers) {
    bench.superoffice.write(superofficeTicket, `SuperOffice ${n}`);
    bench.requestor.write(requestorTicket, `Requestor ${n}`);
  }
  await bench.clock.pass(60 * 60_000);
  await bench.link();
  await bench.engine();
  const { id } = await bench.backfills().create(usualOptions);
  const life = mortal(bench.store, everyCall, diesAt, moment);
  life.arm();
  let ended = false;
  const running = bench.backfills({ store: life.store }).run(id, bench.watch);
  void running.then(
    () => (ended = true),
    () => (ended = true),
  );
  await bench.clock.until("its process ended", () => life.isDead() || ended);
  return { bench, id, life };
}

const whole = await runThatDies(Infinity, "before");
const calls = whole.life.calls();
await whole.bench.stop();
const moments = Array.from(
  { length: 40 },
  (_, n) => [1 + Math.floor((n * calls) / 40), n % 2 === 0 ? "before" : "after"] as const,
);

it.each(moments)(
  "a run loses and doubles nothing when its process ends at its call %i to the database, %s it",
  async (diesAt, moment) => {
    const { bench, id, life } = await runThatDies(diesAt, moment);
    expect(life.isDead()).toBe(true);
    const left = (await bench.store.getBackfill(id))?.result;
    const standing = { superoffice: bench.words("superoffice"), requestor: bench.words("requestor") };
    for (const side of ["superoffice", "requestor"] as const) {
      const told = left?.written[side] ?? 0;
      // Of one whose answer it did not live to note nobody knows yet whether it was written.
      expect(told === standing[side].length || told === standing[side].length - 1).toBe(true);
    }
    const finished = await bench.wait("it is finished", bench.backfills().run(id, bench.watch));
    expect(finished.state).toBe("finished");
    await bench.quiet();
    expect(bench.words("requestor")).toEqual(numbers.map((n) => `SuperOffice ${n}`));
    expect(bench.words("superoffice")).toEqual(numbers.map((n) => `Requestor ${n}`));
    expect(finished.result.written.superoffice + finished.result.written.requestor + finished.result.adopted).toBe(8);
    const written = () => bench.superoffice.calls.writes + bench.requestor.calls.writes;
    const before = written();
    expect((await bench.carry()).plan?.toWrite).toEqual({ superoffice: 0, requestor: 0 });
    expect(written()).toBe(before);
    await bench.stop();
    life.bury();
  },
);
