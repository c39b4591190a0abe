import { createHash } from "node:crypto";
import { expect, it } from "vitest";

import { BASIC, superOffice } from "../testing/superoffice.ts";
import type { Client } from "../testing/superoffice.ts";

const bytes = Buffer.from([0, 1, 2, 250, 251, 252]);

async function upload(client: Client, id: unknown, content: Buffer, contentType = "application/octet-stream") {
  const response = await fetch(`${client.url}/api/v1/Attachment/${String(id)}/Content`, {
    method: "POST",
    headers: { authorization: BASIC, "content-type": contentType },
    body: new Uint8Array(content),
  });
  return { status: response.status, text: await response.text() };
}

async function download(client: Client, id: unknown) {
  const response = await fetch(`${client.url}/api/v1/Attachment/${String(id)}/Content`, {
    headers: { authorization: BASIC },
  });
  return { status: response.status, bytes: Buffer.from(await response.arrayBuffer()) };
}

const named = { AttachmentId: 0, Name: "a.bin", ContentType: "application/pdf", AttSize: 6, InlineImage: false };

it("an attachment is created, uploaded, linked, listed and downloaded", async () => {
  const client = await superOffice();
  const ticket = client.control.createTicket();
  const message = client.control.addMessage(ticket.id, { text: "see file" });
  const created = await client.call("POST", "/Attachment", named);
  const id = created.json["AttachmentId"];
  expect(await download(client, id)).toMatchObject({ status: 404 });
  expect(await upload(client, id, bytes)).toMatchObject({ status: 204 });
  expect((await client.call("POST", `/TicketMessage/${message.id}/Attachment`, [id])).status).toBe(204);
  expect(await download(client, id)).toEqual({ status: 200, bytes });
  const listed = await client.call("GET", `/TicketMessage/${message.id}/Attachment`);
  expect(listed.json).toMatchObject([{ AttachmentId: id, Name: "a.bin", AttSize: 6 }]);
  const read = await client.call("GET", `/TicketMessage/${message.id}`);
  expect(read.json).toMatchObject({ AttachmentsInfo: [{ AttachmentId: id }], Ticket: { HasAttachment: true } });
  const whole = await client.call("GET", `/Ticket/${ticket.id}`);
  expect(whole.json["Messages"]).toMatchObject([{ NumAttachments: 1 }]);
});

it("only listed media types can be uploaded, and what is too large is refused as set", async () => {
  const client = await superOffice({ attachments: { maxMessageBytes: 5, tooLargeStatus: 400, forbidden: [".exe"] } });
  const { json } = await client.call("POST", "/Attachment", named);
  expect(await upload(client, json["AttachmentId"], bytes, "application/pdf")).toMatchObject({ status: 415 });
  expect(await upload(client, json["AttachmentId"], bytes)).toMatchObject({ status: 400 });
  expect((await client.call("POST", "/Attachment", { ...named, Name: "run.EXE" })).status).toBe(400);
});

it("one call saves a message with its attachments, without notice", async () => {
  const client = await superOffice();
  const ticket = client.control.createTicket();
  const { json } = await client.call("POST", "/Attachment", named);
  await upload(client, json["AttachmentId"], bytes);
  const saved = await client.call("POST", "/Agents/Ticket/SaveTicketMessageEntityWithOptions", {
    Entity: { EjMessageId: 0, Ticket: { TicketId: ticket.id }, Body: "see file" },
    Notify: false,
    AttachmentIds: [json["AttachmentId"]],
    UpdateRepliedAt: false,
  });
  expect(saved.json).toMatchObject({ Body: "see file", AttachmentsInfo: [{ Name: "a.bin" }] });
  expect(client.control.sent()).toEqual([]);
  expect(client.control.attachments(Number(saved.json["EjMessageId"]))).toMatchObject([{ name: "a.bin" }]);
  const older = await superOffice({ saveWithOptions: false });
  expect((await older.call("POST", "/Agents/Ticket/SaveTicketMessageEntityWithOptions", {})).status).toBe(404);
});

it("pictures within the text are links or embedded", async () => {
  const client = await superOffice({ attachments: { linksPictures: true } });
  const ticket = client.control.createTicket();
  const attachments = [
    { name: "p.png", contentType: "image/png", content: "iVBORw==", inlineImage: true, contentId: "p1" },
  ];
  const { id } = client.control.addMessage(ticket.id, { text: '<img src="cid:p1">', html: true, attachments });
  const linked = await client.call("GET", `/TicketMessage/${id}`);
  expect(linked.json["HtmlBody"]).toMatch(/^<img src="https:.*attachmentId=701/);
  const embedded = await client.call("GET", `/TicketMessage/${id}?embedImages=Inline`);
  expect(embedded.json["HtmlBody"]).toBe('<img src="data:image/png;base64,iVBORw==">');
});

it("the record of writes keeps the hash of an upload, not its bytes", async () => {
  const client = await superOffice();
  const { json } = await client.call("POST", "/Attachment", named);
  await upload(client, json["AttachmentId"], bytes);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  expect(client.control.writes().at(-1)?.body).toEqual({ bytes: 6, sha256 });
});
