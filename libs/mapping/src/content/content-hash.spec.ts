import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { composeMirror } from "../compose/compose-mirror.ts";
import { bridge, markerOf, messageFrom, ticket } from "../testing/messages.ts";
import { contentHash } from "./content-hash.ts";
import { normalisedText } from "./normalised-text.ts";

describe("normalised text", () => {
  it.each([
    ["plain", "  a\r\n\tb\u00a0 c\u200b ", "a b c"],
    ["html", "<p>a</p><p>b</p>", "a b"],
    ["html", "<b>a</b>b<i>c</i>", "abc"],
    ["html", "a<br>b<table><tr><td>c</td><td>d</td></tr></table>", "a b c d"],
    ["html", "<head><title>t</title><style>s</style></head><script>x</script>a &amp; b&nbsp;&#99;", "a & b c"],
    ["html", "<!-- c -->a<!--[if mso]>b<![endif]-->", "a"],
    ["plain", "<p>a &amp; b</p>", "a & b"],
    ["plain", "1 < 2 and <b> stays", "1 < 2 and <b> stays"],
    ["plain", "e\u0301", "\u00e9"],
  ] as const)("of %s %j is %j", (format, text, expected) => {
    expect(normalisedText({ format, text })).toBe(expected);
  });
});

describe("normalised western text", () => {
  it("is what it is beside a letter of another script", () => {
    const western = fc.string({
      unit: fc.integer({ min: 0, max: 0xff }).map((code) => String.fromCharCode(code)),
      minLength: 1,
    });
    const normalised = (text: string) => normalisedText({ format: "plain", text });
    fc.assert(
      fc.property(western, (text) => {
        fc.pre(!text.includes("<"));
        expect(normalised(`${text} \u4e2d`)).toBe(`${normalised(text)} \u4e2d`.trim());
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("the hash", () => {
  it("is the same for the same words and another for other words", () => {
    const hash = contentHash({ format: "plain", text: "a b" });
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(contentHash({ format: "html", text: "<p>a</p>\n<p>b</p>" })).toBe(hash);
    expect(contentHash({ format: "plain", text: "a c" })).not.toBe(hash);
  });

  it("is the same for a message, its mirror, and a mirror of a copy of that, in either format", () => {
    for (const content of [
      { format: "plain", text: "The printer\nburns." },
      { format: "html", text: "<p>The printer<br>burns.</p>" },
    ] as const) {
      const source = messageFrom("superoffice", { content });
      const mirror = composeMirror(source, "requestor", markerOf(source), { ...bridge, ticketId: ticket(47) });
      const copy = messageFrom("superoffice", { content: mirror.outgoing.content });
      const again = composeMirror(copy, "requestor", markerOf(copy), { ...bridge, ticketId: ticket(47) });
      expect(contentHash(mirror.outgoing.content)).toBe(contentHash(content));
      expect(contentHash(again.outgoing.content)).toBe(contentHash(content));
    }
  });
});
