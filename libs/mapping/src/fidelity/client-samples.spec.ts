import { readFileSync, readdirSync } from "node:fs";

import { describe, expect, it } from "vitest";

import { parseAttribution } from "../attribution/parse-attribution.ts";
import { htmlToText } from "../html/html-to-text.ts";
import { sanitizeHtml } from "../html/sanitize-html.ts";
import { actingParts } from "../testing/acting-parts.ts";
import { clientSamples, readClientSamples } from "../testing/client-samples.ts";
import { expectFaithful } from "../testing/expect-faithful.ts";
import { markupHabits } from "../testing/mangling.ts";
import { crossing } from "../testing/there-and-back.ts";
import { visibleText } from "../testing/visible-text.ts";

const place = new URL("../testing/", import.meta.url);
const samples = readClientSamples((path) => readFileSync(new URL(path, place), "utf8"));
const text = (name: string): string => samples.find((sample) => sample.name === name)?.text ?? "";

describe("a mail in the manner of", () => {
  it.each(samples)("$name arrives with the same words, nothing that acts, and at rest", (sample) => {
    expectFaithful({ format: "html", text: sample.text });
  });

  it.each(samples)("$name arrives with the same words also with line ends of Windows", (sample) => {
    expectFaithful({ format: "html", text: sample.text.replace(/\r?\n/g, "\r\n") });
  });

  it.each(samples)("$name is known again as the bridge's own, whatever Requestor does to the body", (sample) => {
    const { arrived } = crossing("superoffice", { format: "html", text: sample.text });
    expect(arrived.marker).not.toBeNull();
    for (const [habit, mangle] of Object.entries(markupHabits)) {
      const mangled = { format: "html", text: mangle(arrived.content.text) } as const;
      expect(parseAttribution(mangled), habit).toEqual(arrived.marker);
    }
  });

  it("every file there is", () => {
    const files = readdirSync(new URL("client-samples/", place));
    expect(files.sort()).toEqual(
      Object.keys(clientSamples)
        .map((name) => `${name}.html`)
        .sort(),
    );
  });
});

describe("the judges of these tests", () => {
  it.each(samples.filter(({ name }) => name.startsWith("hostile")))("find what acts in $name", (sample) => {
    expect(actingParts(sample.text).length).toBeGreaterThan(5);
  });

  it.each([
    "<svg><a>x</a></svg>",
    "<p onclick=x>",
    '<a href="java\nscript:x">',
    "<a href=' &#1;javascript:x'>",
    '<p style="b\\65havior:x">',
    '<p style="width:exp/**/ression(x)">',
    "<!--[if IE]>x<![endif]-->",
    "<img src=data:image/svg+xml,x>",
    '<a href="https://x.example" is="x-y">',
    "<noscript><p title='</noscript><img src=x onerror=x>'>",
  ])("find what acts in %s", (markup) => {
    expect(actingParts(markup)).not.toEqual([]);
  });

  it("find nothing in what only looks so", () => {
    expect(actingParts('<p title="javascript:x" style="color:red">onclick=x &lt;script&gt;</p><hr><br />')).toEqual([]);
  });

  it("read what a browser shows", () => {
    expect(
      visibleText(
        "<head><title>t</title></head><style>s</style>a<b>b</b><p>c<!-- d --><p hidden>e<p style='display: none'>f" +
          "<p>g<img alt=h src=cid:1><img alt=i src=https://x.example/y><input value=j>&#107;<script>l</script>",
      ),
    ).toBe("ab c g[h] j k");
  });
});

describe("what senders hide", () => {
  it("stays hidden in the markup, and is not told in the plain text beside it", () => {
    const clean = sanitizeHtml(text("newsletter-builder"));
    expect(visibleText(clean)).not.toMatch(/nobody|preview|no place|nor here/);
    expect(htmlToText(clean)).not.toMatch(/nobody|preview|no place|nor here/);
    expect(htmlToText(clean)).toMatch(/^Invoice 2026/);
  });
});

