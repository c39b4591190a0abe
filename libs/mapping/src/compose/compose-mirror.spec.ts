import type { AttachmentInfo, Content, Message, Side } from "@ticket-bridge/helpdesk";
import { otherSide, sides } from "@ticket-bridge/helpdesk";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { attributionLine } from "../attribution/attribution-line.ts";
import { parseAttribution } from "../attribution/parse-attribution.ts";
import { withAttribution } from "../attribution/with-attribution.ts";
import { bare } from "../content/bare-text.ts";
import { normalisedText } from "../content/normalised-text.ts";
import { isAuthentic, markerCode } from "../marker/marker-code.ts";
import { requestorMessageFromWire } from "../requestor/message-from-wire.ts";
import { requestorMessageToWire } from "../requestor/message-to-wire.ts";
import { superofficeMessageFromWire } from "../superoffice/message-from-wire.ts";
import { superofficeMessageToWire } from "../superoffice/message-to-wire.ts";
import { message } from "../testing/arbitraries.ts";
import { growth, linearGrowth } from "../testing/growth.ts";
import { bridge, markerOf, messageFrom, messageId, ticket } from "../testing/messages.ts";
import { seenWords } from "../testing/seen-words.ts";
import { composeMirror } from "./compose-mirror.ts";
import { lossInRecord } from "./loss.ts";

const options = { ...bridge, ticketId: ticket(47) };
const mirror = (source: Message) => composeMirror(source, otherSide(source.side), markerOf(source), options);
const pdf: AttachmentInfo = {
  id: "1",
  name: "report.pdf",
  contentType: "application/pdf",
  size: 12_345,
  inline: false,
};

/** Writes a mirror and reads it back as the adapters do, over JSON. */
function readBack(source: Message): Message | null {
  const { outgoing } = mirror(source);
  if (source.side === "requestor") {
    const wire = JSON.parse(JSON.stringify(superofficeMessageToWire(outgoing))) as object;
    return superofficeMessageFromWire(
      { ...wire, EjMessageId: 5 },
      { ticketId: outgoing.ticketId, ticketVisibility: "public", ownAssociateId: null },
    );
  }
  const { Message: Body, IsPrivate: Private, Html } = requestorMessageToWire(outgoing);
  return requestorMessageFromWire(
    { Id: 5, Body, Private, Html },
    { ticketId: outgoing.ticketId, ownUserProviderKey: null },
  );
}

describe("a mirror in Requestor", () => {
  it("has who, when and where from at its head, and its words as they were", () => {
    const { outgoing, losses } = mirror(messageFrom("superoffice", { content: { format: "plain", text: "a\n\n b" } }));
    expect(outgoing.content.format).toBe("plain");
    expect(outgoing.content.text).toMatch(
      /^\[Jane Doe, 2026-01-02 03:04 UTC, SuperOffice message 8812\/1, [0-9a-z]{16}\]\n\na\n\n b$/,
    );
    expect(outgoing.externalId).toBeNull();
    expect(outgoing.ticketId).toBe("47");
    expect(losses).toEqual([]);
  });

  it("says that it is an internal note", () => {
    const { outgoing } = mirror(messageFrom("superoffice", { visibility: "internal" }));
    expect(outgoing.visibility).toBe("internal");
    expect(outgoing.content.text).toContain("SuperOffice internal note 8812/1, ");
  });

  it("names an author by address, or as unknown, and a time as unknown", () => {
    const nobody = { name: " ", email: null, role: "unknown" } as const;
    expect(mirror(messageFrom("superoffice", { author: nobody, createdAt: null })).outgoing.content.text).toContain(
      "[unknown author, time unknown, ",
    );
    const address = { name: "", email: "a@b.example", role: "unknown" } as const;
    expect(mirror(messageFrom("superoffice", { author: address })).outgoing.content.text).toContain("[a@b.example, ");
  });

  it("takes out of a name what could end the line, and nothing else", () => {
    const author = { name: "Smith & [Sons]\n<Ltd> {1}", email: null, role: "agent" } as const;
    const content = { format: "html", text: "<p>x</p>" } as const;
    expect(mirror(messageFrom("superoffice", { author })).outgoing.content.text).toContain(
      "[Smith & Sons Ltd {1}, 2026",
    );
    expect(mirror(messageFrom("superoffice", { author, content })).outgoing.content.text).toContain(
      "<p>[Smith &amp; Sons Ltd {1}, 2026",
    );
  });

  it("is not blank when the source is", () => {
    expect(
      mirror(messageFrom("superoffice", { content: { format: "html", text: "<p>&nbsp;</p>" } })).outgoing.content.text,
    ).toMatch(/^<p>\[Jane Doe, .*\]<\/p>\n<p>\(no text\)<\/p>$/);
  });
});

