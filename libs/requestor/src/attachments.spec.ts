import { createHash, randomBytes } from "node:crypto";

import type { AttachmentInfo, ByteSink, OutgoingAttachment, StoredBytes } from "@ticket-bridge/helpdesk";
import { startRequestorSimulator, type RequestorSimulatorOptions } from "@ticket-bridge/simulators";
import { describe, expect, test } from "vitest";

import { attachmentAddress } from "./read-attachment.ts";
import { answering, html, json } from "./testing/answering.ts";
import { free, messageId, outgoing, ticketId } from "./testing/outgoing.ts";
import { failureOf, requestorAt } from "./testing/requestor-at.ts";

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

function stored(bytes: Buffer): StoredBytes {
  return {
    size: bytes.length,
    async *open() {
      for (let at = 0; at < bytes.length; at += 65_536) yield await Promise.resolve(bytes.subarray(at, at + 65_536));
    },
  };
}

function file(name: string, bytes: Buffer): OutgoingAttachment {
  return {
    name,
    contentType: "application/pdf",
    size: bytes.length,
    contentId: null,
    content: { bytes: stored(bytes) },
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

const info: AttachmentInfo = { id: "a/b 1", name: "x.pdf", contentType: "application/pdf", size: null, inline: false };

async function desk(
  options: RequestorSimulatorOptions = {},
  wire: "json" | "xml" = "json",
  path = "/Attachment/Download/{id}",
) {
  const simulator = await startRequestorSimulator(options);
  const requestor = requestorAt(simulator.url, { wire, attachmentUrl: `${simulator.url}${path}` });
  return {
    simulator,
    requestor,
    [Symbol.asyncDispose]: async () => {
      await requestor[Symbol.asyncDispose]();
      await simulator.stop();
    },
  };
}

describe.each(["json", "xml"] as const)("over %s", (wire) => {
  test("files go out with their message byte for byte, with names of every script", async () => {
    await using at = await desk({}, wire);
    const { id } = at.simulator.control.createTicket();
    const sizes = [0, 1, 2, 3, 1000, 700_001];
    const names = ["prázdný.txt", "請求書.pdf", "עברית.doc", "a & <b>.txt", "👩‍👩‍👧.png", "a & <b>.txt"];
    const contents = sizes.map((size) => randomBytes(size));
    const attachments = contents.map((bytes, place) => file(names[place] ?? "", bytes));
    await at.requestor.createMessage(outgoing(id, { attachments }), free);
    const [message] = at.simulator.control.messages(id);
    expect(message?.attachments.map(({ fileName, contentLength }) => [fileName, contentLength])).toEqual(
      names.map((name, place) => [name, sizes[place]]),
    );
    expect(message?.attachments.map(({ data }) => sha256(Buffer.from(data, "base64")))).toEqual(contents.map(sha256));
  });

  test("files are listed with their message and downloaded byte for byte", async () => {
    await using at = await desk({}, wire);
    const { id } = at.simulator.control.createTicket();
    const bytes = randomBytes(300_000);
    at.simulator.control.addMessage(id, {
      text: "x",
      attachments: [{ fileName: "č.bin", data: bytes.toString("base64") }],
    });
    const [stub] = (await at.requestor.listMessages(ticketId(id)))?.messages ?? [];
    const [attachment] = stub?.message?.attachments ?? [];
    if (stub === undefined || attachment === undefined) throw new Error("nothing was listed");
    expect(attachment).toMatchObject({ name: "č.bin", size: 300_000 });
    expect(attachment.address).toBe(`${at.simulator.url}/Attachment/Download/${attachment.id}`);
    const sink = memory();
    await at.requestor.readAttachment(stub.id, attachment, sink);
    expect(sha256(sink.bytes())).toBe(sha256(bytes));
  });
});

test("a lease that ends while a file goes out stops the message, which is then surely not written", async () => {
  await using at = await desk();
  const { id } = at.simulator.control.createTicket();
  const stop = new Error("no longer ours");
  let pieces = 0;
  const whileSending = (): void => {
    pieces += 1;
    if (pieces === 5) throw stop;
  };
  const attachments = [file("big.bin", randomBytes(5_000_000))];
  await expect(at.requestor.createMessage(outgoing(id, { attachments }), { ...free, whileSending })).rejects.toBe(stop);
  await at.requestor.createMessage(outgoing(id), free);
  expect(at.simulator.control.messages(id).map(({ attachments: none }) => none)).toEqual([[]]);
});

describe("an attachment cannot be had", () => {
  test("without an address", async () => {
    await using at = await answering(json({}));
    const error = await failureOf(at.requestor.readAttachment(messageId(1), info, memory()));
    expect(error).toMatchObject({ decision: "permanent", fault: "message" });
    expect(error.message).toMatch(/REQUESTOR_ATTACHMENT_URL/);
  });

  test.each([
    ["gone", html(404), /does not have it/],
    ["refused", html(403), /refused it/],
    ["elsewhere", { status: 302, body: "" }, /another address/],
    ["behind a page to sign in", html(200, "Sign in"), /web page/],
  ])("when it is %s", async (_what, answer, sentence) => {
    await using at = await answering(answer);
    await using requestor = requestorAt(at.url, { attachmentUrl: `${at.url}/files?x={id}&y=1` });
    const error = await failureOf(requestor.readAttachment(messageId(1), info, memory()));
    expect(error).toMatchObject({ decision: "permanent", fault: "message" });
    expect(error.message).toMatch(sentence);
    expect(at.seen.at(-1)?.url).toBe("/files?x=a%2Fb%201&y=1");
  });

  test("now, where a web page came in its place once, and is had at the second look", async () => {
    await using at = await desk();
    at.simulator.control.faults.add({ kind: "html-instead-of-json", match: { path: "/Attachment/Download" } });
    const { attachments } = at.simulator.control.addMessage(at.simulator.control.createTicket().id, {
      attachments: [{ fileName: "x.pdf", data: "AAEC" }],
    });
    const sink = memory();
    await at.requestor.readAttachment(messageId(1), { ...info, id: String(attachments[0]?.id) }, sink);
    expect(sink.bytes()).toEqual(Buffer.from("AAEC", "base64"));
  });

  test("now, where the API too answers with web pages", async () => {
    await using at = await desk();
    for (const path of ["/Attachment/Download", "/api/"]) {
      at.simulator.control.faults.add({ kind: "html-instead-of-json", times: "always", match: { path } });
    }
    const error = await failureOf(at.requestor.readAttachment(messageId(1), { ...info, id: "1" }, memory()));
    expect(error).toMatchObject({ decision: "retryable", fault: "side" });
  });

  test("now, where the site cannot answer", async () => {
    await using at = await answering(html(503));
    await using requestor = requestorAt(at.url, { attachmentUrl: `${at.url}/files/{id}` });
    const error = await failureOf(requestor.readAttachment(messageId(1), info, memory()));
    expect(error).toMatchObject({ decision: "retryable", fault: "side" });
  });
});

test.each([".", "..", "", "..//"])("an id that is no name in the address, %j, stays within it", (id) => {
  const address = attachmentAddress("https://requestor.example/site/File/{id}", "https://requestor.example/site");
  expect(new URL(address(id)).pathname).toMatch(/^\/site\/File\/.+$/);
});

test("an address on another host, or without {id}, is refused at once", () => {
  for (const attachmentUrl of [
    "http://elsewhere.example/{id}",
    "http://requestor.example/files",
    "not an address {id}",
  ]) {
    expect(() => requestorAt("http://requestor.example", { attachmentUrl })).toThrow(TypeError);
  }
});
