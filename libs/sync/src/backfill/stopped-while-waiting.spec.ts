import { expect, it } from "vitest";

import { BackfillBench } from "../testing/backfill-bench.ts";
import { superofficeTicket } from "../testing/bench.ts";
import { mortal } from "../testing/mortal-store.ts";
import { usualOptions } from "../testing/usual-options.ts";
import { BackfillStoppedError } from "./errors.ts";

it("told to stop while it waits for a killed process's run, it ends in order and the run can be gone on with", async () => {
  const bench = new BackfillBench();
  const old = [1, 2, 3].map((n) => `old ${n}`);
  for (const text of old) bench.superoffice.write(superofficeTicket, text);
  await bench.clock.pass(60 * 60_000);
  await bench.link();
  const { id } = await bench.backfills().create(usualOptions);
  const life = mortal(bench.store, /./, 12, "after");
  life.arm();
  void bench
    .backfills({ store: life.store })
    .run(id, bench.watch)
    .catch(() => undefined);
  await bench.clock.until("it is dead", () => life.isDead());
  const stop = new AbortController();
  let waits = false;
  const waiting = bench.backfills().run(id, {
    signal: stop.signal,
    onProgress: (progress) => (waits ||= progress.waiting?.includes("no sign of life") === true),
  });
  const ended = waiting.catch((error: unknown) => error);
  await bench.clock.until("it waits", () => waits);
  stop.abort();
  expect(await bench.wait("it has ended", ended)).toBeInstanceOf(BackfillStoppedError);
  const after = await bench.wait("the run is finished", bench.backfills().run(id, bench.watch));
  await bench.stop();
  life.bury();
  expect(after.state).toBe("finished");
  expect(bench.words("requestor")).toEqual(old);
});
