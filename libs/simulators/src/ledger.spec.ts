import { describe, expect, it } from "vitest";

import { CallTimes } from "./call-log.ts";
import { controlCall } from "./testing/control-call.ts";
import { requestor } from "./testing/requestor.ts";
import { superOffice } from "./testing/superoffice.ts";

describe("the ledger of a simulator", () => {
  it("says who stored each message, through the API or past it, and when by the true clock", async () => {
    const before = Date.now();
    const first = await superOffice({ clockSkewMs: -3_600_000 });
    const { id } = first.control.createTicket();
    await first.call("POST", "/TicketMessage?notify=false", {
      Ticket: { TicketId: id },
      Body: "x",
      Slevel: "External",
    });
    first.control.addMessage(id, { text: "y", from: 5, slevel: "Internal" });
    expect(first.control.ledger()).toMatchObject([
      { seq: 1, ticketId: id, via: "api", account: "BRIDGE", shown: [{ as: "public" }], editedAt: [], goneAt: null },
      { seq: 2, ticketId: id, via: "person", account: "KIM", shown: [{ as: "internal" }] },
    ]);
    const second = await requestor();
    const other = second.control.createTicket();
    await second.post("/Tickets/NewMessage", { TicketId: other.id, Message: "x", IsPrivate: true });
    second.control.addMessage(other.id, { text: "y", from: "jane" });
    expect(second.control.ledger()).toMatchObject([
      { via: "api", account: "bridge", shown: [{ as: "internal" }] },
      { via: "person", account: "jane", shown: [{ as: "public" }] },
    ]);
    for (const { visibleAt } of [...first.control.ledger(), ...second.control.ledger()]) {
      expect(visibleAt).toBeGreaterThanOrEqual(before);
    }
  });

  it("follows what a customer may read, edits, and the end of a message", async () => {
    const { control } = await superOffice();
    const ticket = control.createTicket();
    const master = control.createTicket();
    const { id } = control.addMessage(ticket.id, { text: "x" });
    const shown = () => control.ledger()[0]?.shown.map((step) => step.as);
    control.editMessage(id, { slevel: "Internal" });
    control.editMessage(id, { slevel: "External", text: "y" });
    control.setTicket(ticket.id, { slevel: "Internal" });
    expect(shown()).toEqual(["public", "internal", "public", "internal"]);
    control.setTicket(ticket.id, { mergedInto: master.id });
    expect(shown()).toEqual(["public", "internal", "public", "internal", "public"]);
    expect(control.ledger()).toMatchObject([{ ticketId: master.id, goneAt: null }]);
    expect(control.ledger()[0]?.editedAt).toHaveLength(1);
    control.deleteMessage(id);
    expect(control.ledger()[0]?.goneAt).toBeTypeOf("number");
  });

  it("does so at Requestor as well", async () => {
    const { control } = await requestor();
    const ticket = control.createTicket();
    const { id } = control.addMessage(ticket.id, { text: "x" });
    control.editMessage(id, { private: true });
    control.editMessage(id, { private: false, text: "y" });
    control.deleteMessage(id);
    const [entry] = control.ledger();
    expect(entry?.shown.map((step) => step.as)).toEqual(["public", "internal", "public"]);
    expect([entry?.editedAt.length, typeof entry?.goneAt]).toEqual([1, "number"]);
  });

  it("is read in pages over HTTP, as are messages, tickets and writes", async () => {
    const client = await requestor();
    const { url, control, post } = client;
    const tickets = [1, 2, 3].map(() => control.createTicket().id);
    for (const id of tickets) await post("/Tickets/NewMessage", { TicketId: id, Message: "x" });
    for (const path of ["/ledger", "/messages", "/tickets", "/writes"]) {
      const key = path === "/ledger" || path === "/writes" ? "seq" : "id";
      const seen: number[] = [];
      for (let pages = 0; pages < 3; pages += 1) {
        const { json } = await controlCall(url, "GET", `${path}?limit=2&after=${seen.at(-1) ?? 0}`);
        seen.push(...(json as Record<string, number>[]).map((item) => item[key] ?? 0));
      }
      expect([path, seen.length, [...seen].sort((a, b) => a - b)]).toEqual([path, 3, seen]);
    }
    expect((await controlCall(url, "GET", "/ledger")).json).toHaveLength(3);
    expect(await controlCall(url, "GET", "/ledger?after=x")).toMatchObject({ status: 400 });
  });
});

