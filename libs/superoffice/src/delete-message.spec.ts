import { canDeleteMessages, type MessageId } from "@ticket-bridge/helpdesk";
import { afterEach, describe, expect, it } from "vitest";

import { outgoing, sent, Stage } from "./testing/desk.ts";

const stage = new Stage();
afterEach(() => stage.end());

async function twoMessages() {
  const simulator = await stage.simulator();
  const ticket = simulator.control.createTicket({ slevel: "External" });
  const desk = stage.adapter(simulator.url);
  const first = await desk.createMessage(outgoing(ticket.id), sent);
  const second = await desk.createMessage(outgoing(ticket.id), sent);
  return {
    simulator,
    ticket,
    desk,
    first,
    second,
    left: () => simulator.control.messages(ticket.id).map(({ id }) => id),
  };
}

describe("deleting a message", () => {
  it("takes away that one and no other", async () => {
    const { desk, first, second, left } = await twoMessages();
    expect(canDeleteMessages(desk)).toBe(true);
    await desk.deleteMessage(second.id, sent);
    expect(left()).toEqual([Number(first.id)]);
  });

  it("is done when the message is gone already", async () => {
    const { desk, second, left } = await twoMessages();
    await desk.deleteMessage(second.id, sent);
    await desk.deleteMessage(second.id, sent);
    await desk.deleteMessage("987654" as MessageId, sent);
    expect(left()).toHaveLength(1);
  });

  it("deletes nothing when it is stopped as the bytes go out", async () => {
    const { desk, second, left } = await twoMessages();
    const stop = () => {
      throw new Error("not now");
    };
    await expect(desk.deleteMessage(second.id, { beforeBytes: stop })).rejects.toThrow("not now");
    expect(left()).toHaveLength(2);
  });

  it("is uncertain when a web page comes in place of the answer", async () => {
    const { simulator, desk, second, left } = await twoMessages();
    simulator.control.faults.add({ kind: "html-instead-of-json", match: { method: "DELETE" } });
    await expect(desk.deleteMessage(second.id, sent)).rejects.toMatchObject({ decision: "uncertain" });
    expect(left()).toHaveLength(2);
  });

  it("is uncertain, and no repeat by itself, when the answer is lost", async () => {
    const { simulator, desk, second, left } = await twoMessages();
    simulator.control.faults.add({ kind: "reset-after-commit", match: { method: "DELETE" } });
    await expect(desk.deleteMessage(second.id, sent)).rejects.toMatchObject({ decision: "uncertain" });
    expect(left()).toHaveLength(1);
  });
});
