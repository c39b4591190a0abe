import { randomBytes } from "node:crypto";
import { readdir } from "node:fs/promises";
import { join } from "node:path";

import type { FaultSpec } from "@ticket-bridge/simulators";
import { expect, it, vi } from "vitest";

import {
  asShown,
  filesOf,
  forRequestor,
  forSuperOffice,
  newFile,
  pixel,
  sha256,
  type ShownFile,
} from "./carried-files.ts";
import { onBothWires, type Stage } from "./on-both-wires.ts";
import type { LinkedPair, TwoHelpdesks, TwoHelpdesksOptions } from "./two-helpdesks.ts";

interface Scene {
  readonly desks: TwoHelpdesks;
  readonly pair: LinkedPair;
}

const sceneOn = async ({ helpdesks }: Stage): Promise<Scene> => ({
  desks: helpdesks,
  pair: await helpdesks.newPair(),
});

interface Shown {
  readonly text: string;
  readonly isPrivate: boolean;
  readonly files: readonly ShownFile[];
}

function inRequestor({ desks, pair: { requestor: ticket } }: Scene): Shown[] {
  return desks.requestor.control
    .messages(ticket)
    .filter(({ userFullName }) => userFullName === "Ticket Bridge")
    .map(({ id, body, private: isPrivate }) => ({ text: body, isPrivate, files: filesOf(desks, "requestor", id) }));
}

function inSuperOffice({ desks, pair: { superoffice: ticket } }: Scene): Shown[] {
  return desks.superoffice.control
    .messages(ticket)
    .filter(({ messageId }) => messageId !== "")
    .map(({ id, body, htmlBody, slevel }) => ({
      ...{ text: htmlBody || body, isPrivate: slevel !== "External" },
      files: filesOf(desks, "superoffice", id),
    }));
}

/** As expect.poll, which cannot tell tests that run beside each other apart. */
const eventually = (what: () => void | Promise<void>): Promise<void> =>
  vi.waitFor(what, { timeout: 45_000, interval: 30 });

async function mirrored(shown: () => Shown[], count = 1): Promise<Shown[]> {
  await eventually(() => expect(shown()).toHaveLength(count));
  return shown();
}

interface MirrorAnswer {
  readonly state: string;
  readonly losses: readonly string[];
  readonly attachments: readonly { readonly name: string; readonly sha256: string | null; readonly state: string }[];
}

async function record({ desks, pair }: Scene): Promise<MirrorAnswer> {
  const answer = await desks.api("GET", `/api/mirrors?state=mirrored&linkId=${pair.linkId}`);
  const list = answer.body as { items: { id: string }[] };
  return (await desks.api("GET", `/api/mirrors/${list.items[0]?.id ?? ""}`)).body as MirrorAnswer;
}

const files = [
  newFile("prázdný.txt", 0),
  newFile("請求書.pdf", 1),
  newFile("עברית.doc", 70_000),
  newFile("same.bin", 3),
  newFile("same.bin", 4),
  newFile("👩‍👩‍👧.png", 1_000_001),
];
const allShown = asShown(files);

onBothWires("attachments", (stage) => {
  it("cross to Requestor byte for byte, with their names, in order, and their hashes stand in the record (P7)", async () => {
    const at = await sceneOn(stage);
    at.desks.superoffice.control.addMessage(at.pair.superoffice, {
      text: "see files",
      attachments: forSuperOffice(files),
    });
    const [message] = await mirrored(() => inRequestor(at));
    expect(message?.files).toEqual(allShown);
    await eventually(async () =>
      expect(await record(at)).toMatchObject({
        losses: [],
        attachments: allShown.map((file) => ({ ...file, state: "ready" })),
      }),
    );
  });

  crossToSuperOffice(stage);

  it("of an internal note stay internal with it, both ways (P3)", async () => {
    const at = await sceneOn(stage);
    const given = files.slice(1, 2);
    at.desks.superoffice.control.addMessage(at.pair.superoffice, {
      ...{ text: "note", slevel: "Internal", from: 5, attachments: forSuperOffice(given) },
    });
    at.desks.requestor.control.addMessage(at.pair.requestor, {
      ...{ text: "note", private: true, from: "kim", attachments: forRequestor(given) },
    });
    const there = { isPrivate: true, files: allShown.slice(1, 2) };
    expect(await mirrored(() => inRequestor(at))).toMatchObject([there]);
    expect(await mirrored(() => inSuperOffice(at))).toMatchObject([there]);
  });

  it("nothing of an attachment is left on the disk", async () => {
    const at = await sceneOn(stage);
    at.desks.superoffice.control.addMessage(at.pair.superoffice, { text: "x", attachments: forSuperOffice(files) });
    at.desks.requestor.control.addMessage(at.pair.requestor, { text: "x", attachments: forRequestor(files) });
    await mirrored(() => inRequestor(at));
    await mirrored(() => inSuperOffice(at));
    const folder = join(at.desks.dataDir, "tmp");
    const [own = ""] = await readdir(folder);
    expect(own).toMatch(new RegExp(`^${process.pid}-`));
    await eventually(async () => expect(await readdir(join(folder, own))).toEqual([]));
  });
});