describe("what the helpdesk would have sent", () => {
  it("is a notification for every save in SuperOffice that does not say notify=false", async () => {
    const { call, control, origin } = await superOffice();
    const { id } = control.createTicket();
    const body = { Ticket: { TicketId: id }, Body: "x" };
    await call("POST", "/TicketMessage?notify=false", body);
    expect(control.sent()).toEqual([]);
    await call("POST", "/TicketMessage?notify=true", body);
    await call("POST", "/TicketMessage", body);
    await call("POST", "/Ticket?notify=true", { Title: "x" });
    expect((await controlCall(origin, "GET", "/sent?after=0")).json).toMatchObject([
      { seq: 1, kind: "agent-notification", ticketId: id, because: "notify=true" },
      { seq: 2, kind: "agent-notification", ticketId: id, because: "notify was not said" },
      { seq: 3, messageId: null },
    ]);
  });

  it("is an e-mail for every message in Requestor with SendViaOutboundEmail", async () => {
    const { post, control } = await requestor();
    const { id } = control.createTicket();
    await post("/Tickets/NewMessage", { TicketId: id, Message: "x", SendViaOutboundEmail: false });
    expect(control.sent()).toEqual([]);
    const SendViaOutboundEmailFrom = "support@requestor.example";
    await post("/Tickets/NewMessage", {
      TicketId: id,
      Message: "x",
      SendViaOutboundEmail: true,
      SendViaOutboundEmailFrom,
    });
    expect(control.sent()).toMatchObject([{ kind: "customer-email", ticketId: id }]);
  });
});

describe("the log of calls", () => {
  it("counts reads and writes, by second", async () => {
    const { call, control, origin } = await superOffice();
    const { id } = control.createTicket();
    await call("GET", `/Ticket/${id}`);
    await call("POST", "/Agents/Ticket/GetTicketMessageEntities", { TicketId: id, MessageIds: [1] });
    await call("POST", "/TicketMessage", { Ticket: { TicketId: id }, Body: "x" });
    const log = control.calls();
    expect(log).toMatchObject({ total: 3, reads: 2, writes: 1 });
    expect(log.perSecond.reduce((sum, { reads, writes }) => sum + reads + writes, 0)).toBe(3);
    const last = log.perSecond.at(-1)?.second ?? 0;
    expect((await controlCall(origin, "GET", `/calls?after=${last}`)).json).toMatchObject({ perSecond: [] });
    expect((await controlCall(origin, "GET", "/most-above?rate=0")).json).toEqual({ calls: 3 });
    control.clearRecords();
    expect(control.calls()).toEqual({ total: 0, reads: 0, writes: 0, perSecond: [] });
  });

  it("knows by how much the busiest stretch went past a rate", () => {
    let now = 0;
    const times = new CallTimes(() => now);
    for (let at = 0; at < 10; at += 1) times.called(false);
    for (let at = 1; at <= 20; at += 1) {
      now = at * 200;
      times.called(false);
    }
    // Ten at once and then exactly five a second: the burst is all there is above the rate.
    expect(times.mostAbove(5)).toBe(10);
    // At one a second the twenty that followed in four seconds come on top.
    expect(times.mostAbove(1)).toBeCloseTo(10 + 20 - 4);
    now = 60_000;
    times.called(true);
    expect(times.mostAbove(5)).toBe(10);
  });
});
