import { describe, expect, it } from "vitest";

import { superOffice } from "../testing/superoffice.ts";

describe("SuperOffice ticket messages", () => {
  it("creates with id 0 and answers 200 with the whole entity", async () => {
    const { call, control } = await superOffice();
    const { id } = control.createTicket({ title: "Printer" });
    const reply = await call("POST", "/TicketMessage?notify=false", {
      EjMessageId: 0,
      Ticket: { TicketId: id },
      Slevel: "Internal",
      Type: "Html",
      Badge: "Comment",
      Body: "dead",
      HtmlBody: "<p>dead</p>",
      MessageId: "<requestor.47.991@bridge.example>",
      CreatedAt: "2026-01-02T03:04:05.1234567+01:00",
    });
    expect(reply.status).toBe(200);
    expect(reply.json).toMatchObject({
      Ticket: { TicketId: id, NumMessages: 1 },
      CreatedBy: { AssociateId: 42 },
      Slevel: "Internal",
      Type: "Html",
      Badge: "Comment",
      HtmlBody: "<p>dead</p>",
      AttachmentsInfo: [],
      TableRight: { Mask: "FULL" },
    });
    expect(reply.json["CreatedAt"]).toMatch(/^2026-01-02T02:04:05\.\d{7}Z$/);
    const read = await call("GET", `/TicketMessage/${String(reply.json["EjMessageId"])}`);
    expect(read.json["CreatedAt"]).toBe("2026-01-02T02:04:05Z");
  });

  it("records the write with its query, body, id and delivery", async () => {
    const { call, control } = await superOffice();
    const { id } = control.createTicket();
    const reply = await call("POST", "/TicketMessage?notify=false", { Ticket: { TicketId: id }, Body: "x" });
    const [write] = await control.waitFor((c) => c.writes().every(({ delivered }) => delivered) && c.writes());
    expect(write).toMatchObject({
      method: "POST",
      path: "/api/v1/TicketMessage",
      query: { notify: "false" },
      body: { Body: "x" },
      id: reply.json["EjMessageId"],
      ticketId: id,
      delivered: true,
    });
  });

  it("takes camelCase members and enum numbers", async () => {
    const { call, control } = await superOffice();
    const { id } = control.createTicket();
    const reply = await call("POST", "/TicketMessage", {
      ticket: { ticketId: id },
      slevel: 1,
      type: "html",
      htmlBody: "<b>x</b>",
    });
    expect(reply.json).toMatchObject({ Slevel: "Internal", Type: "Html", HtmlBody: "<b>x</b>" });
  });

  it("makes a message external when the create names no Slevel", async () => {
    const { call, control } = await superOffice();
    const { id } = control.createTicket();
    expect((await call("POST", "/TicketMessage", { Ticket: { TicketId: id }, Body: "x" })).json["Slevel"]).toBe(
      "External",
    );
  });

  it("refuses an enum name it does not know, but emits one that it holds", async () => {
    const { call, control } = await superOffice();
    const { id } = control.createTicket();
    expect((await call("POST", "/TicketMessage", { Ticket: { TicketId: id }, Slevel: "Partner" })).status).toBe(400);
    const held = control.addMessage(id, { text: "x", slevel: "Partner", badge: "Robot" });
    expect((await call("GET", `/TicketMessage/${held.id}`)).json).toMatchObject({ Slevel: "Partner", Badge: "Robot" });
  });

  it("updates when the id is not 0 and does not create a second message", async () => {
    const { call, control } = await superOffice();
    const { id } = control.createTicket();
    const old = control.addMessage(id, { text: "old" });
    const reply = await call("POST", "/TicketMessage", { EjMessageId: old.id, Body: "new" });
    expect(reply.json).toMatchObject({ EjMessageId: old.id, Body: "new", Author: "" });
    expect(control.messages(id)).toHaveLength(1);
    expect(Date.parse(control.messages(id)[0]?.changedAt ?? "")).toBeGreaterThanOrEqual(Date.parse(old.changedAt));
  });

  it("answers unknown messages and tickets with 404 in its own error shape", async () => {
    const { call } = await superOffice();
    const replies = [
      await call("POST", "/TicketMessage", { EjMessageId: 99_999, Body: "x" }),
      await call("POST", "/TicketMessage", { Ticket: { TicketId: 99_999 }, Body: "x" }),
      await call("GET", "/TicketMessage/99999"),
      await call("PUT", "/TicketMessage/99999", { Body: "x" }),
    ];
    for (const reply of replies) {
      expect(reply.status).toBe(404);
      expect(reply.json).toMatchObject({ Error: true, ErrorType: "SoNotFoundException" });
      expect(reply.json["ErrorMessage"]).toContain("99999");
    }
  });

  it("refuses a message without a ticket and a body that is no entity", async () => {
    const { call } = await superOffice();
    expect((await call("POST", "/TicketMessage", { Body: "x" })).status).toBe(500);
    expect((await call("POST", "/TicketMessage", "x")).status).toBe(400);
    expect((await call("POST", "/TicketMessage")).status).toBe(400);
  });

  it("replaces the whole entity with PUT", async () => {
    const { call, control } = await superOffice();
    const { id } = control.createTicket();
    const old = control.addMessage(id, { text: "old", messageId: "<a@b>" });
    expect((await call("PUT", `/TicketMessage/${old.id}`, { HtmlBody: "<p>new</p>", Type: "Html" })).status).toBe(200);
    expect(control.messages(id)[0]).toMatchObject({ body: "", htmlBody: "<p>new</p>", messageId: "", ticketId: id });
  });

  it("gives a default that belongs to nothing", async () => {
    const { call } = await superOffice();
    expect((await call("GET", "/TicketMessage/default")).json).toMatchObject({
      EjMessageId: 0,
      Ticket: null,
      CreatedBy: null,
      CreatedAt: "0001-01-01T00:00:00",
    });
  });

  it("reads the messages of one ticket in a batch and leaves out those of others", async () => {
    const { call, control } = await superOffice();
    const one = control.createTicket();
    const other = control.createTicket();
    const wanted = control.addMessage(one.id, { text: "a" });
    const foreign = control.addMessage(other.id, { text: "b" });
    const reply = await call("POST", "/Agents/Ticket/GetTicketMessageEntities", {
      TicketId: one.id,
      MessageIds: [foreign.id, wanted.id, 1],
    });
    expect(JSON.parse(reply.text)).toMatchObject([{ EjMessageId: wanted.id, Body: "a" }]);
    expect(control.writes()).toEqual([]);
  });

  it("stores what an incoming mail brings as the system user's, with the person who wrote", async () => {
    const { call, control } = await superOffice();
    const { id } = control.createTicket({ customer: { name: "Jane Doe", email: "jane@example.com" } });
    const mail = control.addMessage(id, { text: "help" });
    expect((await call("GET", `/TicketMessage/${mail.id}`)).json).toMatchObject({
      CreatedBy: { EjUserId: 1 },
      Person: { Email: "jane@example.com" },
      Author: "jane@example.com",
      Badge: "Incoming",
      Slevel: "External",
    });
  });

  it("leaves out of the older contract's answers what came later, and selects on request", async () => {
    const { call, control } = await superOffice({ contract: "old" });
    const { id } = control.createTicket();
    const whole = await call("POST", "/TicketMessage", { Ticket: { TicketId: id }, Body: "x", Badge: "Reply" });
    expect(whole.json).toHaveProperty("EjMessageId");
    for (const name of ["Badge", "AttachmentsInfo", "Language", "Sentiment"])
      expect(whole.json).not.toHaveProperty(name);
    const some = await call("POST", "/TicketMessage?$select=EjMessageId", { Ticket: { TicketId: id }, Body: "x" });
    expect(some.json).toMatchObject({ Body: null, Slevel: null });
    expect(some.json["EjMessageId"]).toBeGreaterThan(0);
  });

  it("can ignore CreatedAt", async () => {
    const { call, control } = await superOffice({ honourCreatedAt: false });
    const { id } = control.createTicket();
    await call("POST", "/TicketMessage", { Ticket: { TicketId: id }, Body: "x", CreatedAt: "2020-01-01T00:00:00Z" });
    expect(control.messages(id)[0]?.createdAt).not.toContain("2020");
  });

  it("refuses a MessageId longer than its column", async () => {
    const { call, control } = await superOffice();
    const { id } = control.createTicket();
    const post = (length: number) =>
      call("POST", "/TicketMessage", { Ticket: { TicketId: id }, MessageId: "x".repeat(length) });
    expect((await post(850)).status).toBe(200);
    expect((await post(851)).status).toBe(500);
  });

  it("alters bodies on save as it is told", async () => {
    const { call, control } = await superOffice();
    const { id } = control.createTicket();
    control.alterBodies({
      reindent: true,
      wrapInP: true,
      changeEntities: true,
      stripComments: true,
      trimTrailingSpace: true,
    });
    await call("POST", "/TicketMessage", {
      Ticket: { TicketId: id },
      Body: "plain  \nend ",
      HtmlBody: "<div>ä&nbsp;</div><!-- gone --><div>b</div>  ",
      Type: "Html",
    });
    const [stored] = control.messages(id);
    expect(stored?.body).toBe("plain\nend");
    expect(stored?.htmlBody).toBe("<p><div>&#228;&#160;</div>\r\n  <div>b</div>  </p>");
  });
});
