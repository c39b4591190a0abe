import type { Message, MessageId, TicketId } from "@ticket-bridge/helpdesk";
import { describe, expect, it } from "vitest";

import { parseAttribution } from "../attribution/parse-attribution.ts";
import { carriedHash } from "./carried-hash.ts";
import { composeCorrection } from "./compose-correction.ts";
import { composeDeletionNote } from "./compose-deletion-note.ts";

const message: Message = {
  ...{ side: "superoffice", ticketId: "734" as TicketId, id: "8812" as MessageId, createdAt: 0, changedAt: 1 },
  ...{ visibility: "public", content: { format: "html", text: "<p>The <b>printer</b> is dead</p>" } },
  author: { name: "Jane", email: null, role: "agent" },
  ...{ writtenBy: "other", kind: "message", marker: null, deleted: false, attachments: [] },
};
const marker = { side: "superoffice", ticketId: message.ticketId, messageId: message.id, revision: 2 } as const;
const options = { bridgeId: "bridge.test", secret: "a secret", ticketId: "47" as TicketId };
const line = "[Jane, 1970-01-01 00:00 UTC, SuperOffice message 8812/1, 0123456789abcdef]";
const mirror = {
  id: "991" as MessageId,
  content: { format: "html", text: `<p>${line}</p>\n<p>The printr is dead</p>` },
  isCorrected: false,
} as const;

describe("a correction", () => {
  it("names the mirror, shows what changed without the line at its head, and says all of it at its end", () => {
    const { outgoing } = composeCorrection(message, "requestor", marker, {
      ...options,
      mirror,
      visibility: "internal",
    });
    expect(outgoing).toMatchObject({ visibility: "internal", externalId: null });
    expect(parseAttribution(outgoing.content)).toMatchObject({ messageId: "8812", revision: 2 });
    expect(outgoing.content.text).toContain("<p>Correction of message 991, which was edited in SuperOffice.</p>");
    expect(outgoing.content.text).toContain("<p>Changed: “The [- printr -] [+ printer +] is dead”</p>");
    expect(outgoing.content.text).toMatch(/<p>It reads now:<\/p>\n<p>The <b>printer<\/b> is dead<\/p>$/);
  });

  it("says that the words are those of the mirror again only where another correction stands between", () => {
    const back = { ...message, content: { format: "plain", text: "The printr is dead" } } as const;
    const said = (isCorrected: boolean) =>
      composeCorrection(back, "requestor", marker, {
        ...options,
        mirror: { ...mirror, isCorrected },
        visibility: "public",
      }).outgoing.content.text;
    expect(said(true)).toContain("Changed back: it has the words of message 991 again.");
    expect(said(false)).toContain("Changed: not its words, but their form or what is attached.");
  });

  it("shows changed words as text, whatever they look like, and leaves no script", () => {
    const nasty = {
      ...message,
      content: { format: "html", text: "<p>&lt;i&gt; x</p><script>alert(1)</script>" },
    } as const;
    const { outgoing } = composeCorrection(nasty, "requestor", marker, { ...options, mirror, visibility: "public" });
    expect(outgoing.content.text).toContain("[+ &lt;i&gt; x +]");
    expect(outgoing.content.text).not.toContain("<script");
  });

  it("never leaves as e-mail", () => {
    const mailed = { ...options, outboundMailbox: "support@example.com", mirror, visibility: "public" } as const;
    expect(composeCorrection(message, "requestor", marker, mailed).outgoing).not.toHaveProperty("mail");
  });
});

describe("the note of a deletion", () => {
  it("is internal, names the mirror, and carries the marker where the target keeps it", () => {
    const source = { ...marker, side: "requestor" } as const;
    const note = composeDeletionNote("superoffice", source, { ...options, mirrorId: "991" as MessageId });
    expect(note).toMatchObject({ visibility: "internal", content: { format: "plain" } });
    expect(note.content.text).toBe(
      "Message 991 is the mirror of message 8812 in Requestor, which was deleted there. The mirror was kept.",
    );
    expect(note.externalId).toMatch(/^<requestor\.734\.8812\.2\./);
  });
});

describe("all that crosses of a message", () => {
  const hash = carriedHash(message);

  it.each([
    ["its visibility", { visibility: "internal" }],
    ["its words", { content: { format: "html", text: "<p>The <b>printr</b> is dead</p>" } }],
    ["its formatting", { content: { format: "html", text: "<p>The printer is dead</p>" } }],
    ["an attachment", { attachments: [{ id: "1", name: "a.pdf", contentType: null, size: 3, inline: false }] }],
  ] as const)("is another with %s", (_what, change) => {
    expect(carriedHash({ ...message, ...change })).not.toBe(hash);
  });

  it("is the same with another author's name, a later time, and markup that is not carried", () => {
    const text = `${message.content.text}<script>track()</script>`;
    const same = { ...message, changedAt: 99, content: { format: "html", text } } as const;
    expect(carriedHash({ ...same, author: { ...message.author, name: "Jane Doe" } })).toBe(hash);
    expect(hash).toMatch(/^public [0-9a-f]{64}$/);
  });
});
