import { afterEach, describe, expect, it } from "vitest";

import { messageIdOf, Stage } from "./testing/desk.ts";

const stage = new Stage();
afterEach(() => stage.end());

describe("the feed", () => {
  it("gives what is newer, ascending, over all tickets and pages, and at most what was asked", async () => {
    const simulator = await stage.simulator();
    const { control } = simulator;
    const tickets = [control.createTicket(), control.createTicket()];
    const ids = Array.from({ length: 11 }, (_, n) => control.addMessage(tickets[n % 2]?.id ?? 0).id);
    const desk = stage.adapter(simulator.url, { pageSize: 3 });
    const all = await desk.readFeed(null, 100);
    expect(all.map(({ messageId }) => Number(messageId))).toEqual(ids);
    expect(all[1]?.ticketId).toBe(String(tickets[1]?.id));
    const some = await desk.readFeed(messageIdOf(ids[3] ?? 0), 5);
    expect(some.map(({ messageId }) => Number(messageId))).toEqual(ids.slice(4, 9));
    expect(await desk.readFeed(messageIdOf(ids[10] ?? 0), 5)).toEqual([]);
    expect(await desk.newestMessageId()).toBe(String(ids[10]));
  });

  it("is empty on an empty helpdesk", async () => {
    const desk = stage.adapter((await stage.simulator()).url);
    expect(await desk.newestMessageId()).toBeNull();
    expect(await desk.readFeed(null, 10)).toEqual([]);
  });

  it.each([400, 403, 409])("never makes a refusal with %i the fault of a ticket or a message", async (status) => {
    const simulator = await stage.simulator();
    const desk = stage.adapter(simulator.url);
    for (const call of [() => desk.readFeed(null, 1), () => desk.newestMessageId(), () => desk.describeAccount()]) {
      simulator.control.faults.add({ kind: "status", status, body: "own-error" });
      await expect(call()).rejects.toMatchObject({ decision: "retryable", fault: "side", status });
    }
  });
});