describe("a mirror in SuperOffice", () => {
  it("has a clean body, and its marker in MessageId", () => {
    const { outgoing } = mirror(messageFrom("requestor", { content: { format: "html", text: "<p onclick=x>a</p>" } }));
    expect(outgoing.content).toEqual({ format: "html", text: "<p>a</p>" });
    expect(outgoing.externalId).toMatch(/^<requestor\.734\.8812\.1\.[0-9a-z]{16}@bridge\.example>$/);
    expect(outgoing.author.name).toBe("Jane Doe");
  });

  it("says so when there is no text", () => {
    expect(mirror(messageFrom("requestor", { content: { format: "plain", text: " \n" } })).outgoing.content.text).toBe(
      "(no text)",
    );
  });
});

describe("what is not carried", () => {
  it("is named at the foot and in the record", () => {
    const attachments = [
      pdf,
      { ...pdf, name: "", contentType: null, size: null },
      { ...pdf, name: "a]\n[b", size: 3_400_000 },
    ];
    const plain = mirror(messageFrom("requestor", { attachments }));
    expect(plain.outgoing.content.text).toBe(
      "The printer is dead\n\n" +
        "[Attachment not carried: report.pdf, 12 kB, application/pdf]\n" +
        "[Attachment not carried: without a name]\n" +
        "[Attachment not carried: a| |b, 3.4 MB, application/pdf]",
    );
    expect(plain.losses).toHaveLength(3);
    expect(plain.losses[0]?.why).toMatch(/\.$/);
    const html = mirror(
      messageFrom("requestor", { attachments: [pdf], content: { format: "html", text: "<p>a</p>" } }),
    );
    expect(html.outgoing.content.text).toBe(
      "<p>a</p>\n<p>[Attachment not carried: report.pdf, 12 kB, application/pdf]</p>",
    );
  });

  it("is also a picture that only the source helpdesk can show", () => {
    const text = '<p>x<img src="/file/7" alt="plan"><img src="cid:1"></p>';
    const { losses, outgoing } = mirror(messageFrom("requestor", { content: { format: "html", text } }));
    expect(losses.map((loss) => loss.what)).toEqual([
      "Picture not carried: plan",
      "Picture not carried: without a name",
    ]);
    // Who may not read the text reads the record all the same.
    const why = "Its address means nothing outside the message or helpdesk it comes from.";
    expect(losses.map(lossInRecord)).toEqual([`Picture 1 not carried: ${why}`, `Picture 2 not carried: ${why}`]);
    expect(outgoing.content.text).toContain("<p>[Picture not carried: plan]</p>");
    expect(outgoing.content.text).toMatch(/^<p>x<span>\[plan\]<\/span><span>\[picture\]<\/span><\/p>\n/);
    expect(outgoing.content.text).not.toContain("cid:");
  });

  it.each([
    ['<video src="https://x.example/a.mp4" title="How to">Watch it</video>', "Video not carried: How to", "Watch it"],
    ['<audio src="https://x.example/a.mp3"></audio>', "Sound not carried: https://x.example/a.mp3", ""],
    [
      '<object data="https://x.example/a.pdf">The form</object>',
      "Embedded object not carried: https://x.example/a.pdf",
      "The form",
    ],
    ['<embed src="cid:1">', "Embedded object not carried: without a name", ""],
    ['<iframe src="https://x.example/map" title="Our\nplace">old</iframe>', "Embedded page not carried: Our place", ""],
    ['<svg aria-label="Plan"><text>Door</text></svg>', "Drawing not carried: Plan", "Door"],
    ["<canvas>Chart</canvas>", "Drawing not carried: without a name", "Chart"],
    ['<input type="checkbox" name="agree"> I agree', "Form field not carried: agree", "I agree"],
  ])("is also %s, but for the text it shows", (html, what, words) => {
    const { losses, outgoing } = mirror(
      messageFrom("requestor", { content: { format: "html", text: `${html}<p>z</p>` } }),
    );
    expect(losses.map((loss) => loss.what)).toEqual([what]);
    expect(normalisedText(outgoing.content)).toBe(`${words} z [${what}]`.trim());
  });

  it("is nothing where a field shows its value, or nobody sees it", () => {
    const text =
      '<form>Name<input value="Jane & Kim"><input type="hidden" value="7"><img src="cid:1" width="1"></form>';
    const { losses, outgoing } = mirror(messageFrom("requestor", { content: { format: "html", text } }));
    expect(losses).toEqual([]);
    expect(normalisedText(outgoing.content)).toBe("Name Jane & Kim");
  });

  it("is also a layout that nests beyond all reason", () => {
    const { losses } = mirror(
      messageFrom("requestor", { content: { format: "html", text: `${"<div>".repeat(3000)}x` } }),
    );
    expect(losses.map((loss) => loss.what)).toEqual(["Layout not carried"]);
  });

  it("is also the end of a name that is too long to show", () => {
    const author = { name: "x".repeat(300), email: null, role: "agent" } as const;
    for (const side of sides) {
      expect(mirror(messageFrom(side, { author })).outgoing.content.text).toContain(
        `[Author's name in full: ${author.name}]`,
      );
    }
  });
});

