import { afterEach, describe, expect, it } from "vitest";

import { code, externalId, messageIdOf, Stage, ticketIdOf } from "./testing/desk.ts";

const stage = new Stage();
afterEach(() => stage.end());

describe("the list of all messages with a marker of this bridge", () => {
  it("names ticket, message and marker of each, ascending, over all tickets and pages, and of nobody else's", async () => {
    const simulator = await stage.simulator();
    const { control } = simulator;
    const tickets = [control.createTicket(), control.createTicket()];
    const expected: unknown[] = [];
    for (let revision = 1; revision <= 5; revision += 1) {
      const ticketId = tickets[revision % 2]?.id ?? 0;
      control.addMessage(ticketId, { messageId: "<real-mail@example.com>" });
      control.addMessage(ticketId, { messageId: externalId.replace("bridge.example", "bridge.example.org") });
      control.addMessage(ticketId, { messageId: "<somebody@bridge.example>" });
      const { id } = control.addMessage(ticketId, { messageId: externalId.replace(".1.", `.${revision}.`) });
      const marker = { side: "requestor", ticketId: "47", messageId: "991", revision, code };
      expected.push({ ticketId: ticketIdOf(ticketId), messageId: messageIdOf(id), marker });
    }
    const desk = stage.adapter(simulator.url, { pageSize: 3 });
    const found: unknown[] = [];
    let next: ReturnType<typeof messageIdOf> | null = null;
    let pages = 0;
    do {
      const page: Awaited<ReturnType<typeof desk.markedMessages>> = await desk.markedMessages(next);
      found.push(...page.messages);
      next = page.next;
      pages += 1;
    } while (next !== null && pages < 20);
    expect(found).toEqual(expected);
    expect(pages).toBeGreaterThan(3);
  });

  it("never makes a refusal the fault of a ticket", async () => {
    const simulator = await stage.simulator();
    simulator.control.faults.add({ kind: "status", status: 403, body: "own-error" });
    const refused = stage.adapter(simulator.url).markedMessages(null);
    await expect(refused).rejects.toMatchObject({ fault: "side" });
  });
});
