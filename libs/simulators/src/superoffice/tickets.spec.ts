import { describe, expect, it } from "vitest";

import { superOffice } from "../testing/superoffice.ts";

describe("SuperOffice tickets", () => {
  it("shows stubs of its messages without bodies, with the time of their last change", async () => {
    const { call, control } = await superOffice();
    const { id } = control.createTicket({ title: "Printer" });
    const first = control.addMessage(id, { text: "secret words" });
    control.editMessage(first.id, { text: "other words" });
    const { status, json, text } = await call("GET", `/Ticket/${id}`);
    expect(status).toBe(200);
    expect(json).toMatchObject({ TicketId: id, Title: "Printer", NumMessages: 1, ConnectId: -1, Slevel: "External" });
    expect(json["Messages"]).toMatchObject([
      { TicketMessageId: first.id, Slevel: "External", Badge: "Incoming", CreatedBy: 1 },
    ]);
    expect(text).toContain("ChangedAt");
    expect(text).not.toContain("words");
  });

  it("counts replies and remembers the first, counts no customer's mail, and turns green to yellow", async () => {
    const { call, control } = await superOffice();
    const { id } = control.createTicket({ ownedBy: 5, readStatus: "Green" });
    control.addMessage(id, { text: "help" });
    expect((await call("GET", `/Ticket/${id}`)).json).toMatchObject({
      NumReplies: 0,
      RepliedAt: "0001-01-01T00:00:00",
      ReadStatus: "Yellow",
    });
    control.addMessage(id, { from: 5, text: "note", slevel: "Internal" });
    control.addMessage(id, { from: 5, text: "answer" });
    const { json } = await call("GET", `/Ticket/${id}`);
    expect(json).toMatchObject({ NumReplies: 1, NumMessages: 3 });
    expect(json["RepliedAt"]).not.toBe("0001-01-01T00:00:00");
  });

  it("does not reopen a closed ticket for a new message", async () => {
    const { call, control } = await superOffice();
    const { id } = control.createTicket();
    control.setTicket(id, { closed: true });
    await call("POST", "/TicketMessage", { Ticket: { TicketId: id }, Body: "x" });
    expect((await call("GET", `/Ticket/${id}`)).json["BaseStatus"]).toBe("Closed");
  });

  it("moves the messages of a merged ticket to its master", async () => {
    const { call, control } = await superOffice();
    const merged = control.createTicket();
    const master = control.createTicket();
    control.addMessage(merged.id, { text: "x" });
    control.setTicket(merged.id, { mergedInto: master.id });
    expect((await call("GET", `/Ticket/${merged.id}`)).json).toMatchObject({
      BaseStatus: "Merged",
      ConnectId: master.id,
      Messages: [],
    });
    expect(control.messages(master.id)).toHaveLength(1);
  });

  it("gives naive times of the base zone unless it is asked for an offset", async () => {
    const { url, control } = await superOffice({ baseTimeZone: "America/New_York" });
    const { id } = control.createTicket({ createdAt: "2026-07-01T12:00:00Z" });
    const created = async (zone?: string) => {
      const headers = {
        authorization: `Basic ${btoa("bridge:bridge-password")}`,
        ...(zone ? { "so-timezone": zone } : {}),
      };
      const reply = (await (await fetch(`${url}/api/v1/Ticket/${id}`, { headers })).json()) as { CreatedAt: string };
      return reply.CreatedAt;
    };
    expect(await created()).toBe("2026-07-01T08:00:00");
    expect(await created("NO")).toBe("2026-07-01T14:00:00");
    expect(await created("NO, includeTZOffset")).toBe("2026-07-01T14:00:00+02:00");
    expect(await created("UTC, includeTZOffset")).toBe("2026-07-01T12:00:00Z");
  });

  it("moves LastChanged for an edited message unless it is told not to", async () => {
    for (const editMovesLastChanged of [true, false]) {
      const { control } = await superOffice({ editMovesLastChanged });
      const { id } = control.createTicket();
      const message = control.addMessage(id, { text: "x" });
      const { lastChanged } = control.ticket(id);
      control.setClockSkew(5000);
      control.editMessage(message.id, { text: "y" });
      expect(control.ticket(id).lastChanged !== lastChanged).toBe(editMovesLastChanged);
      expect(control.messages(id)[0]?.changedAt).not.toBe(message.changedAt);
    }
  });

  it("forgets a deleted message, which is 404 from then on", async () => {
    const { call, control } = await superOffice();
    const { id } = control.createTicket();
    const message = control.addMessage(id, { text: "x" });
    expect((await call("DELETE", `/TicketMessage/${message.id}`)).status).toBe(204);
    expect((await call("GET", `/TicketMessage/${message.id}`)).status).toBe(404);
    expect((await call("DELETE", `/TicketMessage/${message.id}`)).status).toBe(404);
    expect((await call("GET", `/Ticket/${id}`)).json).toMatchObject({ NumMessages: 0, Messages: [] });
  });

  it("shows only what was selected", async () => {
    const { call, control } = await superOffice();
    const { id } = control.createTicket({ title: "Printer" });
    expect((await call("GET", `/Ticket/${id}?$select=TicketId,slevel`)).json).toMatchObject({
      TicketId: id,
      Slevel: "External",
      Title: null,
      Messages: null,
    });
  });

  it("creates a ticket and answers 200 with its entity", async () => {
    const { call, control } = await superOffice();
    const reply = await call("POST", "/Ticket?notify=false", {
      Title: "New",
      Slevel: "Internal",
      Person: { Email: "a@b.example" },
    });
    expect(reply.status).toBe(200);
    expect(reply.json).toMatchObject({ Title: "New", Slevel: "Internal", Origin: "API", Messages: [] });
    expect(control.writes()).toMatchObject([
      { path: "/api/v1/Ticket", id: reply.json["TicketId"], query: { notify: "false" } },
    ]);
  });

  it("takes a person by id as he stands in the table, finds him by address, and refuses one that there is not", async () => {
    const { call, control } = await superOffice();
    const { person } = control.createTicket({ customer: { name: "Jane Doe", email: "jane@example.com" } });
    const filter = encodeURIComponent("email/emailAddress is 'JANE@example.com'");
    const found = await call("GET", `/Person?$select=personId,email/emailAddress&$filter=${filter}`);
    expect(found.json["value"]).toMatchObject([
      { personId: person?.personId, "email/emailAddress": "jane@example.com" },
    ]);
    const made = await call("POST", "/Ticket?notify=false", { Title: "x", Person: { PersonId: person?.personId } });
    expect(made.json["Person"]).toMatchObject({ Email: "jane@example.com" });
    const unknown = await call("POST", "/Ticket?notify=false", { Title: "x", Person: { PersonId: 999_999 } });
    expect(unknown.status).toBe(404);
  });

  it("is found by a word of its title", async () => {
    const { call, control } = await superOffice();
    const { id } = control.createTicket({ title: "Printer [Requestor 47 k3f9a2bc7d]" });
    control.createTicket({ title: "Another" });
    const filter = encodeURIComponent("title contains 'k3f9a2bc7d'");
    const found = await call("GET", `/Ticket?$select=ticketId,title&$filter=${filter}`);
    expect(found.json["value"]).toMatchObject([{ ticketId: id, title: "Printer [Requestor 47 k3f9a2bc7d]" }]);
  });

  it("is gone with 404 once it was removed", async () => {
    const { call, control } = await superOffice();
    const { id } = control.createTicket();
    control.removeTicket(id);
    expect((await call("GET", `/Ticket/${id}`)).status).toBe(404);
    expect((await call("GET", `/Ticket/${id}/Messages`)).status).toBe(404);
  });
});
