import { startRequestorSimulator, type RequestorSimulator } from "@ticket-bridge/simulators";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { jsonWire } from "./json-wire.ts";
import { newMessagePost, newTicketPost } from "./posts.ts";
import { xmlWire } from "./xml-wire.ts";

const data = Buffer.from(Uint8Array.from({ length: 256 }, (_, n) => n));
const file = (FileName: string) => ({
  FileName,
  ContentType: "application/octet-stream",
  ContentLength: data.length,
  Data: data.toString("base64"),
});

/** Every member said, none with its default. */
const fullMessage = {
  TicketREF: null as string | null,
  TicketId: 0,
  Message: "<p>Grüße &amp; mehr</p>\r\n",
  Html: true,
  IsPrivate: true,
  IsMobileDevice: true,
  Attachments: [file("Účet & <b>.pdf"), file("ใบเสร็จ.bin")],
  SendViaOutboundEmail: true,
  SendViaOutboundEmailFrom: "support@requestor.example",
  SendViaOutboundEmailCc: ["jane@x.example", '"Lee, Kim" <kim@x.example>'],
  SendViaOutboundEmailBcc: ["boss@x.example"],
};

describe.each([jsonWire, xmlWire])("a post as $mediaType", (wire) => {
  let simulator: RequestorSimulator;

  beforeAll(async () => {
    simulator = await startRequestorSimulator();
  });
  afterAll(async () => {
    await simulator.stop();
  });

  const post = async (action: string, body: string): Promise<unknown> => {
    const answer = await fetch(`${simulator.url}/api/${action}`, {
      method: "POST",
      headers: {
        authorization: `Basic ${btoa("bridge:bridge-password")}`,
        accept: wire.mediaType,
        "content-type": `${wire.mediaType}; charset=utf-8`,
      },
      body,
    });
    const text = await answer.text();
    expect(answer.status, text).toBe(200);
    return wire.read(text);
  };

  test("brings every member of a new message, lists of texts and of files too", async () => {
    const { id } = simulator.control.createTicket();
    expect(Object.keys(fullMessage)).toEqual(Object.keys(newMessagePost.members));
    await post("Tickets/NewMessage", wire.write<object>(newMessagePost, { ...fullMessage, TicketId: id }));
    expect(simulator.control.messages(id)).toMatchObject([
      {
        body: fullMessage.Message,
        html: true,
        private: true,
        isMobileDevice: true,
        attachments: fullMessage.Attachments.map(({ FileName, Data }) => ({
          fileName: FileName,
          contentType: "application/octet-stream",
          contentLength: 256,
          data: Data,
        })),
        outboundEmail: { from: "support@requestor.example", cc: fullMessage.SendViaOutboundEmailCc },
      },
    ]);
    expect(simulator.control.messages(id)[0]?.outboundEmail?.bcc).toEqual(["boss@x.example"]);
  });

  test("holds base64 as it is", () => {
    const parts = wire.write<object>(newMessagePost, fullMessage).split(data.toString("base64"));
    expect(parts).toHaveLength(1 + fullMessage.Attachments.length);
  });

  test("names a ticket by its reference alone, and none of the optional members", async () => {
    const { id, ref } = simulator.control.createTicket();
    const bare = Object.fromEntries(Object.keys(fullMessage).map((name) => [name, null]));
    const flags = { Html: false, IsPrivate: false, IsMobileDevice: false, SendViaOutboundEmail: false };
    const one = { ...bare, ...flags, TicketREF: ref, Message: "x" };
    await post("Tickets/NewMessage", wire.write<object>(newMessagePost, one));
    expect(simulator.control.messages(id)).toMatchObject([
      { body: "x", html: false, private: false, isMobileDevice: false, attachments: [], outboundEmail: null },
    ]);
  });

  test("brings a new ticket of a type that is said by its name", async () => {
    const ticket = {
      Type: "ServiceRequest",
      ServiceId: 7,
      Subject: "Tiskárna <b>",
      Message: "<p>x</p>",
      Html: true,
      IsMobileDevice: true,
      SubmitterEmail: null,
      CloseImmediately: true,
      SendViaOutboundEmail: false,
    };
    const made = await post("Tickets/NewTicket", wire.write<object>(newTicketPost, ticket));
    const [{ id } = { id: 0 }] = simulator.control.tickets().filter(({ subject }) => subject === ticket.Subject);
    expect(String((made as { TicketId: unknown }).TicketId)).toBe(String(id));
    expect(simulator.control.ticket(id)).toMatchObject({ type: "ServiceRequest", serviceId: 7, closed: true });
    expect(simulator.control.messages(id)).toMatchObject([{ body: "<p>x</p>", html: true, isMobileDevice: true }]);
  });
});
