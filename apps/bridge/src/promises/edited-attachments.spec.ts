import { createHash, randomBytes } from "node:crypto";

import { sharedPostgresql } from "@ticket-bridge/store/shared-databases";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { TwoHelpdesks, type LinkedPair } from "./two-helpdesks.ts";

// On a server, where a database of its own takes a test 0.2 s; an embedded one takes three.
const server = sharedPostgresql();

let at: TwoHelpdesks;
let pair: LinkedPair;

beforeEach(async () => {
  at = await TwoHelpdesks.start({ databaseUrl: await server.createDatabase() });
  pair = await at.newPair();
});

afterEach(async () => {
  await at.stop();
});

const sha256 = (base64: string): string => createHash("sha256").update(Buffer.from(base64, "base64")).digest("hex");
const png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const bytes = { first: randomBytes(70_000).toString("base64"), second: randomBytes(1_001).toString("base64") };
const eventually = { timeout: 20_000, interval: 20 };

/** The mirrors in SuperOffice, each with its text and its files. */
function inSuperOffice() {
  const { control } = at.superoffice;
  const mirrors = control.messages(pair.superoffice).filter(({ messageId }) => messageId !== "");
  return mirrors.map(({ id, htmlBody, body }) => ({
    text: htmlBody || body,
    files: control.attachments(id).map(({ name, content }) => [name, sha256(content ?? "")]),
    contentIds: control.attachments(id).map(({ contentId }) => contentId),
  }));
}

/** The mirrors and corrections in Requestor. */
function inRequestor() {
  const all = at.requestor.control.messages(pair.requestor);
  return all
    .filter(({ userFullName }) => userFullName === "Ticket Bridge")
    .map(({ body, attachments }) => ({
      text: body,
      files: attachments.map(({ fileName, data }) => [fileName, sha256(data)]),
    }));
}

describe("an edit that adds and takes away attachments", () => {
  it("of Requestor brings the new one to the mirror byte for byte, and tells what is gone (P7)", async () => {
    const { control } = at.requestor;
    const { id } = control.addMessage(pair.requestor, {
      text: "one",
      attachments: [{ fileName: "a.bin", data: bytes.first }],
    });
    await expect.poll(() => inSuperOffice().map(({ files }) => files.length), eventually).toEqual([1]);
    control.editMessage(id, {
      text: "two",
      attachments: [{ fileName: "b.bin", data: bytes.second }],
      detach: ["a.bin"],
    });
    await expect.poll(() => inSuperOffice()[0]?.files, eventually).toHaveLength(2);
    expect(inSuperOffice()).toMatchObject([
      {
        text: "two\n\n[No longer attached in Requestor: a.bin]",
        files: [
          ["a.bin", sha256(bytes.first)],
          ["b.bin", sha256(bytes.second)],
        ],
      },
    ]);
    expect(at.superoffice.control.allAttachments()).toHaveLength(2);
    expect(at.superoffice.control.sent()).toEqual([]);
  });

  it("of Requestor says in its text what SuperOffice refuses to link, and brings it with the next edit (P7)", async () => {
    const { control } = at.requestor;
    const { id } = control.addMessage(pair.requestor, { text: "one" });
    await expect.poll(() => inSuperOffice().map(({ text }) => text), eventually).toEqual(["one"]);
    const match = { method: "POST", path: "^/api/v1/TicketMessage/[0-9]+/Attachment$" };
    at.superoffice.control.faults.add({ kind: "status", status: 403, body: "own-error", match });
    control.editMessage(id, { text: "two", attachments: [{ fileName: "a.bin", data: bytes.first }] });
    await expect
      .poll(() => inSuperOffice()[0]?.text, eventually)
      .toMatch(/^two\n\n\[Attachment not carried: a\.bin, .*\b403\b/);
    expect(inSuperOffice()[0]?.files).toEqual([]);
    control.editMessage(id, { text: "three" });
    await expect.poll(() => inSuperOffice()[0]?.files, eventually).toEqual([["a.bin", sha256(bytes.first)]]);
    expect(inSuperOffice().map(({ text }) => text)).toEqual(["three"]);
    expect(at.superoffice.control.sent()).toEqual([]);
  });

  it("of SuperOffice sends the new one with its correction, and tells what is gone (P7)", async () => {
    const { control } = at.superoffice;
    const { id } = control.addMessage(pair.superoffice, {
      text: "one",
      attachments: [{ name: "a.bin", content: bytes.first }],
    });
    await expect.poll(() => inRequestor().length, eventually).toBe(1);
    // ChangedAt counts in seconds: an edit in the second of the message's own writing shows in no listing.
    const written = Date.now();
    await expect.poll(() => Date.now(), eventually).toBeGreaterThan(written + 1_000);
    control.editMessage(id, {
      text: "two",
      attachments: [{ name: "b.bin", content: bytes.second }],
      detach: ["a.bin"],
    });
    await expect.poll(() => inRequestor().length, eventually).toBe(2);
    const [mirror, correction] = inRequestor();
    expect(mirror?.files).toEqual([["a.bin", sha256(bytes.first)]]);
    expect(correction?.files).toEqual([["b.bin", sha256(bytes.second)]]);
    expect(correction?.text).toContain("[No longer attached in SuperOffice: a.bin]");
  });
});

it("an edit keeps the pictures that stand in SuperOffice's text, and adds those that it brings", async () => {
  const { control, url } = at.requestor;
  const show = (id: number) => `<img src="${url}/Attachment/Download/${id}" alt="${id}">`;
  const logo = (id: number) => ({ id, fileName: `${id}.png`, contentType: "image/png", data: png });
  const { id } = control.addMessage(pair.requestor, {
    text: `<p>one ${show(7001)}</p>`,
    html: true,
    attachments: [logo(7001)],
  });
  await expect.poll(() => inSuperOffice().length, eventually).toBe(1);
  control.editMessage(id, { text: `<p>two ${show(7002)} ${show(7001)}</p>`, attachments: [logo(7002)] });
  await expect.poll(() => inSuperOffice()[0]?.contentIds, eventually).toHaveLength(2);
  const [mirror] = inSuperOffice();
  const [first, second] = mirror?.contentIds ?? [];
  expect(mirror?.text).toContain(`two <img src="cid:${second}" alt="7002" /> <img src="cid:${first}" alt="7001" />`);
  expect(first).not.toBe(second);
});

it("a new message found without a file that SuperOffice refuses to link gets it by an edit (P2, P7)", async () => {
  await at.stop();
  const superoffice = { saveWithOptions: false, webhooks: { requireHttps: false, delayScale: 0.02 } };
  at = await TwoHelpdesks.start({ databaseUrl: await server.createDatabase(), superoffice });
  pair = await at.newPair();
  const match = { method: "POST", path: "^/api/v1/TicketMessage/[0-9]+/Attachment$" };
  // The first one leaves the message unclear; the second is that of the link anew after it was found.
  at.superoffice.control.faults.add({ kind: "status", status: 403, body: "own-error", match, times: 2 });
  at.requestor.control.addMessage(pair.requestor, {
    text: "one",
    attachments: [{ fileName: "a.bin", data: bytes.first }],
  });
  await expect
    .poll(() => inSuperOffice().map(({ files }) => files), eventually)
    .toEqual([[["a.bin", sha256(bytes.first)]]]);
  expect(inSuperOffice().map(({ text }) => text)).toEqual(["one"]);
  expect(at.superoffice.control.faultCounts().total).toBe(2);
});
