import type { TicketId } from "@ticket-bridge/helpdesk";
import { describe, expect, it } from "vitest";

import { BackfillBench } from "../testing/backfill-bench.ts";
import { requestorTicket, superofficeTicket } from "../testing/bench.ts";
import { usualOptions } from "../testing/usual-options.ts";
import type { BackfillOptions } from "./words.ts";

const pairs = {
  kind: "pairs",
  pairs: [{ superoffice: superofficeTicket, requestor: requestorTicket }],
} as const;
const hour = 60 * 60_000;

/** A run with its list, beside a bridge. */
async function listed(bench: BackfillBench, options: Partial<BackfillOptions>) {
  await bench.clock.pass(hour);
  await bench.engine();
  const backfills = bench.backfills();
  const { id } = await backfills.create({ ...usualOptions, ...options });
  await bench.wait("the list is made", backfills.prepare(id, bench.watch));
  return { backfills, id };
}

describe("a message that comes between the list of a run and the linking of its tickets", () => {
  it("crosses behind the history, in both directions", async () => {
    const bench = new BackfillBench();
    bench.superoffice.write(superofficeTicket, "old");
    bench.requestor.write(requestorTicket, "old answer");
    const { backfills, id } = await listed(bench, { tickets: pairs });
    bench.superoffice.write(superofficeTicket, "while the plan was read");
    bench.requestor.write(requestorTicket, "answer meanwhile");
    await bench.clock.pass(hour);
    await bench.wait("the run is finished", backfills.run(id, bench.watch));
    await bench.clock.pass(hour);
    await bench.stop();
    const mirrors = (side: "superoffice" | "requestor") =>
      bench[side].stored
        .filter(({ message }) => message.writtenBy === "bridge")
        .map(({ message }) => message.content.text.split("\n").at(-1));
    expect(mirrors("requestor")).toEqual(["old", "while the plan was read"]);
    expect(mirrors("superoffice")).toEqual(["old answer", "answer meanwhile"]);
  });

  it("crosses where --until leaves the older ones where they are", async () => {
    const bench = new BackfillBench();
    bench.superoffice.write(superofficeTicket, "left out");
    const { backfills, id } = await listed(bench, { tickets: pairs, until: bench.clock.now() - 1 });
    bench.superoffice.write(superofficeTicket, "news");
    await bench.clock.pass(hour);
    await bench.wait("the run is finished", backfills.run(id, bench.watch));
    await bench.clock.pass(hour);
    await bench.stop();
    expect(bench.words("requestor")).toEqual(["news"]);
  });

  it("crosses behind the history where the ticket gets a counterpart", async () => {
    const bench = new BackfillBench();
    const ticketId = "900" as TicketId;
    bench.superoffice.open(ticketId, { title: "Old" });
    for (let n = 1; n <= 3; n += 1) bench.superoffice.write(ticketId, `Old ${n}`);
    const { backfills, id } = await listed(bench, { from: "superoffice", createTickets: true });
    bench.superoffice.write(ticketId, "while the plan was read");
    await bench.clock.pass(hour);
    await bench.wait("the run is finished", backfills.run(id, bench.watch));
    await bench.clock.pass(3 * hour);
    await bench.stop();
    const [[made] = [""]] = bench.requestor.made();
    expect(bench.story("requestor", made as TicketId)).toEqual(["Old 1", "Old 2", "Old 3", "while the plan was read"]);
  });
});
