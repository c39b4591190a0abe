import type { TicketId } from "@ticket-bridge/helpdesk";
import { describe, expect, it } from "vitest";

import { Bench } from "../testing/bench.ts";
import { mortal } from "../testing/mortal-store.ts";

const ticket = "800" as TicketId;

/** Calls of the store that a creation makes; between any two of them lie the calls to the helpdesks. */
const counted = /Creation|learnTickets/;

const important = { recipients: null, important: true, language: "", minutesSpent: 0, fromMobileDevice: false };

const moments = Array.from({ length: 8 }, (_none, place) => place + 1).flatMap((at) =>
  (["before", "after"] as const).map((moment) => [moment, at] as const),
);

describe.each(["superoffice", "requestor"] as const)("a process that ends while it makes a ticket in %s", (target) => {
  const source = target === "superoffice" ? "requestor" : "superoffice";

  it.each(moments)(
    "%s its call %i to the database leaves one ticket with each message once (P1, P2)",
    async (when, at) => {
      const bench = new Bench();
      const creates = { targets: [target] };
      const first = mortal(bench.store, counted, at, when);
      const dying = await bench.engine({ creates, store: first.store });
      await bench.clock.pass(15_000);
      bench[source].open(ticket, { title: "Printer" });
      bench[source].write(ticket, "one", { details: important });
      bench[source].write(ticket, "two");
      first.arm();
      const hinted = dying.hint(source, [ticket]).catch(() => undefined);
      await bench.clock.pass(20_000);
      expect(first.isDead()).toBe(true);
      const second = await bench.engine({ creates });
      await second.hint(source, [ticket]);
      await bench.clock.pass(300_000);
      await bench.quiet();
      const [[id = ""] = [], ...others] = bench[target].made();
      expect(others).toEqual([]);
      const texts = bench[target].stored.filter(({ message }) => message.ticketId === id);
      expect(texts.map(({ message }) => message.content.text.split("\n").at(-1))).toEqual(["one", "two"]);
      expect(bench[source].stored).toHaveLength(2);
      // What could not be carried stands in the record, whoever made the ticket (P7).
      const [record] = bench.database.mirrors.filter(({ seq }) => seq === 1);
      expect(record?.losses).toEqual([expect.stringContaining("Marked as important")]);
      first.bury();
      await hinted;
      await bench.stop();
    },
  );

  it("dies at every call there is: no run makes more of them", async () => {
    const bench = new Bench();
    const first = mortal(bench.store, counted, Infinity, "before");
    const engine = await bench.engine({ creates: { targets: [target] }, store: first.store });
    bench[source].open(ticket);
    bench[source].write(ticket, "one");
    first.arm();
    await engine.hint(source, [ticket]);
    await bench.clock.until("linked", () => bench.database.creations.some(({ state }) => state === "linked"));
    // Learned, claimed, sending, created and linked.
    expect(first.calls()).toBeGreaterThanOrEqual(5);
    expect(first.calls()).toBeLessThanOrEqual(8);
    await bench.stop();
  });
});
