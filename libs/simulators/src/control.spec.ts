import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";

import { controlCall as control } from "./testing/control-call.ts";
import { receiver } from "./testing/receiver.ts";
import { requestor } from "./testing/requestor.ts";
import { superOffice } from "./testing/superoffice.ts";

describe("the control over HTTP", () => {
  it("works SuperOffice as a person and a tester would", async () => {
    const { origin, call } = await superOffice();
    const ticket = (await control(origin, "POST", "/tickets", { title: "Printer" })).json as { id: number };
    const message = (await control(origin, "POST", `/tickets/${ticket.id}/messages`, { text: "x", from: 5 })).json as {
      id: number;
    };
    await control(origin, "PATCH", `/messages/${message.id}`, { text: "y" });
    await control(origin, "PATCH", `/tickets/${ticket.id}`, { slevel: "Internal", closed: true });
    expect((await control(origin, "GET", `/tickets/${ticket.id}`)).json).toMatchObject({
      slevel: "Internal",
      baseStatus: "Closed",
      messages: [{ body: "y", badge: "Reply" }],
    });
    expect((await control(origin, "POST", "/faults", { kind: "status", status: 500 })).json).toEqual({ id: 1 });
    expect((await call("GET", `/Ticket/${ticket.id}`)).status).toBe(500);
    await call("POST", "/TicketMessage", { Ticket: { TicketId: ticket.id }, Body: "z" });
    expect((await control(origin, "GET", "/writes")).json).toMatchObject([{ ticketId: ticket.id }]);
    expect((await control(origin, "GET", "/requests")).json).toEqual({
      "GET /api/v1/Ticket/{id}": 1,
      "POST /api/v1/TicketMessage": 1,
    });
    expect((await control(origin, "DELETE", "/records")).status).toBe(204);
    expect((await control(origin, "GET", "/writes")).json).toEqual([]);
    expect((await control(origin, "DELETE", `/messages/${message.id}`)).status).toBe(204);
    expect((await control(origin, "GET", `/tickets/${ticket.id}/messages`)).json).toHaveLength(1);
  });

  it("refuses an alteration of bodies that it does not know, as it refuses an unknown fault", async () => {
    for (const origin of [(await superOffice()).origin, (await requestor()).url]) {
      const alter = async (asked: object) => (await control(origin, "PUT", "/alter-bodies", asked)).status;
      expect(await alter({ wrapInP: true, reindent: false })).toBe(204);
      for (const wrong of [{ html: "wrap" }, { wrapInP: "yes" }, { toString: true }]) {
        expect(await alter(wrong), JSON.stringify(wrong)).toBe(400);
      }
      expect(await alter({})).toBe(204);
      expect((await control(origin, "POST", "/faults", { kind: "earthquake" })).status).toBe(400);
    }
  });

  it("works Requestor alike", async () => {
    const { url } = await requestor();
    const ticket = (await control(url, "POST", "/tickets", { subject: "Printer" })).json as { id: number };
    await control(url, "POST", `/tickets/${ticket.id}/messages`, { text: "x", private: true, from: "kim" });
    await control(url, "PATCH", `/tickets/${ticket.id}`, { isPrivateMessageSupported: false, type: "Change" });
    expect((await control(url, "GET", "/tickets")).json).toMatchObject([
      { ref: "CHG-000047", isPrivateMessageSupported: false, messages: [{ private: true }] },
    ]);
    expect((await control(url, "GET", "/users")).json).toHaveLength(3);
  });

  it("answers 400 with the reason for what cannot be done", async () => {
    const { url } = await requestor();
    expect(await control(url, "GET", "/tickets/999")).toMatchObject({
      status: 400,
      json: { error: "There is no ticket 999." },
    });
    expect(await control(url, "POST", "/faults", { kind: "earthquake" })).toMatchObject({ status: 400 });
  });

  it("holds the question for changes until there is one", async () => {
    const simulator = await requestor();
    const since = simulator.control.version;
    const waiting = control(simulator.url, "GET", `/changes?since=${since}`);
    simulator.control.createTicket();
    expect((await waiting).json).toMatchObject({
      version: expect.toSatisfy((version: number) => version > since) as number,
    });
    const none = await control(simulator.url, "GET", "/changes?timeoutMs=1");
    expect(none.json).toEqual({ version: simulator.control.version });
  });
});

