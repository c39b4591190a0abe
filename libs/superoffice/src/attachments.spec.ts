import { createHash, randomBytes } from "node:crypto";

import { DeliveryError, type ByteSink, type StoredBytes } from "@ticket-bridge/helpdesk";
import { afterEach, describe, expect, it } from "vitest";

import type { SuperOffice } from "./adapter.ts";
import { messageIdOf, outgoing, sent, Stage, ticketIdOf } from "./testing/desk.ts";

const stage = new Stage();
afterEach(() => stage.end());

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

function stored(bytes: Buffer): StoredBytes {
  return {
    size: bytes.length,
    async *open() {
      for (let at = 0; at < bytes.length; at += 65_536) yield await Promise.resolve(bytes.subarray(at, at + 65_536));
    },
  };
}

function memory(): ByteSink & { bytes: () => Buffer } {
  let pieces: Uint8Array[] = [];
  return {
    begin: () => void (pieces = []),
    write: (piece) => void pieces.push(Buffer.from(piece)),
    bytes: () => Buffer.concat(pieces),
  };
}

async function uploaded(desk: SuperOffice, name: string, bytes: Buffer) {
  const head = { name, contentType: "application/pdf", size: bytes.length, contentId: null };
  const id = await desk.createAttachment(head, sent);
  await desk.uploadAttachment(id, stored(bytes), sent);
  return { ...head, content: { uploaded: id } };
}

it("an attachment that was uploaded is read back byte for byte, and one without bytes holds nothing", async () => {
  const simulator = await stage.simulator();
  const desk = stage.adapter(simulator.url);
  for (const size of [0, 1, 500_000]) {
    const bytes = randomBytes(size);
    const { content } = await uploaded(desk, "č.pdf", bytes);
    const sink = memory();
    expect(await desk.readUploaded(content.uploaded, sink)).toBe(true);
    expect(sha256(sink.bytes())).toBe(sha256(bytes));
  }
  const empty = await desk.createAttachment({ name: "x", contentType: "a/b", size: 1, contentId: null }, sent);
  expect(await desk.readUploaded(empty, memory())).toBe(false);
});

describe.each([true, false])("with the call that saves both: %s", (saveWithOptions) => {
  it("a message stands with its attachments, in order, and nobody is told", async () => {
    const simulator = await stage.simulator({ saveWithOptions });
    const ticket = simulator.control.createTicket({ slevel: "External" });
    const desk = stage.adapter(simulator.url);
    const attachments = [
      await uploaded(desk, "a.pdf", Buffer.from("a")),
      await uploaded(desk, "b.pdf", Buffer.from("b")),
    ];
    const { id } = await desk.createMessage(outgoing(ticket.id, { attachments, visibility: "internal" }), sent);
    expect(simulator.control.attachments(Number(id)).map(({ name }) => name)).toEqual(["a.pdf", "b.pdf"]);
    expect(simulator.control.messages(ticket.id)).toMatchObject([{ slevel: "Internal" }]);
    expect(simulator.control.sent()).toEqual([]);
    const ids = attachments.map(({ content }) => content.uploaded);
    await desk.linkAttachments(id, ids, sent);
    expect(simulator.control.attachments(Number(id))).toHaveLength(2);
  });
});

it("a message whose attachments could not be linked is uncertain, and linking later adds what is missing", async () => {
  const simulator = await stage.simulator({ saveWithOptions: false });
  const ticket = simulator.control.createTicket({ slevel: "External" });
  const desk = stage.adapter(simulator.url);
  const attachments = [await uploaded(desk, "a.pdf", Buffer.from("a"))];
  simulator.control.faults.add({
    kind: "status",
    status: 500,
    body: "own-error",
    times: 1,
    match: { method: "POST", path: "/api/v1/TicketMessage/[0-9]+/Attachment" },
  });
  const outcome: unknown = await desk
    .createMessage(outgoing(ticket.id, { attachments }), sent)
    .catch((e: unknown) => e);
  expect(outcome).toBeInstanceOf(DeliveryError);
  expect(outcome).toMatchObject({ decision: "uncertain", fault: "side" });
  const [message] = simulator.control.messages(ticket.id);
  const id = messageIdOf(message?.id ?? 0);
  expect(simulator.control.attachments(Number(id))).toEqual([]);
  for (const _again of [1, 2])
    await desk.linkAttachments(
      id,
      attachments.map(({ content }) => content.uploaded),
      sent,
    );
  expect(simulator.control.attachments(Number(id))).toHaveLength(1);
});

