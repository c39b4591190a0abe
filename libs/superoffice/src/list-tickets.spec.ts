import { afterEach, describe, expect, it } from "vitest";

import { Stage, ticketIdOf } from "./testing/desk.ts";

const stage = new Stage();
afterEach(() => stage.end());

const everything = { after: null, limit: 100, changedSince: null, madeBefore: null };

describe("the list of tickets", () => {
  it("gives their ids, ascending, over all pages, and goes on behind any of them", async () => {
    const simulator = await stage.simulator();
    const ids = Array.from({ length: 7 }, () => String(simulator.control.createTicket().id));
    const desk = stage.adapter(simulator.url, { pageSize: 3 });
    expect(await desk.listTickets(everything)).toEqual(ids);
    const first = await desk.listTickets({ ...everything, limit: 4 });
    expect(first).toEqual(ids.slice(0, 4));
    expect(await desk.listTickets({ ...everything, after: ticketIdOf(ids[3] ?? "") })).toEqual(ids.slice(4));
    expect(await desk.listTickets({ ...everything, after: ticketIdOf(ids[6] ?? "") })).toEqual([]);
  });

  it("leaves out what was surely not changed since, or made later", async () => {
    const simulator = await stage.simulator();
    const { id } = simulator.control.createTicket();
    const desk = stage.adapter(simulator.url);
    const days = 24 * 60 * 60_000;
    const made = Date.now();
    expect(await desk.listTickets({ ...everything, changedSince: made - days, madeBefore: made + days })).toContain(
      String(id),
    );
    expect(await desk.listTickets({ ...everything, changedSince: made + 400 * days })).toEqual([]);
    expect(await desk.listTickets({ ...everything, madeBefore: made - 40_000 * days })).toEqual([]);
  });

  it("never makes a refusal the fault of a ticket", async () => {
    const simulator = await stage.simulator();
    simulator.control.faults.add({ kind: "status", status: 403, body: "own-error" });
    const refused = stage.adapter(simulator.url).listTickets(everything);
    await expect(refused).rejects.toMatchObject({ decision: "retryable", fault: "side" });
  });
});
