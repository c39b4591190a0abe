import { describe, expect, it } from "vitest";

import { CUSTOMER, requestor } from "../testing/requestor.ts";

type Message = { Id: number; Body: string; Html: boolean; Deleted: boolean; Edited: boolean; Private: boolean };

const messagesOf = (json: Record<string, unknown>) => json["UserMessages"] as Message[];

describe("Requestor reading", () => {
  it("gives a ticket by id and by reference, nulls written, enums as numbers, times without offset", async () => {
    const { control, get } = await requestor();
    const { id, ref } = control.createTicket({ subject: "Printer", createdUtc: "2026-01-02T03:04:05.120Z" });
    const byId = await get(`/Tickets/GetTicket/${id}`);
    expect(byId.json).toMatchObject({
      TicketId: id,
      TicketREF: ref,
      TicketType: 2,
      CreatedUTC: "2026-01-02T03:04:05.12",
      SolverKey: null,
      ClosedUTC: null,
      IsPrivateMessageSupported: true,
    });
    expect((await get(`/tickets/getticket/${ref}`)).json).toEqual(byId.json);
  });

  it("answers an unknown ticket or message with 404, or 400 by switch", async () => {
    for (const unknownStatus of [404, 400] as const) {
      const { get } = await requestor({ unknownStatus });
      for (const path of [
        "/Tickets/GetTicket/99999",
        "/Tickets/GetTicket/INC-099999",
        "/Tickets/GetTicketUserMessage/99999",
      ]) {
        const reply = await get(path);
        expect(reply.status).toBe(unknownStatus);
        expect(reply.json).toHaveProperty("Message");
      }
    }
  });

  it("lists messages in no order, the edited and the deleted too", async () => {
    const { control, get } = await requestor();
    const { id } = control.createTicket();
    const all = Array.from({ length: 8 }, (_, index) => control.addMessage(id, { text: `m${index}` }).id);
    control.editMessage(all[1] ?? 0, { text: "other" });
    control.deleteMessage(all[2] ?? 0);
    const listed = messagesOf((await get(`/Tickets/GetTicket/${id}`)).json);
    const ids = listed.map(({ Id }) => Id);
    expect(ids).not.toEqual(all);
    expect([...ids].sort((a, b) => a - b)).toEqual(all);
    expect(listed.find(({ Id }) => Id === all[1])).toMatchObject({ Body: "other", Edited: true, BodyOriginal: "m1" });
    expect(listed.find(({ Id }) => Id === all[2])).toMatchObject({ Deleted: true });
  });

  it("shows private messages to operators only", async () => {
    const { control, get } = await requestor();
    const { id } = control.createTicket();
    control.addMessage(id, { text: "public" });
    const secret = control.addMessage(id, { text: "secret", private: true, from: "kim" });
    expect(messagesOf((await get(`/Tickets/GetTicket/${id}`)).json)).toHaveLength(2);
    const customer = { authorization: CUSTOMER };
    expect(messagesOf((await get(`/Tickets/GetTicket/${id}`, customer)).json)).toHaveLength(1);
    expect((await get(`/Tickets/GetTicketUserMessage/${secret.id}`, customer)).status).toBe(404);
    expect((await get(`/Tickets/GetTicketUserMessage/${secret.id}`)).json).toMatchObject({
      Id: secret.id,
      Private: true,
    });
  });

  it("forces plain text on request and can wrap plain text in a paragraph", async () => {
    const { control, get } = await requestor({ plainTextWrapping: true });
    const { id } = control.createTicket();
    const html = control.addMessage(id, { text: "<p>a<br>b &amp; c</p>", html: true });
    const plain = control.addMessage(id, { text: "d" });
    const read = async (message: number, query = "") =>
      (await get(`/Tickets/GetTicketUserMessage/${message}${query}`)).json;
    expect(await read(html.id, "?plaintextonly=true")).toMatchObject({ Html: false, Body: "a\nb & c" });
    expect(await read(html.id)).toMatchObject({ Html: true, Body: "<p>a<br>b &amp; c</p>" });
    expect(await read(plain.id)).toMatchObject({ Html: false, Body: "<p>d</p>" });
  });

  it("says who calls, and needs an administrator to say who others are", async () => {
    const { get } = await requestor();
    expect((await get("/Account/GetRequestorUser")).json).toMatchObject({
      User: { UserName: "bridge", IsOperator: true },
      AccountExists: true,
    });
    expect((await get("/Account/GetRequestorUser/jane")).status).toBe(401);
    const admin = { authorization: `Basic ${btoa("kim:kim-password")}` };
    expect((await get("/Account/GetRequestorUser/jane", admin)).json).toMatchObject({
      User: { IsOperator: false, IsEndUser: true },
    });
    expect((await get("/Account/GetRequestorUser/nobody", admin)).json).toEqual({
      User: null,
      AccountExists: false,
      IsInApprovalProcess: false,
    });
  });

  it("finds a ticket by search only after a while", async () => {
    const { control, post } = await requestor({ searchLagMs: 3000 });
    control.createTicket({ subject: "Printer on fire" });
    const search = async () => {
      const { json } = await post("/Tickets/SearchTickets", { PageIndex: 0, PageSize: 10, Value: "printer" });
      return json["Tickets"];
    };
    expect(await search()).toMatchObject({ TotalItems: 0, Items: [] });
    control.setClockSkew(3001);
    expect(await search()).toMatchObject({
      PageIndex: 0,
      PageSize: 10,
      TotalItems: 1,
      TotalPages: 1,
      Items: [{ Subject: "Printer on fire" }],
    });
  });

  it("creates tickets with their first message, and asks for a service unless the type is for end users", async () => {
    const { control, post } = await requestor();
    const ticket = { Type: "EndUserTicket", Subject: "New", Message: "words", SubmitterEmail: "jane@example.com" };
    const reply = await post("/Tickets/NewTicket", ticket);
    expect(reply).toMatchObject({ status: 200, json: { TicketREF: expect.stringMatching(/^TIC-\d{6}$/) as string } });
    expect(control.messages(Number(reply.json["TicketId"]))).toMatchObject([
      { body: "words", firstMessage: true, userFullName: "Jane Doe" },
    ]);
    expect((await post("/Tickets/NewTicket", { ...ticket, Type: 2 })).json["Message"]).toContain("ServiceId");
    expect((await post("/Tickets/NewTicket", { ...ticket, Type: 2, ServiceId: 3 })).status).toBe(200);
    for (const missing of ["Type", "Subject", "Message"]) {
      expect((await post("/Tickets/NewTicket", { ...ticket, [missing]: undefined })).json["Message"]).toContain(
        missing,
      );
    }
  });

  it("answers unknown routes with the framework's words below /api and with HTML elsewhere", async () => {
    const { get, url } = await requestor({ errorDetail: true });
    const reply = await get("/Tickets/CloseTicket/1");
    expect(reply.status).toBe(404);
    expect(reply.json).toEqual({
      Message: `No HTTP resource was found that matches the request URI '${url}/api/Tickets/CloseTicket/1'.`,
      MessageDetail: "No type was found that matches the controller.",
    });
    const page = await fetch(`${url}/Help`);
    expect([page.status, page.headers.get("content-type")]).toEqual([404, expect.stringContaining("text/html")]);
  });
});

