import { expect, it, vi } from "vitest";

import { newFile, pixel, type GivenFile } from "./carried-files.ts";
import { Conversation } from "./conversation.ts";
import { onBothWires, type StageOptions, type Wire } from "./on-both-wires.ts";
import type { TwoHelpdesks } from "./two-helpdesks.ts";
import { calm, faultsMet, rewriting, unleash } from "./whole-mix.ts";

const timeout = 240_000;
const mostForRequestor = 400_000;

const small = newFile("beside.bin", 10);
const some = (): GivenFile[] => [
  newFile("přehled.pdf", 40_000),
  newFile("same.bin", 3),
  newFile("same.bin", 70_000),
  newFile("請求書.txt", 0),
];
const logo = { name: "logo.png", bytes: pixel, contentType: "image/png" };
let pictures = 7_000;

/** Messages from both sides with files of every fate: as they are, in notes, within the text, too large, forbidden. */
function writeWithFiles(conversation: Conversation, { requestor }: TwoHelpdesks): void {
  const large = newFile("huge.bin", mostForRequestor + 1);
  const refused = newFile("setup.exe", 500);
  const id = (pictures += 1);
  conversation.write("superoffice", { files: some() });
  conversation.write("requestor", { files: some() });
  conversation.write("superoffice", {
    ...{ files: [large, small], crossing: [small], says: ["[Attachment not carried: huge.bin, "] },
  });
  conversation.write("requestor", {
    ...{ files: [refused, small], crossing: [small], says: ["[Attachment not carried: setup.exe, "] },
  });
  conversation.write("superoffice", { internal: true, files: some().slice(0, 2) });
  conversation.write("requestor", { internal: true, files: some().slice(0, 2) });
  conversation.write("superoffice", {
    ...{ files: [{ ...logo, contentId: "logo@x" }, small], crossing: [small] },
    shows: '<img src="cid:logo@x" alt="Logo">',
    says: [`<img src="data:image/png;base64,${pixel.toString("base64")}" alt="Logo" />`],
  });
  conversation.write("requestor", {
    files: [{ ...logo, id }, small],
    shows: `<img src="${requestor.url}/Attachment/Download/${id}" alt="Logo">`,
    says: ['<img src="cid:picture1.'],
  });
}

/** Each picture that SuperOffice's text shows is a file of that message; no file stands at two messages, or twice at one. */
function expectFilesWhereTheyBelong({ superoffice: { control } }: TwoHelpdesks): void {
  const messages = control.tickets().flatMap((ticket) => ticket.messages);
  const linked = messages.flatMap(({ attachmentIds }) => attachmentIds);
  expect(linked.length, "P2: files linked once").toBe(new Set(linked).size);
  for (const { id, htmlBody } of messages) {
    const own = control.attachments(id).map(({ contentId }) => contentId);
    for (const [, shown] of htmlBody.matchAll(/"cid:([^"]*)"/g)) expect(own, "P7: pictures").toContain(shown);
  }
}

const staged = (wire: Wire): StageOptions => ({
  mostAttachmentBytes: mostForRequestor,
  superoffice: { attachments: { forbidden: [".exe"] }, saveWithOptions: wire === "json", alterBodies: rewriting },
  requestor: { alterBodies: rewriting },
});

onBothWires(
  "attachments under mixed faults",
  (stage) => {
    it.each([31, 32])(
      "stand on both sides once, byte for byte, and what cannot cross is said: seed %i (P1 to P7)",
      { timeout },
      async (seed) => {
        const { helpdesks } = stage;
        const conversations = [
          new Conversation(helpdesks, await helpdesks.newPair()),
          new Conversation(helpdesks, await helpdesks.newPair()),
        ];
        for (const side of [helpdesks.superoffice, helpdesks.requestor]) side.control.clearRecords();
        unleash(helpdesks, { seed });
        for (const conversation of conversations) {
          writeWithFiles(conversation, helpdesks);
          conversation.writeABit();
        }
        // The mix must have been met before it ends.
        await vi.waitFor(() => expect(faultsMet(helpdesks)).toBeGreaterThan(40), { timeout: 30_000, interval: 50 });
        await calm(helpdesks);
        for (const conversation of conversations) await conversation.crossed(60_000);
        for (const conversation of conversations) conversation.expectPromisesKept();
        expectFilesWhereTheyBelong(helpdesks);
        expect((await helpdesks.api("GET", "/api/mirrors?state=held")).body).toMatchObject({ items: [] });
      },
    );
  },
  staged,
);
