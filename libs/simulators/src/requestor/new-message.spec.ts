import { describe, expect, it } from "vitest";

import { CUSTOMER, requestor } from "../testing/requestor.ts";

const NEW_MESSAGE = "/Tickets/NewMessage";

describe("Requestor NewMessage", () => {
  it("answers 200 with the id of the message it stored for the caller", async () => {
    const { control, post } = await requestor();
    const { id } = control.createTicket();
    const reply = await post(NEW_MESSAGE, {
      TicketREF: null,
      TicketId: id,
      Message: "<p>x</p>",
      Html: true,
      IsPrivate: true,
    });
    expect(reply).toMatchObject({ status: 200, json: { TicketMessageId: control.messages(id)[0]?.id } });
    expect(control.messages(id)).toMatchObject([
      { body: "<p>x</p>", html: true, private: true, userFullName: "Ticket Bridge" },
    ]);
    expect(control.writes()).toMatchObject([
      { id: reply.json["TicketMessageId"], ticketId: id, path: "/api/Tickets/NewMessage" },
    ]);
  });

  it("takes members in any case, numbers as text, and ignores what it does not know", async () => {
    const { control, post } = await requestor();
    const { id } = control.createTicket();
    expect(
      (await post(NEW_MESSAGE, { ticketid: String(id), message: "x", isprivate: "true", Author: "kim" })).status,
    ).toBe(200);
    expect(control.messages(id)).toMatchObject([{ body: "x", private: true }]);
  });

  it("takes the sample of its page", async () => {
    const { control, post } = await requestor({ mailboxes: ["company@domain.com"] });
    const { ref, id } = control.createTicket();
    const reply = await post(NEW_MESSAGE, {
      TicketREF: ref,
      TicketId: null,
      Message: "Can I meet you afternoon?",
      Html: false,
      IsPrivate: false,
      IsMobileDevice: false,
      Attachments: null,
      SendViaOutboundEmail: true,
      SendViaOutboundEmailFrom: "company@domain.com",
      SendViaOutboundEmailCc: ["jane.doe@domain.com", "jack.more@domain.com"],
      SendViaOutboundEmailBcc: null,
    });
    expect(reply.status).toBe(200);
    expect(control.messages(id)[0]?.outboundEmail).toEqual({
      from: "company@domain.com",
      cc: ["jane.doe@domain.com", "jack.more@domain.com"],
      bcc: [],
    });
  });

  it("refuses in the documented order: credential, verb, media type, model, then its rules", async () => {
    const { control, get, post, url } = await requestor();
    const { id } = control.createTicket();
    const wrong = { authorization: `Basic ${btoa("bridge:wrong")}` };
    const denied = await post(NEW_MESSAGE, "<", { ...wrong, "content-type": "text/plain" });
    expect(denied).toMatchObject({ status: 401, json: { Message: "Authorization has been denied for this request." } });
    expect(denied.headers.get("www-authenticate")).toContain("Basic");
    const verb = await get(NEW_MESSAGE);
    expect(verb).toMatchObject({
      status: 405,
      json: { Message: "The requested resource does not support http method 'GET'." },
    });
    expect(verb.headers.get("allow")).toBe("POST");
    expect((await post(NEW_MESSAGE, "<", { "content-type": "text/plain" })).json).toEqual({
      Message: "The request entity's media type 'text/plain' is not supported for this resource.",
    });
    expect((await post(NEW_MESSAGE, "a=b", { "content-type": "application/x-www-form-urlencoded" })).status).toBe(415);
    const untyped = await fetch(`${url}/api${NEW_MESSAGE}`, {
      method: "POST",
      headers: { authorization: `Basic ${btoa("bridge:bridge-password")}` },
      body: new Uint8Array([123, 125]),
    });
    expect([untyped.status, await untyped.text()]).toEqual([415, expect.stringContaining("no Content-Type header")]);
    const message = async (body: unknown, headers = {}) => {
      const reply = await post(NEW_MESSAGE, body, headers);
      expect(reply.status).toBe(400);
      return reply.json["Message"];
    };
    expect(await message("")).toBe("The request body is missing.");
    expect(await message("null")).toBe("The request body is missing.");
    expect(await message("{")).toBe("The request is invalid.");
    const own = { authorization: CUSTOMER };
    const all = { Message: " ", IsPrivate: true, SendViaOutboundEmail: true, Attachments: [{ Data: "!" }] };
    expect(await message({ ...all, TicketREF: "", TicketId: 0 }, own)).toBe("TicketREF or TicketId is required.");
    expect(await message({ ...all, TicketId: 99_999 }, own)).toBe("The ticket was not found.");
    expect(await message({ ...all, TicketId: id }, own)).toBe("Message is required.");
    expect(await message({ ...all, TicketId: id, Message: "x" }, own)).toBe(
      "Only operators can send private messages.",
    );
    expect(await message({ ...all, TicketId: id, Message: "x" })).toContain("SendViaOutboundEmailFrom");
    expect(await message({ ...all, TicketId: id, Message: "x", SendViaOutboundEmail: false })).toBe(
      "The request is invalid.",
    );
    expect(control.messages(id)).toEqual([]);
  });

  it("names in ModelState what could not be read", async () => {
    const { control, post } = await requestor();
    const { id } = control.createTicket();
    const reply = await post(NEW_MESSAGE, { TicketId: id, Message: "x", Html: null, IsPrivate: "maybe" });
    expect(reply.json).toEqual({
      Message: "The request is invalid.",
      ModelState: {
        "newMessagePost.Html": ["An error has occurred."],
        "newMessagePost.IsPrivate": ["An error has occurred."],
      },
    });
  });

  it("publishes what should have been private when ModelState goes unchecked", async () => {
    const { control, post } = await requestor({ checksModelState: false });
    const { id } = control.createTicket();
    expect((await post(NEW_MESSAGE, { TicketId: id, Message: "x", IsPrivate: "maybe" })).status).toBe(200);
    expect(control.messages(id)).toMatchObject([{ private: false }]);
  });

  it("treats two references of different tickets as it is told", async () => {
    for (const [conflict, stored] of [
      ["reject", [0, 0]],
      ["idWins", [1, 0]],
      ["refWins", [0, 1]],
    ] as const) {
      const { control, post } = await requestor({ conflict });
      const one = control.createTicket();
      const two = control.createTicket();
      const reply = await post(NEW_MESSAGE, { TicketId: one.id, TicketREF: two.ref, Message: "x" });
      expect(reply.status).toBe(conflict === "reject" ? 400 : 200);
      expect([control.messages(one.id).length, control.messages(two.id).length]).toEqual(stored);
      expect((await post(NEW_MESSAGE, { TicketId: one.id, TicketREF: one.ref, Message: "x" })).status).toBe(200);
    }
  });

  it("knows a converted ticket by its new reference only", async () => {
    const { control, post } = await requestor();
    const { id, ref } = control.createTicket({ type: "EndUserTicket" });
    expect(ref).toMatch(/^TIC-\d{6}$/);
    const converted = control.setTicket(id, { type: "Incident" });
    expect(converted.ref).toBe(ref.replace("TIC", "INC"));
    expect((await post(NEW_MESSAGE, { TicketREF: ref, Message: "x" })).status).toBe(400);
    expect((await post(NEW_MESSAGE, { TicketREF: converted.ref, Message: "x" })).status).toBe(200);
  });

  it("hides from a customer the tickets of others", async () => {
    const { control, post } = await requestor();
    const { id } = control.createTicket({ from: "kim" });
    const reply = await post(NEW_MESSAGE, { TicketId: id, Message: "x" }, { authorization: CUSTOMER });
    expect(reply).toMatchObject({ status: 400, json: { Message: "The ticket was not found." } });
  });

  it("publishes, refuses or accepts a private message on a ticket that does not support one", async () => {
    for (const [unsupportedPrivate, status, stored] of [
      ["publish", 200, [false]],
      ["reject", 400, []],
      ["accept", 200, [true]],
    ] as const) {
      const { control, get, post } = await requestor({ unsupportedPrivate });
      const { id } = control.createTicket({ from: "kim" });
      expect((await get(`/Tickets/GetTicket/${id}`)).json["IsPrivateMessageSupported"]).toBe(false);
      expect((await post(NEW_MESSAGE, { TicketId: id, Message: "x", IsPrivate: true })).status).toBe(status);
      expect(control.messages(id).map((message) => message.private)).toEqual(stored);
    }
  });

  it("takes messages on closed tickets unless it is told not to", async () => {
    for (const closedTicketsAcceptMessages of [true, false]) {
      const { control, post } = await requestor({ closedTicketsAcceptMessages });
      const { id } = control.createTicket();
      control.setTicket(id, { closed: true });
      expect((await post(NEW_MESSAGE, { TicketId: id, Message: "x" })).status).toBe(
        closedTicketsAcceptMessages ? 200 : 400,
      );
    }
  });

  it("can refuse with an empty 400", async () => {
    const { post } = await requestor({ emptyBadRequests: true });
    const reply = await post(NEW_MESSAGE, { Message: "x" });
    expect([reply.status, reply.text, reply.headers.get("content-type")]).toEqual([400, "", null]);
  });

  it("keeps attachments and refuses such as are not base64", async () => {
    const { control, get, post } = await requestor();
    const { id } = control.createTicket();
    const file = { FileName: "a.txt", ContentType: "text/plain", ContentLength: 5, Data: btoa("hello") };
    expect(
      (await post(NEW_MESSAGE, { TicketId: id, Message: "x", Attachments: [{ ...file, Data: "h*" }] })).json,
    ).toMatchObject({
      ModelState: { "newMessagePost.Attachments[0].Data": ["An error has occurred."] },
    });
    expect((await post(NEW_MESSAGE, { TicketId: id, Message: "x", Attachments: [file] })).status).toBe(200);
    expect(control.messages(id)[0]?.attachments).toMatchObject([{ fileName: "a.txt", data: btoa("hello") }]);
    const [message] = (await get(`/Tickets/GetTicket/${id}`)).json["UserMessages"] as { Attachments: unknown[] }[];
    expect(message?.Attachments).toMatchObject([{ FileName: "a.txt", ContentLength: 5 }]);
  });
});
