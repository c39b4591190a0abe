import { expect, it } from "vitest";

import { Bench, superofficeTicket } from "../testing/bench.ts";

it("what waits behind a paused link does not agree, and somebody is told that it waits for a person", async () => {
  const bench = new Bench();
  await bench.link();
  const engine = await bench.engine();
  bench.superoffice.write(superofficeTicket, "one");
  await bench.quiet();
  await bench.store.setLinkPaused("1", true);
  bench.superoffice.write(superofficeTicket, "two");
  await bench.clock.pass(60 * 60_000);
  let audited: unknown = null;
  void engine.audit("1").then((outcome) => (audited = outcome));
  await bench.clock.until("it is audited", () => audited !== null);
  await bench.stop();
  expect(audited).toMatchObject({
    ...{ kind: "compared", should: 2, agree: 1, waiting: 0 },
    findings: [{ class: "error", told: true, leak: false, reason: "It waits until somebody resumes its link." }],
  });
});
