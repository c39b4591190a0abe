import { DeliveryError, type MessageId, type TicketId } from "@ticket-bridge/helpdesk";
import { expect, it } from "vitest";

import { BackfillBench } from "../testing/backfill-bench.ts";
import { usualOptions } from "../testing/usual-options.ts";

it("a ticket without counterpart is read in portions, and one message that cannot be read sets aside itself alone", async () => {
  const bench = new BackfillBench();
  const ticketId = "900" as TicketId;
  bench.superoffice.open(ticketId, { title: "Old" });
  const ids = Array.from({ length: 45 }, (_, n) => bench.superoffice.write(ticketId, `Old ${n}`).id);
  await bench.clock.pass(60 * 60_000);
  const portions: number[] = [];
  const read = bench.superoffice.readMessages.bind(bench.superoffice);
  bench.superoffice.readMessages = async (ticket: TicketId, asked: readonly MessageId[]) => {
    portions.push(asked.length);
    if (asked.some((id) => id === ids[7]))
      throw new DeliveryError("Its body is broken.", { decision: "permanent", fault: "message" });
    return await read(ticket, asked);
  };
  const options = { ...usualOptions, from: "superoffice", createTickets: true } as const;
  const plan = await bench.wait("the plan", bench.backfills().plan(options, bench.watch));
  expect(Math.max(...portions)).toBeLessThanOrEqual(20);
  expect(plan).toMatchObject({ toCreate: 1, failedCount: 0, toWrite: { requestor: 44 } });
});