describe.each(sides)("any message from %s", (side: Side) => {
  it("keeps its visibility, is read back with an authentic marker, and never shows more than its source", () => {
    fc.assert(
      fc.property(message(side), (source) => {
        const back = readBack(source);
        expect(mirror(source).outgoing.visibility).toBe(source.visibility);
        expect(back?.visibility).toBe(source.visibility);
        expect(back?.marker).not.toBeNull();
        expect(
          back?.marker !== null && back !== null && isAuthentic(back.marker, { ...bridge, ticketId: source.ticketId }),
        ).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it("loses no word there, by an account that is not the product's", () => {
    fc.assert(
      fc.property(message(side), (source) => {
        const said = wordsOf(source.content);
        const back = readBack(source);
        const read = back === null ? "" : wordsOf(back.content);
        if (side === "requestor") expect(read.startsWith(said === "" ? "(notext)" : said)).toBe(true);
        else expect(read.slice(read.indexOf("]") + 1).startsWith(said === "" ? "(notext)" : said)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it("is changed by nothing when its mirror is mirrored as a message of its own", () => {
    fc.assert(
      fc.property(message(side), fc.boolean(), (source, hasAttachment) => {
        const first = { ...source, attachments: hasAttachment ? [pdf] : [] };
        const once = mirror(first).outgoing;
        const second = { ...first, id: messageId(9_001), content: once.content };
        const twice = mirror(second).outgoing;
        expect(twice).toEqual({ ...once, externalId: twice.externalId, content: withLineOf(second, once.content) });
        if (side === "requestor") expect(twice.externalId).not.toBe(once.externalId);
      }),
      { numRuns: 300 },
    );
  });

  it("is changed by nothing when its mirror is mirrored back, and there again", () => {
    fc.assert(
      fc.property(message(side), (source) => {
        let content = mirror(source).outgoing.content;
        for (const [index, on] of [otherSide(side), side, otherSide(side)].entries()) {
          const next = messageFrom(on, { id: messageId(9_001 + index), ticketId: ticket(47), content });
          const { outgoing, losses } = mirror(next);
          expect(losses).toEqual([]);
          expect(outgoing.content).toEqual(withLineOf(next, content));
          content = outgoing.content;
        }
      }),
      { numRuns: 200 },
    );
  });
});

/** Words without white space, by a parser of its own. */
function wordsOf(content: Content): string {
  return content.format === "html" ? seenWords(content.text).join("").normalize("NFC") : bare(content.text);
}

/** What a mirror must hold if nothing but its line is added: in SuperOffice not even that. */
function withLineOf(source: Message, content: Content): Content {
  if (source.side === "requestor") return content;
  const marker = markerOf(source);
  const line = attributionLine({ ...source, marker, code: markerCode(marker, bridge.bridgeId, bridge.secret) });
  return withAttribution(content, line);
}

it.each([
  '<p style="color:red">Hello <b>you</b> &amp; <a href="https://x.example">all</a><img src="/x" alt="y"></p>',
  '<svg></svg><iframe src="https://x.example"></iframe><input>',
])("the time to compose and find a mirror in Requestor grows with length only, for many %s", (unit) => {
  const work = (text: string): void => {
    const { outgoing } = mirror(messageFrom("superoffice", { content: { format: "html", text } }));
    expect(parseAttribution(outgoing.content)).not.toBeNull();
  };
  expect(growth(unit, work, () => process.threadCpuUsage().user / 1_000)).toBeLessThan(linearGrowth);
});

it("of thousands of lost pictures twenty are named and the rest are counted", () => {
  const text = '<img src="/x" alt="y">'.repeat(5_000);
  const { losses } = mirror(messageFrom("superoffice", { content: { format: "html", text } }));
  expect(losses).toHaveLength(21);
  expect(losses.at(-1)?.what).toBe("Pictures not carried: 4980 more");
});
