import { describe, expect, test } from "vitest";

import { createRequestor } from "./adapter.ts";
import { answering, json } from "./testing/answering.ts";
import { failureOf } from "./testing/requestor-at.ts";
import { free, outgoing, ticketId } from "./testing/outgoing.ts";

const fail = () => Promise.reject(new Error("nothing is to be sent"));

describe("what is sent", () => {
  test("a write in JSON says every field of the page, Accept, Content-Type and the account in UTF-8", async () => {
    await using conversation = await answering(json({ TicketMessageId: 123 }), { password: "kůň" });
    const { requestor, seen } = conversation;
    await requestor.createMessage(outgoing(47), { ...free, correlationId: "c-1" });
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatchObject({
      method: "POST",
      url: "/api/Tickets/NewMessage",
      headers: {
        accept: "application/json",
        "content-type": "application/json; charset=utf-8",
        authorization: `Basic ${Buffer.from("bridge:kůň", "utf8").toString("base64")}`,
        "x-request-id": "c-1",
      },
    });
    expect(JSON.parse(seen[0]?.body ?? "")).toEqual({
      TicketREF: null,
      TicketId: 47,
      Message: "Can I meet you afternoon?",
      Html: false,
      IsPrivate: false,
      IsMobileDevice: false,
      Attachments: null,
      SendViaOutboundEmail: false,
      SendViaOutboundEmailFrom: null,
      SendViaOutboundEmailCc: null,
      SendViaOutboundEmailBcc: null,
    });
  });

  test("a write in XML is the page's sample, member for member", async () => {
    await using conversation = await answering(
      {
        status: 200,
        type: "application/xml; charset=utf-8",
        body: "<NewMessageResult><TicketMessageId>123</TicketMessageId></NewMessageResult>",
      },
      { wire: "xml" },
    );
    const { requestor, seen } = conversation;
    expect((await requestor.createMessage(outgoing(47), free)).id).toBe("123");
    expect(seen[0]?.headers).toMatchObject({
      accept: "application/xml",
      "content-type": "application/xml; charset=utf-8",
    });
    expect(seen[0]?.body).toBe(
      '<NewMessagePost xmlns:i="http://www.w3.org/2001/XMLSchema-instance" xmlns="http://schemas.datacontract.org/2004/07/RequestorApiDataStructures.Posts">' +
        '<Attachments xmlns:d2p1="http://schemas.datacontract.org/2004/07/RequestorApiDataStructures.DataStructures" i:nil="true"/>' +
        "<Html>false</Html><IsMobileDevice>false</IsMobileDevice><IsPrivate>false</IsPrivate>" +
        "<Message>Can I meet you afternoon?</Message><SendViaOutboundEmail>false</SendViaOutboundEmail>" +
        '<SendViaOutboundEmailBcc xmlns:d2p1="http://schemas.microsoft.com/2003/10/Serialization/Arrays" i:nil="true"/>' +
        '<SendViaOutboundEmailCc xmlns:d2p1="http://schemas.microsoft.com/2003/10/Serialization/Arrays" i:nil="true"/>' +
        '<SendViaOutboundEmailFrom i:nil="true"/><TicketId>47</TicketId><TicketREF i:nil="true"/></NewMessagePost>',
    );
  });

  test("reads say both media types too, below the site root with or without a slash, a folder or /api", async () => {
    for (const [given, path] of [
      ["", "/api/Tickets/GetTicket/7"],
      ["/", "/api/Tickets/GetTicket/7"],
      ["/desk/", "/desk/api/Tickets/GetTicket/7"],
      ["/api/", "/api/Tickets/GetTicket/7"],
    ] as const) {
      await using conversation = await answering(json({ TicketId: 7, UserMessages: [] }), { below: given });
      const { requestor, seen } = conversation;
      await requestor.readTicket(ticketId(7));
      expect(seen.map((request) => request.url)).toContain(path);
      for (const { headers } of seen) {
        expect(headers).toMatchObject({
          accept: "application/json",
          "content-type": "application/json; charset=utf-8",
          authorization: `Basic ${btoa("bridge:bridge-password")}`,
        });
      }
    }
  });

  test("a blank message is refused before anything is sent", async () => {
    await using conversation = await answering(json({ TicketMessageId: 1 }));
    const { requestor, seen } = conversation;
    const blank = outgoing(47, { content: { format: "plain", text: " \n" } });
    expect(await failureOf(requestor.createMessage(blank, free))).toMatchObject({
      decision: "permanent",
      fault: "message",
    });
    expect(seen).toEqual([]);
  });

  test("addresses and names that cannot work are refused at once", () => {
    const options = { username: "bridge", password: "p", wire: "json", http: { send: fail, close: fail } } as const;
    for (const url of ["", "requestor.example", "ftp://requestor.example"]) {
      expect(() => createRequestor({ ...options, url })).toThrow(TypeError);
    }
    expect(() => createRequestor({ ...options, url: "http://x", username: "a:b" })).toThrow(TypeError);
    expect(() => createRequestor({ ...options, url: "http://x", password: "a\r\nb" })).toThrow(TypeError);
  });
});