describe("Requestor content negotiation", () => {
  const typeOf = async (headers: Record<string, string>) => {
    const { get } = await requestor();
    return (await get("/Account/GetRequestorUser", headers)).headers.get("content-type")?.split(";")[0];
  };

  it("goes by Accept, its quality, and literals before ranges", async () => {
    expect(await typeOf({ accept: "application/xml" })).toBe("application/xml");
    expect(await typeOf({ accept: "text/xml, application/json;q=0.9" })).toBe("text/xml");
    expect(await typeOf({ accept: "application/xml;q=0.5, application/json" })).toBe("application/json");
    expect(await typeOf({ accept: "*/*, text/xml" })).toBe("text/xml");
    expect(await typeOf({ accept: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8" })).toBe(
      "application/xml",
    );
    expect(await typeOf({ accept: "*/*" })).toBe("application/json");
  });

  it("never answers 406, but falls back on the request's own type, then on JSON", async () => {
    expect(await typeOf({ accept: "image/png" })).toBe("application/json");
    expect(await typeOf({ accept: "image/png", "content-type": "text/xml" })).toBe("text/xml");
    expect(await typeOf({ accept: "*/*", "content-type": "text/xml", "x-requested-with": "XMLHttpRequest" })).toBe(
      "application/json",
    );
  });

  it("writes errors in the negotiated format", async () => {
    const { get } = await requestor();
    const reply = await get("/Account/GetRequestorUser", { accept: "application/xml", authorization: "Basic x" });
    expect(reply.status).toBe(401);
    expect(reply.text).toBe("<Error><Message>Authorization has been denied for this request.</Message></Error>");
  });
});
