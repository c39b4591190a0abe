import { DeliveryError } from "@ticket-bridge/helpdesk";
import { expect, it } from "vitest";

import { BackfillBench } from "../testing/backfill-bench.ts";
import { superofficeTicket } from "../testing/bench.ts";
import { usualOptions } from "../testing/usual-options.ts";
import { RunStoppedError } from "./errors.ts";

/** Requestor answers who asks for the account, and refuses whatever a plan reads. */
async function withUnreadableRequestor(status: number | null): Promise<BackfillBench> {
  const bench = new BackfillBench();
  bench.superoffice.write(superofficeTicket, "old");
  await bench.clock.pass(60 * 60_000);
  await bench.link();
  bench.requestor.readFault = new DeliveryError("Requestor said no.", {
    decision: "retryable",
    fault: "side",
    ...(status !== null && { status }),
  });
  return bench;
}

it.each([
  [401, "credentials"],
  [null, "unreachable"],
] as const)(
  "a dry run whose helpdesk goes away while it plans (status %s) ends with what the helpdesk's trouble is",
  async (status, trouble) => {
    const bench = await withUnreadableRequestor(status);
    const planning = bench.wait("the plan ended", bench.backfills().plan(usualOptions, bench.watch));
    const error: unknown = await planning.catch((thrown: unknown) => thrown);
    await bench.stop();
    expect(error).toBeInstanceOf(RunStoppedError);
    expect(error).toMatchObject({ trouble, message: "Requestor said no." });
  },
);

it("a run whose helpdesk goes away while its list is made says what kind of stop it was", async () => {
  const bench = await withUnreadableRequestor(401);
  const { id } = await bench.backfills().create(usualOptions);
  const prepared = await bench.wait("the list is left", bench.backfills().prepare(id, bench.watch));
  await bench.stop();
  expect(prepared).toMatchObject({ state: "planning", stopCause: "credentials", reason: "Requestor said no." });
});
