import { sides, type TicketId } from "@ticket-bridge/helpdesk";
import { parseTicketMarker } from "@ticket-bridge/mapping";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { CreationBench } from "../testing/creation-bench.ts";

const ticket = "800" as TicketId;
let bench: CreationBench;

beforeEach(() => {
  bench = new CreationBench();
});

afterEach(async () => {
  await bench.stop();
});

describe("tickets that get no counterpart", () => {
  it.each([
    ["deleted", { shown: { state: "deleted" } } as const],
    ["merged", { shown: { state: "merged", mergedInto: "900" as TicketId } } as const],
    ["spam", { isSpam: true }],
    ["older", { createdAt: 0 }],
  ])("%s ones are skipped, and say why", async (_what, shape) => {
    await bench.engine({ creates: { targets: ["requestor"] } });
    await bench.clock.pass(20_000);
    bench.superoffice.open(ticket, shape);
    bench.superoffice.write(ticket, "Hello");
    await bench.clock.pass(60_000);
    expect(bench.requestor.made()).toEqual([]);
    expect(await bench.creation()).toMatchObject({ state: "skipped", reason: expect.stringMatching(/\.$/) as string });
  });

  it("one that a person unlinked stays alone", async () => {
    await bench.engine({ creates: { targets: ["requestor"] } });
    await bench.link();
    const link = (await bench.store.listLinks({ cursor: null, limit: 1 })).items[0];
    await bench.store.removeLink(link?.id ?? "", "By hand.");
    bench.superoffice.open("734" as TicketId);
    bench.superoffice.write("734" as TicketId, "Hello");
    await bench.clock.pass(60_000);
    expect(await bench.creations()).toEqual([]);
  });

  it("one that the bridge made is known by its title, also before both are linked (P5)", async () => {
    const engine = await bench.engine({ creates: { targets: sides } });
    bench.superoffice.faults.push("answer-lost");
    bench.superoffice.searchLagMs = 30_000;
    bench.requestor.open(ticket);
    bench.requestor.write(ticket, "Hello");
    await engine.hint("requestor", [ticket]);
    await bench.clock.until("made", () => bench.superoffice.made().length === 1);
    const [[id] = []] = bench.superoffice.made();
    bench.superoffice.write(id as TicketId, "A person is quicker");
    await engine.hint("superoffice", [id as TicketId]);
    await bench.clock.pass(10_000);
    expect(bench.requestor.made()).toEqual([]);
    await bench.quiet();
    expect(bench.requestor.made()).toEqual([]);
    expect(bench.superoffice.made()).toHaveLength(1);
    expect(bench.texts("requestor", ticket)).toHaveLength(2);
  });

  it("one whose title another bridge marked is held, so that two bridges make no tickets for each other's", async () => {
    await bench.engine({ creates: { targets: ["requestor"] } });
    await bench.clock.pass(20_000);
    bench.superoffice.open(ticket, { title: "Printer [Requestor 47 k3f9a2bc7d]" });
    bench.superoffice.write(ticket, "Hello");
    await bench.clock.pass(60_000);
    expect(bench.requestor.made()).toEqual([]);
    const held = await bench.creation();
    expect(held).toMatchObject({ state: "held" });
    await bench.store.retryCreation(held?.id ?? "");
    await bench.quiet();
    expect(bench.requestor.made()).toHaveLength(1);
    expect(parseTicketMarker(bench.requestor.made()[0]?.[1].title ?? "")).toMatchObject({ ticketId: "800" });
  });

  it("MODE=observe makes none and says what it would make", async () => {
    const engine = await bench.engine({ mode: "observe", creates: { targets: sides } });
    await bench.clock.pass(20_000);
    bench.superoffice.open(ticket);
    bench.superoffice.write(ticket, "Hello");
    bench.requestor.open(ticket);
    bench.requestor.write(ticket, "Hello");
    await engine.hint("requestor", [ticket]);
    await bench.clock.pass(60_000);
    expect([...bench.superoffice.made(), ...bench.requestor.made()]).toEqual([]);
    expect(bench.superoffice.calls.writes + bench.requestor.calls.writes).toBe(0);
    const seen = await bench.creations();
    expect(seen).toHaveLength(2);
    for (const { reason } of seen) expect(reason).toMatch(/^Only observed\. Would be created in /);
  });

  it.each(sides)("none is made while %s is paused", async (side) => {
    const engine = await bench.engine({ creates: { targets: sides } });
    await bench.store.setPaused(side, true);
    bench.requestor.open(ticket);
    bench.requestor.write(ticket, "Hello");
    await engine.hint("requestor", [ticket]);
    await bench.clock.pass(60_000);
    expect(bench.superoffice.made()).toEqual([]);
    await bench.store.setPaused(side, false);
    await bench.quiet();
    expect(bench.superoffice.made()).toHaveLength(1);
  });
});
