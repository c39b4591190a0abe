import { createHash, randomBytes } from "node:crypto";

import { expect, it, vi } from "vitest";

import { onBothWires, type Stage } from "./on-both-wires.ts";
import type { LinkedPair, TwoHelpdesks } from "./two-helpdesks.ts";

interface Scene {
  readonly at: TwoHelpdesks;
  readonly pair: LinkedPair;
}

const sceneOn = async ({ helpdesks }: Stage): Promise<Scene> => ({ at: helpdesks, pair: await helpdesks.newPair() });

const sha256 = (base64: string): string => createHash("sha256").update(Buffer.from(base64, "base64")).digest("hex");
const png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const bytes = { first: randomBytes(70_000).toString("base64"), second: randomBytes(1_001).toString("base64") };
const eventually = (what: () => void): Promise<void> => vi.waitFor(what, { timeout: 45_000, interval: 30 });

/** The mirrors in SuperOffice, each with its text and its files. */
function inSuperOffice({ at, pair }: Scene) {
  const { control } = at.superoffice;
  const mirrors = control.messages(pair.superoffice).filter(({ messageId }) => messageId !== "");
  return mirrors.map(({ id, htmlBody, body }) => ({
    text: htmlBody || body,
    files: control.attachments(id).map(({ name, content }) => [name, sha256(content ?? "")]),
    contentIds: control.attachments(id).map(({ contentId }) => contentId),
  }));
}

/** The mirrors and corrections in Requestor. */
function inRequestor({ at, pair }: Scene) {
  const all = at.requestor.control.messages(pair.requestor);
  return all
    .filter(({ userFullName }) => userFullName === "Ticket Bridge")
    .map(({ body, attachments }) => ({
      text: body,
      files: attachments.map(({ fileName, data }) => [fileName, sha256(data)]),
    }));
}

onBothWires("an edit", (stage) => {
  it("of Requestor brings the new one to the mirror byte for byte, and tells what is gone (P7)", async () => {
    const scene = await sceneOn(stage);
    const { at, pair } = scene;
    const { control } = at.requestor;
    const { id } = control.addMessage(pair.requestor, {
      text: "one",
      attachments: [{ fileName: "a.bin", data: bytes.first }],
    });
    await eventually(() => expect(inSuperOffice(scene).map(({ files }) => files.length)).toEqual([1]));
    control.editMessage(id, {
      text: "two",
      attachments: [{ fileName: "b.bin", data: bytes.second }],
      detach: ["a.bin"],
    });
    await eventually(() => expect(inSuperOffice(scene)[0]?.files).toHaveLength(2));
    expect(inSuperOffice(scene)).toMatchObject([
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
    const scene = await sceneOn(stage);
    const { at, pair } = scene;
    const { control } = at.requestor;
    const { id } = control.addMessage(pair.requestor, { text: "one" });
    await eventually(() => expect(inSuperOffice(scene).map(({ text }) => text)).toEqual(["one"]));
    const match = { method: "POST", path: "^/api/v1/TicketMessage/[0-9]+/Attachment$" };
    at.superoffice.control.faults.add({ kind: "status", status: 403, body: "own-error", match });
    control.editMessage(id, { text: "two", attachments: [{ fileName: "a.bin", data: bytes.first }] });
    await eventually(() =>
      expect(inSuperOffice(scene)[0]?.text).toMatch(/^two\n\n\[Attachment not carried: a\.bin, .*\b403\b/),
    );
    expect(inSuperOffice(scene)[0]?.files).toEqual([]);
    control.editMessage(id, { text: "three" });
    await eventually(() => expect(inSuperOffice(scene)[0]?.files).toEqual([["a.bin", sha256(bytes.first)]]));
    expect(inSuperOffice(scene).map(({ text }) => text)).toEqual(["three"]);
    expect(at.superoffice.control.sent()).toEqual([]);
  });

  it("of SuperOffice sends the new one with its correction, and tells what is gone (P7)", async () => {
    const scene = await sceneOn(stage);
    const { at, pair } = scene;
    const { control } = at.superoffice;
    const { id } = control.addMessage(pair.superoffice, {
      text: "one",
      attachments: [{ name: "a.bin", content: bytes.first }],
    });
    await eventually(() => expect(inRequestor(scene).length).toBe(1));
    // ChangedAt counts in seconds: an edit in the second of the message's own writing shows in no listing.
    const written = Date.now();
    await eventually(() => expect(Date.now()).toBeGreaterThan(written + 1_000));
    control.editMessage(id, {
      text: "two",
      attachments: [{ name: "b.bin", content: bytes.second }],
      detach: ["a.bin"],
    });
    await eventually(() => expect(inRequestor(scene).length).toBe(2));
    const [mirror, correction] = inRequestor(scene);
    expect(mirror?.files).toEqual([["a.bin", sha256(bytes.first)]]);
    expect(correction?.files).toEqual([["b.bin", sha256(bytes.second)]]);
    expect(correction?.text).toContain("[No longer attached in SuperOffice: a.bin]");
  });

  it("keeps the pictures that stand in SuperOffice's text, and adds those that it brings", async () => {
    const scene = await sceneOn(stage);
    const { at, pair } = scene;
    const { control, url } = at.requestor;
    const show = (id: number) => `<img src="${url}/Attachment/Download/${id}" alt="${id}">`;
    const logo = (id: number) => ({ id, fileName: `${id}.png`, contentType: "image/png", data: png });
    const { id } = control.addMessage(pair.requestor, {
      text: `<p>one ${show(7001)}</p>`,
      html: true,
      attachments: [logo(7001)],
    });
    await eventually(() => expect(inSuperOffice(scene).length).toBe(1));
    control.editMessage(id, { text: `<p>two ${show(7002)} ${show(7001)}</p>`, attachments: [logo(7002)] });
    await eventually(() => expect(inSuperOffice(scene)[0]?.contentIds).toHaveLength(2));
    const [mirror] = inSuperOffice(scene);
    const [first, second] = mirror?.contentIds ?? [];
    expect(mirror?.text).toContain(`two <img src="cid:${second}" alt="7002" /> <img src="cid:${first}" alt="7001" />`);
    expect(first).not.toBe(second);
  });
});

onBothWires(
  "attachments where SuperOffice has no one-call save",
  (stage) => {
    it("come by an edit to a new message found without a file that SuperOffice refused to link (P2, P7)", async () => {
      const scene = await sceneOn(stage);
      const { at, pair } = scene;
      const match = { method: "POST", path: "^/api/v1/TicketMessage/[0-9]+/Attachment$" };
      // The first one leaves the message unclear; the second is that of the link anew after it was found.
      at.superoffice.control.faults.add({ kind: "status", status: 403, body: "own-error", match, times: 2 });
      at.requestor.control.addMessage(pair.requestor, {
        text: "one",
        attachments: [{ fileName: "a.bin", data: bytes.first }],
      });
      await eventually(() =>
        expect(inSuperOffice(scene).map(({ files }) => files)).toEqual([[["a.bin", sha256(bytes.first)]]]),
      );
      expect(inSuperOffice(scene).map(({ text }) => text)).toEqual(["one"]);
      expect(at.superoffice.control.faultCounts().total).toBe(2);
    });
  },
  { superoffice: { saveWithOptions: false } },
);
