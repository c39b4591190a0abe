import type { TicketId } from "@ticket-bridge/helpdesk";
import { ticketCode } from "@ticket-bridge/mapping";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { Bench } from "../testing/bench.ts";

const ticket = "800" as TicketId;
const key = { bridgeId: "bridge.test", secret: "a secret for tests" };
let bench: Bench;

beforeEach(() => {
  bench = new Bench();
});

afterEach(async () => {
  await bench.stop();
});

const creationOfSource = () => bench.store.creationOf("superoffice", ticket);

describe("while a counterpart is on its way", () => {
  it("a ticket whose title quotes it is looked at again, without another hint", async () => {
    const sides = ["superoffice", "requestor"] as const;
    const engine = await bench.engine({ creates: { targets: sides } });
    await bench.clock.pass(20_000);
    bench.requestor.faults.push("never-left", "never-left", "never-left", "never-left");
    // The quoting one would be found for the counterpart otherwise.
    bench.requestor.searchLagMs = Number.POSITIVE_INFINITY;
    bench.superoffice.open(ticket);
    bench.superoffice.write(ticket, "Hello");
    const quoting = "850" as TicketId;
    const title = `Re: Hello [SuperOffice 800 ${ticketCode({ side: "superoffice", ticketId: ticket }, key)}]`;
    await bench.clock.until("it is known", () => bench.database.creations.length > 0);
    bench.requestor.open(quoting, { title });
    bench.requestor.write(quoting, "Quoted");
    await engine.hint("requestor", [quoting]);
    await bench.clock.pass(120_000);
    expect(await creationOfSource()).toMatchObject({ state: "linked" });
    expect(await bench.store.creationOf("requestor", quoting)).toMatchObject({ state: "held" });
  });
});