onBothWires(
  "attachments where SuperOffice has no one-call save",
  (stage) => {
    crossToSuperOffice(stage);

    it(
      "stand there once when the message was stored and linking them failed (P1, P2)",
      { timeout: 90_000 },
      async () => {
        const at = await sceneOn(stage);
        at.desks.superoffice.control.faults.add({
          kind: "status",
          status: 500,
          body: "own-error",
          match: { method: "POST", path: "/api/v1/TicketMessage/[0-9]+/Attachment" },
        });
        at.desks.requestor.control.addMessage(at.pair.requestor, {
          text: "x",
          attachments: forRequestor(files.slice(1, 3)),
        });
        await eventually(async () => expect(await record(at)).toMatchObject({ state: "mirrored" }));
        expect(inSuperOffice(at)).toMatchObject([{ files: allShown.slice(1, 3) }]);
      },
    );
  },
  { superoffice: { saveWithOptions: false } },
);

function crossToSuperOffice(stage: Stage): void {
  it("cross to SuperOffice byte for byte (P7)", async () => {
    const at = await sceneOn(stage);
    const { control } = at.desks.superoffice;
    const before = control.allAttachments().length;
    at.desks.requestor.control.addMessage(at.pair.requestor, { text: "see files", attachments: forRequestor(files) });
    const seen = () => inSuperOffice(at).filter((one) => one.files.length > 0);
    expect((await mirrored(seen))[0]?.files).toEqual(allShown);
    expect(control.allAttachments()).toHaveLength(before + files.length);
    expect(control.sent()).toEqual([]);
    await eventually(async () =>
      expect(await record(at)).toMatchObject({
        losses: [],
        attachments: allShown.map((file) => ({ ...file, state: "ready" })),
      }),
    );
  });
}

onBothWires(
  "attachments",
  (stage) => {
    it("of 25 MB cross both ways", { timeout: 90_000 }, async () => {
      const big = [newFile("big.bin", 25 * 1024 * 1024)];
      const shown = asShown(big);
      const at = await sceneOn(stage);
      at.desks.superoffice.control.addMessage(at.pair.superoffice, { text: "big", attachments: forSuperOffice(big) });
      at.desks.requestor.control.addMessage(at.pair.requestor, { text: "big", attachments: forRequestor(big) });
      expect((await mirrored(() => inRequestor(at)))[0]?.files).toEqual(shown);
      expect((await mirrored(() => inSuperOffice(at)))[0]?.files).toEqual(shown);
    });
  },
  { headersMs: 20_000, mostAttachmentBytes: 30 * 1024 * 1024, requestor: { maxBodyBytes: 60_000_000 } },
);

const answerLost = (path: string): FaultSpec => ({ kind: "reset-after-commit", match: { method: "POST", path } });

onBothWires("attachments under faults", (stage) => {
  it.each([
    ["the answer to creating is lost", answerLost("/api/v1/Attachment$")],
    ["the answer to an upload is lost", answerLost("/api/v1/Attachment/[0-9]+/Content")],
    ["the answer to the message is lost", answerLost("/api/v1/Agents/Ticket/SaveTicketMessageEntityWithOptions")],
    ["a download breaks", { kind: "reset-before-commit", times: 4, match: { path: "/Attachment/Download" } }],
  ] as const)("stand in SuperOffice once when %s (P1, P2)", { timeout: 90_000 }, async (what, fault) => {
    const at = await sceneOn(stage);
    const given = files.slice(1, 3);
    const side = what === "a download breaks" ? at.desks.requestor : at.desks.superoffice;
    side.control.faults.add(fault);
    at.desks.requestor.control.addMessage(at.pair.requestor, { text: "see files", attachments: forRequestor(given) });
    await eventually(async () => expect(await record(at)).toMatchObject({ state: "mirrored" }));
    expect(inSuperOffice(at)).toMatchObject([{ files: allShown.slice(1, 3) }]);
    const uploads = at.desks.superoffice.control.writes().filter(({ path }) => path.endsWith("/Content"));
    expect(uploads).toHaveLength(2);
  });

  it("stand in Requestor once when the answer to the message is lost (P2)", { timeout: 90_000 }, async () => {
    const at = await sceneOn(stage);
    at.desks.requestor.control.faults.add(answerLost("/api/Tickets/NewMessage"));
    at.desks.superoffice.control.addMessage(at.pair.superoffice, { text: "x", attachments: forSuperOffice(files) });
    await eventually(async () => expect(await record(at)).toMatchObject({ state: "mirrored" }));
    expect(inRequestor(at)).toMatchObject([{ files: allShown }]);
  });
});

const said = "what cannot cross is said in the message and in the record (P7)";
const oneFile = forRequestor([newFile("report.pdf", 2_000)]);
const cannotCross: readonly (readonly [when: string, options: TwoHelpdesksOptions, why: RegExp])[] = [
  ["no address is set", { attachmentPath: null }, /REQUESTOR_ATTACHMENT_URL/],
  ["the site does not have it", { requestor: { downloads: null } }, /does not have it \(404\)/],
  ["SuperOffice takes less", { superoffice: { attachments: { maxMessageBytes: 1_000 } } }, /413/],
  ["SuperOffice refuses its type", { superoffice: { attachments: { forbidden: [".pdf"] } } }, /not allowed/],
];

