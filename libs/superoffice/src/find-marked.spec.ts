import { afterEach, describe, expect, it } from "vitest";

import { code, externalId, marker, Stage, ticketIdOf } from "./testing/desk.ts";

const stage = new Stage();
afterEach(() => stage.end());

describe("looking for markers", () => {
  it("finds exactly the marker, also after a merge, and lists every marker of a ticket over pages", async () => {
    const simulator = await stage.simulator();
    const { control } = simulator;
    const [ticket, master] = [control.createTicket(), control.createTicket()];
    const desk = stage.adapter(simulator.url, { pageSize: 2 });
    control.addMessage(ticket.id, { messageId: "<real-mail@example.com>" });
    const ours = control.addMessage(ticket.id, { messageId: externalId });
    control.addMessage(ticket.id, { messageId: externalId.replace(".1.", ".2.") });
    control.addMessage(ticket.id, { messageId: "<requestor.1.1.1.not-a-code@bridge.example>" });
    const listed = await desk.listMarked(ticketIdOf(ticket.id));
    expect(listed.map(({ marker: { revision }, writtenBy }) => [revision, writtenBy])).toEqual([
      [1, "unknown"],
      [2, "unknown"],
    ]);
    const found = await desk.findMarked(ticketIdOf(ticket.id), marker, code);
    expect(found).toEqual([{ id: String(ours.id), marker: { ...marker, code }, writtenBy: "unknown" }]);
    expect(await desk.findMarked(ticketIdOf(ticket.id), { ...marker, revision: 3 }, code)).toEqual([]);
    expect(await desk.findMarked(ticketIdOf(ticket.id), marker, "f".repeat(16))).toEqual([]);
    control.setTicket(ticket.id, { mergedInto: master.id });
    expect(await desk.findMarked(ticketIdOf(ticket.id), marker, code)).toHaveLength(1);
  });

  it.each([400, 500])("finds a marker where the filter is refused with %i", async (status) => {
    const simulator = await stage.simulator();
    const { control } = simulator;
    const [ticket, master] = [control.createTicket(), control.createTicket()];
    const ours = control.addMessage(ticket.id, { messageId: externalId });
    const desk = stage.adapter(simulator.url);
    const refuse = (body: "own-error" | "html") =>
      control.faults.add({
        kind: "status",
        status,
        body,
        times: "always",
        match: { method: "GET", path: "^/api/v1/TicketMessage$" },
      });
    const page = refuse("html");
    await expect(desk.findMarked(ticketIdOf(ticket.id), marker, code)).rejects.toMatchObject({
      decision: "retryable",
      fault: "side",
    });
    control.faults.clear(page);
    refuse("own-error");
    expect(await desk.findMarked(ticketIdOf(ticket.id), marker, code)).toMatchObject([{ id: String(ours.id) }]);
    expect(await desk.findMarked(ticketIdOf(ticket.id), { ...marker, revision: 2 }, code)).toEqual([]);
    control.setTicket(ticket.id, { mergedInto: master.id });
    expect(await desk.findMarked(ticketIdOf(ticket.id), marker, code)).toMatchObject([{ id: String(ours.id) }]);
  });

  it("finds a marker that the filter misses, because the server keeps ids without their brackets", async () => {
    const simulator = await stage.simulator();
    const ticket = simulator.control.createTicket();
    const bare = simulator.control.addMessage(ticket.id, { messageId: externalId.slice(1, -1) });
    const found = await stage.adapter(simulator.url).findMarked(ticketIdOf(ticket.id), marker, code);
    expect(found.map(({ id }) => id)).toEqual([String(bare.id)]);
  });

  it("says that the ticket is gone", async () => {
    const desk = stage.adapter((await stage.simulator()).url);
    await expect(desk.listMarked(ticketIdOf(9))).rejects.toMatchObject({ decision: "permanent", fault: "ticket" });
  });
});
