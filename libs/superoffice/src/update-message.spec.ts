import { DeliveryError, type EditOptions, type MessageEdit } from "@ticket-bridge/helpdesk";
import { afterEach, describe, expect, it } from "vitest";

import { messageIdOf, outgoing, sent, Stage, ticketIdOf } from "./testing/desk.ts";

const stage = new Stage();

afterEach(() => stage.end());

const options: EditOptions = { ...sent, beforeReplace: () => undefined };

function editOf(ticketId: number, id: number | string, more: Partial<MessageEdit> = {}): MessageEdit {
  return {
    ticketId: ticketIdOf(ticketId),
    messageId: messageIdOf(id),
    content: { format: "html", text: "<p>The scanner is <b>dead</b></p>" },
    makeInternal: false,
    ...more,
  };
}

/** A message of the bridge's with all that a tenant may keep beside it. */
async function mirrored() {
  const simulator = await stage.simulator();
  const adapter = stage.adapter(simulator.url);
  const { id: ticketId } = simulator.control.createTicket();
  const { id } = await adapter.createMessage(outgoing(ticketId), sent);
  simulator.control.editMessage(Number(id), {
    timeSpent: 7,
    important: true,
    emailHeader: "X-Kept: yes",
    customFields: { x_unknown: "kept" },
    debugInfo: "kept too",
    sentiment: 3,
  });
  const [before] = simulator.control.messages(ticketId);
  if (before === undefined) throw new Error("The message was not stored.");
  simulator.control.clearRecords();
  return { simulator, adapter, ticketId, before };
}

describe("an edit of a message", () => {
  it("changes what it says and nothing else, and notifies nobody", async () => {
    const { simulator, adapter, ticketId, before } = await mirrored();
    expect(await adapter.updateMessage(editOf(ticketId, before.id), options)).toEqual({ status: 200 });
    const [after] = simulator.control.messages(ticketId);
    expect(after).toEqual({
      ...before,
      type: "Html",
      body: "The scanner is dead",
      htmlBody: "<p>The scanner is <b>dead</b></p>",
      changedAt: expect.any(String) as unknown,
    });
    expect(simulator.control.sent()).toEqual([]);
    expect(simulator.control.writes()).toMatchObject([{ method: "PUT", query: { notify: "false" } }]);
  });

  it("hands back properties that nobody has heard of, as they came", async () => {
    const bodies: unknown[] = [];
    const entity = {
      EjMessageId: 8801,
      Ticket: { TicketId: 734 },
      Body: "old",
      Slevel: "External",
      Novelty: [1, { a: null }],
    };
    const url = await stage.server((request, response) => {
      let text = "";
      request.on("data", (piece) => (text += String(piece)));
      request.on("end", () => {
        if (request.method === "PUT") bodies.push(JSON.parse(text));
        response.setHeader("content-type", "application/json").end(JSON.stringify(entity));
      });
    });
    const edit = editOf(734, 8801, { content: { format: "plain", text: "new" } });
    await stage.adapter(url, { stateUrl: null }).updateMessage(edit, options);
    expect(bodies).toEqual([{ ...entity, Type: "Plain", Body: "new", HtmlBody: "" }]);
  });

  it("hides a message from customers when asked to, and never shows one", async () => {
    const { simulator, adapter, ticketId, before } = await mirrored();
    await adapter.updateMessage(editOf(ticketId, before.id, { makeInternal: true }), options);
    expect(simulator.control.messages(ticketId)).toMatchObject([{ slevel: "Internal" }]);
    await adapter.updateMessage(editOf(ticketId, before.id, { makeInternal: false }), options);
    expect(simulator.control.messages(ticketId)).toMatchObject([{ slevel: "Internal" }]);
  });

  it("shows the message as it stands first, and writes nothing when that is refused", async () => {
    const { simulator, adapter, ticketId, before } = await mirrored();
    const refused = new Error("Changed by hand.");
    const seen: string[] = [];
    const edit = adapter.updateMessage(editOf(ticketId, before.id), {
      ...options,
      beforeReplace: ({ content }) => {
        seen.push(content.text);
        throw refused;
      },
    });
    await expect(edit).rejects.toBe(refused);
    expect(seen).toEqual([before.htmlBody]);
    expect(simulator.control.writes()).toEqual([]);
  });

  it("passes the error of a lost lease on, before any byte leaves", async () => {
    const { simulator, adapter, ticketId, before } = await mirrored();
    const lost = new Error("The lease ended.");
    const beforeBytes = () => {
      throw lost;
    };
    await expect(adapter.updateMessage(editOf(ticketId, before.id), { ...options, beforeBytes })).rejects.toBe(lost);
    expect(simulator.control.messages(ticketId)).toEqual([before]);
  });

  it("is uncertain when its answer was lost, and is not repeated", async () => {
    const { simulator, adapter, ticketId, before } = await mirrored();
    simulator.control.faults.add({ kind: "reset-after-commit", match: { method: "PUT" } });
    const edit = adapter.updateMessage(editOf(ticketId, before.id), options);
    await expect(edit).rejects.toMatchObject({ decision: "uncertain", fault: "side" });
    expect(simulator.control.messages(ticketId)[0]?.htmlBody).toContain("scanner");
    expect(simulator.control.writes()).toHaveLength(1);
  });

  it("of a message that is gone is a fault of that message", async () => {
    const { simulator, adapter, ticketId, before } = await mirrored();
    simulator.control.deleteMessage(before.id);
    const edit = adapter.updateMessage(editOf(ticketId, before.id), options);
    await expect(edit).rejects.toBeInstanceOf(DeliveryError);
    await expect(edit).rejects.toMatchObject({ decision: "permanent", fault: "message" });
  });
});