for (const [when, options, why] of cannotCross) {
  onBothWires(
    said,
    (stage) => {
      it(`when ${when}`, async () => {
        const at = await sceneOn(stage);
        at.desks.requestor.control.addMessage(at.pair.requestor, { text: "see file", attachments: oneFile });
        const [message] = await mirrored(() => inSuperOffice(at));
        expect(message?.files).toEqual([]);
        expect(message?.text).toMatch(
          /^see file\n\n\[Attachment not carried: report\.pdf, 2 kB, application\/pdf \(.+\)\]$/,
        );
        expect(message?.text).toMatch(why);
        await eventually(async () =>
          expect(await record(at)).toMatchObject({ attachments: [{ state: "lost", sha256: null }] }),
        );
        expect((await record(at)).losses[0]).toMatch(why);
      });
    },
    options,
  );
}

onBothWires(
  said,
  (stage) => {
    it("when it is too large for Requestor, and the others cross", async () => {
      const at = await sceneOn(stage);
      at.desks.superoffice.control.addMessage(at.pair.superoffice, { text: "x", attachments: forSuperOffice(files) });
      const [message] = await mirrored(() => inRequestor(at));
      expect(message?.files).toEqual(allShown.slice(0, -1));
      expect(message?.text).toMatch(
        /\[Attachment not carried: 👩.+\.png, 1\.0 MB, application\/pdf \(too large: Requestor takes 0\.1 MB a message\)\]/u,
      );
    });

    it("when SuperOffice lost its bytes", async () => {
      const at = await sceneOn(stage);
      const { control } = at.desks.superoffice;
      await at.desks.stopBridge();
      const { id } = control.addMessage(at.pair.superoffice, {
        text: "x",
        attachments: forSuperOffice(files.slice(1, 2)),
      });
      for (const attachment of control.attachments(id)) control.loseContent(attachment.id);
      await at.desks.startBridge();
      expect((await mirrored(() => inRequestor(at)))[0]?.text).toMatch(/does not have it any more/);
    });
  },
  { mostAttachmentBytes: 100_000, webhooks: false },
);

const picture = { name: "logo.png", contentType: "image/png", inlineImage: true, contentId: "logo@x" };

onBothWires("pictures within the text", (stage) => {
  standInRequestor(stage);

  it("that are too large for Requestor's text are attached and named there", async () => {
    const at = await sceneOn(stage);
    const bytes = Buffer.concat([pixel, randomBytes(400_000)]);
    at.desks.superoffice.control.addMessage(at.pair.superoffice, {
      text: '<p>Look: <img src="cid:logo@x"> there</p>',
      html: true,
      attachments: [{ ...picture, content: bytes.toString("base64") }],
    });
    const [message] = await mirrored(() => inRequestor(at));
    expect(message?.text).toContain("Look: <span>[logo.png]</span> there");
    expect(message?.files).toEqual([{ name: "logo.png", sha256: sha256(bytes) }]);
  });

  it("of Requestor are shown in SuperOffice's text by their Content-Id", async () => {
    const at = await sceneOn(stage);
    const { control, url } = at.desks.requestor;
    const attachments = [{ id: 7001, fileName: "logo.png", contentType: "image/png", data: pixel.toString("base64") }];
    control.addMessage(at.pair.requestor, {
      text: `<p>Look: <img src="${url}/Attachment/Download/7001" alt="Logo"> there</p>`,
      html: true,
      attachments,
    });
    const [message] = await mirrored(() => inSuperOffice(at));
    const stored = at.desks.superoffice.control.allAttachments().at(-1);
    expect(stored).toMatchObject({
      inlineImage: true,
      contentId: expect.stringMatching(/^picture1\.\d+@bridge\.test$/) as string,
    });
    expect(message?.text).toContain(`<img src="cid:${stored?.contentId ?? ""}" alt="Logo" />`);
    expect(message?.files).toEqual([{ name: "logo.png", sha256: sha256(pixel) }]);
  });
});

onBothWires("pictures that are links of the tenant", standInRequestor, {
  superoffice: { attachments: { linksPictures: true } },
});

function standInRequestor(stage: Stage): void {
  it("of SuperOffice stand in Requestor's text", async () => {
    const at = await sceneOn(stage);
    at.desks.superoffice.control.addMessage(at.pair.superoffice, {
      text: '<p>Look: <img src="cid:logo@x" alt="Logo"> there</p>',
      html: true,
      attachments: [{ ...picture, content: pixel.toString("base64") }],
    });
    const [message] = await mirrored(() => inRequestor(at));
    expect(message?.text).toContain(`<img src="data:image/png;base64,${pixel.toString("base64")}" alt="Logo" />`);
    expect(message?.files).toEqual([]);
    await eventually(async () =>
      expect(await record(at)).toMatchObject({ losses: [], attachments: [{ sha256: sha256(pixel) }] }),
    );
  });
}