describe("what a person does to a helpdesk", () => {
  it("can make a message visible late, with an id from before", async () => {
    const simulators = [await superOffice(), await requestor()];
    for (const { control: at } of simulators) {
      const { id } = at.createTicket();
      const late = at.reserveMessageId();
      const next = at.addMessage(id, { text: "next" });
      expect(next.id).toBe(late + 1);
      at.addMessage(id, { id: late, text: "late" });
      expect(at.messages(id).map((message) => message.id)).toEqual([late, next.id]);
    }
  });

  it("meets the alterations that a save makes, in Requestor as well", async () => {
    const { control: at } = await requestor();
    const { id } = at.createTicket();
    at.alterBodies({ wrapInP: true, trimTrailingSpace: true });
    at.addMessage(id, { text: "plain \n" });
    at.addMessage(id, { text: "<b>x</b>", html: true });
    expect(at.messages(id).map(({ body }) => body)).toEqual(["plain", "<p><b>x</b></p>"]);
  });

  it("happens by the clock of that helpdesk", async () => {
    for (const { control: at } of [
      await superOffice({ clockSkewMs: -3_600_000 }),
      await requestor({ clockSkewMs: -3_600_000 }),
    ]) {
      const { id } = at.createTicket();
      const message = at.addMessage(id, { text: "x" });
      const time = "createdAt" in message ? message.createdAt : message.createdUtc;
      expect(Date.now() - Date.parse(time)).toBeGreaterThan(3_500_000);
    }
  });
});

describe("waiting for a state", () => {
  it("resolves with what the predicate found as soon as a change makes it true", async () => {
    const simulator = await requestor();
    const { id } = simulator.control.createTicket();
    const waiting = simulator.control.waitFor((c) => c.messages(id).find(({ body }) => body === "second"));
    simulator.control.addMessage(id, { text: "first" });
    const second = simulator.control.addMessage(id, { text: "second" });
    expect(await waiting).toEqual(second);
  });

  it("rejects after its time, and with what the predicate throws", async () => {
    const simulator = await requestor();
    await expect(simulator.control.waitFor(() => false, { timeoutMs: 5 })).rejects.toThrow("within 5 ms");
    await expect(
      simulator.control.waitFor(() => {
        throw new Error("broken predicate");
      }),
    ).rejects.toThrow("broken predicate");
  });

  it("tells a listener of every change until it leaves", async () => {
    const { control: superOfficeControl } = await superOffice();
    let heard = 0;
    const leave = superOfficeControl.onChange(() => {
      heard += 1;
    });
    superOfficeControl.createTicket();
    const before = heard;
    leave();
    superOfficeControl.createTicket();
    expect([before > 0, heard]).toEqual([true, before]);
  });
});

describe("Requestor's automation", () => {
  it("hints at every change by id or by reference, signed in hexadecimal", async () => {
    const { control: at } = await requestor();
    const target = await receiver();
    const { id, ref } = at.createTicket();
    for (const [form, body] of [
      ["id", { TicketId: id }],
      ["ref", { TicketREF: ref }],
    ] as const) {
      at.webhook({ url: target.url, secret: "s3cret", form });
      at.addMessage(id, { text: "x" });
      await at.waitFor((c) => c.hints().length > 0);
      const received = target.received.at(-1);
      expect(JSON.parse(received?.body ?? "")).toEqual(body);
      const digest = createHmac("sha256", "s3cret")
        .update(received?.body ?? "")
        .digest("hex");
      expect(received?.headers["x-hub-signature-256"]).toBe(`sha256=${digest}`);
      at.clearRecords();
    }
    at.webhook(null);
    at.addMessage(id, { text: "y" });
    expect(target.received).toHaveLength(2);
  });

  it("sends each hint once, whatever the answer is", async () => {
    const { control: at } = await requestor();
    const target = await receiver();
    target.answer.status = 500;
    const { id } = at.createTicket();
    const hook = { url: target.url, secret: "s", form: "id" } as const;
    expect(await at.sendHint(id, hook)).toMatchObject({ status: 500, ticketId: id });
    expect(target.received).toHaveLength(1);
    expect(() => at.sendHint(id)).toThrow("no webhook");
  });
});

describe("an observer", () => {
  it("hears of each call with its ticket and of each write as it is committed, until it stops", async () => {
    const { control: desk, call } = await superOffice();
    const { id } = desk.createTicket();
    const heard: unknown[] = [];
    const stop = desk.observe({
      call: ({ method, route, ticketId, requestId }) => heard.push([method, route, ticketId, requestId]),
      write: ({ ticketId, delivered }) => heard.push(["write", ticketId, delivered]),
    });
    await call("POST", "/TicketMessage", { Ticket: { TicketId: id }, Body: "z" });
    await call("GET", `/Ticket/${id}`);
    stop();
    await call("GET", `/Ticket/${id}`);
    expect(heard).toEqual([
      ["POST", "/api/v1/TicketMessage", id, null],
      ["write", id, null],
      ["GET", "/api/v1/Ticket/{id}", id, null],
    ]);
  });
});
