import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { bare } from "../content/bare-text.ts";
import { normalisedText } from "../content/normalised-text.ts";
import { mailMarkup } from "../testing/arbitraries.ts";
import { seenWords } from "../testing/seen-words.ts";
import { htmlToText } from "./html-to-text.ts";
import { sanitizeHtml } from "./sanitize-html.ts";

const text = (html: string): string => normalisedText({ format: "html", text: html });

describe("every word that a parser finds", () => {
  const samples = [
    "<xml><p>Order 4711 is missing</p></xml>",
    "<p>Config is <xml>value=5</xml> ok</p>",
    "<!-- <xml> --><p>Important</p><!--[if gte mso 9]><xml>x</xml><![endif]--><p>b</p>",
    "<XML xmlns:o='x'><o:p>kept</o:p></XML>",
    "<xml>never closed <p>rest</p>",
    "</xml>early<xml/>late",
    "<!--[if gte mso 9]><xml><w:View>Normal</w:View></xml><![endif]--><p>Hello</p>",
    "<p title='<xml>'>a</p><p>b</p><p title='</xml>'>c</p>",
    "İ<xml>x</xml>y",
  ];
  it.each(samples)("stands in the cleaned markup and in the text of %s", (html) => {
    expect(bare(text(sanitizeHtml(html)))).toBe(seenWords(html).join(""));
    expect(bare(htmlToText(html))).toBe(seenWords(html).join(""));
  });

  it("stands in the cleaned markup of any mail, in its order", () => {
    fc.assert(
      fc.property(mailMarkup, (html) => {
        expect(bare(text(sanitizeHtml(html)))).toBe(seenWords(html).join("").normalize("NFC"));
      }),
      { numRuns: 300 },
    );
  });
});

describe("words stay apart", () => {
  const around = (
    "form option select optgroup textarea button dialog fieldset legend center dl dt dd details summary address figure " +
    "figcaption menu dir search hgroup listing section article header footer main nav aside ul ol li p pre blockquote h3"
  ).split(" ");

  it.each(around)("on both sides of <%s>", (name) => {
    const html = `<div>one<${name}>two</${name}><${name}>three</${name}>four</div>`;
    expect(text(html)).toBe("one two three four");
    expect(text(sanitizeHtml(html))).toBe("one two three four");
    expect(htmlToText(html).match(/[a-z]+/g)).toEqual(["one", "two", "three", "four"]);
  });

  it("and together where nothing parts them", () => {
    const html = "one<b>two</b><span>three</span><label>four</label><x:y>five</x:y>";
    expect(htmlToText(html)).toBe("onetwothreefourfive");
    expect(text(sanitizeHtml(html))).toBe("onetwothreefourfive");
  });

  it("three hundred elements deep", () => {
    const html = `${"<div>".repeat(300)}<div>a</div><div>b</div>${"</div>".repeat(300)}`;
    expect(text(sanitizeHtml(html))).toBe("a b");
  });

  it("as in the source, in any mail", () => {
    fc.assert(
      fc.property(mailMarkup, (html) => {
        expect(text(sanitizeHtml(html))).toBe(text(html));
      }),
      { numRuns: 500 },
    );
  });
});

describe("lines that the sender kept", () => {
  it.each([
    ["<pre>a\n  b\nc</pre>", "a\n  b\nc"],
    ['<div style="white-space: pre-wrap">a\nb\n\nc</div>', "a\nb\n\nc"],
    ['<p>x <span style="color:red;white-space:pre">a\r\nb</span> y</p>', "x a\nb y"],
    ['<div style="white-space:pre-line">a\n<b>b\nc</b></div><p>d\ne</p>', "a\nb\nc\n\nd e"],
    ['<div style="white-space:pre-wrap">a\nx<p style="white-space:normal">b\nc</p></div>', "a\nx\n\nb c"],
    ['<div style="white-space:pre-wrap">a<br>b\n<img src="https://x.example/y" alt="p">c</div>d\ne', "a\nb\n[p]c\nd e"],
    ['<div style="white-space:nowrap">a\nb</div>', "a b"],
  ])("are lines in the text of %j", (html, lines) => {
    expect(htmlToText(html)).toBe(lines);
  });
});
