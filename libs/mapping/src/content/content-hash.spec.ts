import { describe, expect, it } from "vitest";

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

describe("the hash", () => {
  it("is the same for the same words and another for other words", () => {
    const hash = contentHash({ format: "plain", text: "a b" });
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(contentHash({ format: "html", text: "<p>a</p>\n<p>b</p>" })).toBe(hash);
    expect(contentHash({ format: "plain", text: "a c" })).not.toBe(hash);
  });
});
