import { BackfillBench } from "./backfill-bench.ts";
import { requestorTicket, superofficeTicket } from "./bench.ts";

/** A linked pair with history on both sides, written an hour ago. */
export async function withHistory(count = 3): Promise<BackfillBench> {
  const bench = new BackfillBench();
  for (let n = 1; n <= count; n += 1) {
    bench.superoffice.write(superofficeTicket, `SuperOffice ${n}`);
    bench.requestor.write(requestorTicket, `Requestor ${n}`);
    await bench.clock.pass(60_000);
  }
  await bench.clock.pass(60 * 60_000);
  await bench.link();
  return bench;
}