describe("what is hidden and left open", () => {
  it.each([
    "<ul><li>a<p hidden>b<li>c</ul>",
    "<ul><li>a<div style='display:none'>b<li>c</ul>",
    "a<p hidden>b<summary>c</summary>",
    "a<h1 hidden>b<h2>c</h2>",
    "<table><tr><td>a<div hidden>b<td>c</table>",
  ])("hides in the plain text nothing that a reader sees: %s", (markup) => {
    expect(visibleText(markup)).toBe("a c");
    expect(visibleText(sanitizeHtml(markup))).toBe("a c");
    expect(htmlToText(markup)).toMatch(/a[^]*c/);
  });
});

describe("ends that reach out of a cell", () => {
  it.each([
    ["<div><table><tr><td>a</div>b</td><td>c</td></tr></table>d</div>", "ab c d"],
    [
      "<table><tbody><tr><td><p><table><tr><td>a</td></tr></tbody></table></p></td><td>b</td></tr></tbody></table>c",
      "a b c",
    ],
    ["<b><table><tr><td>a</b></td><td>b</td></tr></table></b>c", "a b c"],
    ["<table><tr><td>a</p>b</td><td>c</td></tr></table>", "a b c"],
    ["<table><tr><td><div>a</td><td>b</div></div>c</td><td>d</td></tr></table>", "a bc d"],
    ["<table><caption>a</div></caption><tr><th>b</span><td>c</table></table></td>d", "a b c d"],
  ])("do not end the table: %s", (markup, words) => {
    expect(visibleText(markup)).toBe(words);
    expect(visibleText(sanitizeHtml(markup))).toBe(words);
    expect(sanitizeHtml(markup).match(/<\/table>/g)).toHaveLength(markup.match(/<table/g)?.length ?? 0);
  });
});

it("a table that begins again inside a paragraph comes to rest at once", () => {
  const clean = sanitizeHtml(
    "<table><tbody><tr><td><p><tbody><tr><td>a</td></tr></tbody></table></p></td><td>b<ul><li>c</ul>",
  );
  expect(sanitizeHtml(`<p>line</p>\n${clean}`)).toBe(`<p>line</p>\n${clean}`);
});

describe("habits of XML in HTML", () => {
  it.each([
    ["a<![CDATA[b > c]]> d", "a c]]> d"],
    ["<!--[if mso]><style/><p>only Outlook</p><![endif]--><p>a</p>", "a"],
    ["<!-- <![CDATA[ x > y ]]> --><p>a</p>", "a"],
    ["<style>p { color: red } <![CDATA[ ]]></style>a", "a"],
  ])("are read as a browser reads them: %s", (markup, words) => {
    expect(visibleText(markup)).toBe(words);
    expect(visibleText(sanitizeHtml(markup))).toBe(words);
  });
});

describe("controls written as entities", () => {
  it("leave a sign and no control, so that every wire can carry them", () => {
    const clean = sanitizeHtml('<p title="a&#1;b">one&#7;two&#12;three&#xFFFE;&#0;</p>');
    expect(clean).toBe('<p title="a␁b">one␇two\nthree\ufffd\ufffd</p>');
    expect(sanitizeHtml(clean)).toBe(clean);
  });
});

describe("right-to-left mail", () => {
  it("keeps the direction that stood on the page itself", () => {
    expect(sanitizeHtml('<html dir="rtl"><body><p>א (1)</p></body></html>')).toContain(
      '<div dir="rtl"><p>א (1)</p></div>',
    );
    expect(sanitizeHtml('<html><body class="x" dir="RTL"><p>א (1)</p></body></html>')).toContain('<div dir="RTL">');
    expect(sanitizeHtml('<body dir="ltr"><p>a</p></body>')).toBe("<p>a</p>");
  });

  it("keeps what isolates numbers and names inside it", () => {
    const isolated = '<span style="unicode-bidi:isolate">ABC-123</span>';
    expect(sanitizeHtml(isolated)).toBe(isolated);
  });
});