describe("a web page with status 200, as a firewall or a server under maintenance answers", () => {
  const page = { kind: "html-instead-of-json" } as const;

  it("is no proof that bytes were taken or files linked", async () => {
    const simulator = await stage.simulator();
    const ticket = simulator.control.createTicket({ slevel: "External" });
    const desk = stage.adapter(simulator.url);
    const { content } = await uploaded(desk, "a.pdf", Buffer.from("a"));
    const { id } = await desk.createMessage(outgoing(ticket.id), sent);
    const unclear = { decision: "uncertain", fault: "side" };
    simulator.control.faults.add({ ...page, match: { method: "POST", path: "/api/v1/Attachment/[0-9]+/Content" } });
    await expect(desk.uploadAttachment(content.uploaded, stored(Buffer.from("b")), sent)).rejects.toMatchObject(
      unclear,
    );
    simulator.control.faults.add({ ...page, match: { method: "POST", path: "/api/v1/TicketMessage" } });
    await expect(desk.linkAttachments(id, [content.uploaded], sent)).rejects.toMatchObject(unclear);
    expect(simulator.control.attachments(Number(id))).toEqual([]);
  });

  it("is not taken for the bytes of a file, nor is another page for those of an HTML file", async () => {
    const simulator = await stage.simulator();
    const ticket = simulator.control.createTicket();
    const own = Buffer.from("<!doctype html><p>The file itself.");
    const attachments = [file, { name: "a.html", contentType: "text/html", content: own.toString("base64") }];
    const { id } = simulator.control.addMessage(ticket.id, { text: "x", attachments });
    const desk = stage.adapter(simulator.url);
    const [message] = await desk.readMessages(ticketIdOf(ticket.id), [messageIdOf(id)]);
    const [pdf, html] = message?.attachments ?? [];
    if (pdf === undefined || html === undefined) throw new Error("nothing was found");
    const pages = (times: number) =>
      simulator.control.faults.add({ ...page, times, match: { method: "GET", path: "/api/v1/Attachment/" } });
    const sink = memory();
    pages(1);
    const read = desk.readAttachment(messageIdOf(id), pdf, sink);
    await expect(read).rejects.toMatchObject({ decision: "retryable", fault: "side" });
    await desk.readAttachment(messageIdOf(id), pdf, sink);
    expect(sink.bytes()).toEqual(Buffer.from("AAEC", "base64"));
    pages(1);
    await desk.readAttachment(messageIdOf(id), html, sink);
    expect(sink.bytes()).toEqual(own);
    pages(2);
    const given = desk.readAttachment(messageIdOf(id), html, sink);
    await expect(given).rejects.toMatchObject({ decision: "permanent", fault: "message" });
  });
});

describe("a refusal", () => {
  it.each([400, 413])("of what is too large, %i, concerns the message only", async (tooLargeStatus) => {
    const simulator = await stage.simulator({ attachments: { maxMessageBytes: 10, tooLargeStatus } });
    const desk = stage.adapter(simulator.url);
    const outcome: unknown = await uploaded(desk, "a.pdf", randomBytes(11)).catch((e: unknown) => e);
    expect(outcome).toMatchObject({ decision: "permanent", fault: "message" });
  });

  it("of a type concerns the message only", async () => {
    const simulator = await stage.simulator({ attachments: { forbidden: [".exe"] } });
    const outcome: unknown = await uploaded(stage.adapter(simulator.url), "a.exe", randomBytes(1)).catch(
      (e: unknown) => e,
    );
    expect(outcome).toMatchObject({ decision: "permanent", fault: "message" });
  });
});

const file = { name: "a.pdf", contentType: "application/pdf", content: "AAEC" };

describe("a message's attachments", () => {
  it.each([
    {},
    { contract: "old" },
    { attachments: { told: "never" } },
    { attachments: { told: "in-batches" } },
  ] as const)("are found with it: %j", async (options) => {
    const simulator = await stage.simulator(options);
    const ticket = simulator.control.createTicket();
    const { id } = simulator.control.addMessage(ticket.id, { text: "x", attachments: [file] });
    const [message] = await stage.adapter(simulator.url).readMessages(ticketIdOf(ticket.id), [messageIdOf(id)]);
    expect(message?.attachments).toMatchObject([{ name: "a.pdf", size: 3, contentType: "application/pdf" }]);
  });

  it("cost no call where the ticket has none", async () => {
    const simulator = await stage.simulator({ contract: "old" });
    const ticket = simulator.control.createTicket();
    const { id } = simulator.control.addMessage(ticket.id, { text: "x" });
    const desk = stage.adapter(simulator.url);
    await desk.describeAccount();
    simulator.control.clearRecords();
    await desk.readMessages(ticketIdOf(ticket.id), [messageIdOf(id)]);
    expect(simulator.control.requests()).toEqual({ "GET /api/v1/TicketMessage/{id}": 1 });
  });
});
