import type { TicketId } from "@ticket-bridge/helpdesk";
import { expect, it } from "vitest";

import { BackfillBench } from "../testing/backfill-bench.ts";
import { requestorTicket, superofficeTicket } from "../testing/bench.ts";

const broken = { superoffice: superofficeTicket, requestor: requestorTicket };
const other = { superoffice: "735" as TicketId, requestor: "48" as TicketId };

it.each([
  ["while it is planned", 0],
  ["while it is carried out", 1],
])(
  "a ticket whose reading breaks in a way that nobody foresaw %s is set aside, and the others go on",
  async (_when, readsBefore) => {
    const bench = new BackfillBench();
    bench.superoffice.write(superofficeTicket, "old");
    bench.superoffice.write(other.superoffice, "fine");
    await bench.clock.pass(60 * 60_000);
    const list = bench.requestor.listMessages.bind(bench.requestor);
    let reads = 0;
    bench.requestor.listMessages = async (ticketId) => {
      if (ticketId === requestorTicket && (reads += 1) > readsBefore) throw new TypeError("x is not iterable");
      return await list(ticketId);
    };
    const run = await bench.carry({ tickets: { kind: "pairs", pairs: [broken, other] } });
    expect(run).toMatchObject({ state: "finished", result: { ticketsDone: 1, ticketsFailed: 1 } });
    expect(bench.story("requestor", other.requestor)).toEqual(["fine"]);
    const reasons = [];
    for await (const line of bench.backfills().report(run.id)) reasons.push(line.reason);
    expect(reasons).toEqual(["Something unexpected happened: x is not iterable"]);
    await bench.stop();
  },
);
