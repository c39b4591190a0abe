import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { bare } from "../content/bare-text.ts";
import { normalisedText } from "../content/normalised-text.ts";
import { mailMarkup, tagSoup } from "../testing/arbitraries.ts";
import { growth, linearGrowth } from "../testing/growth.ts";
import { sanitizeHtml } from "./sanitize-html.ts";

describe("cleaning keeps what mail programs make", () => {
  it.each([
    [
      "tables",
      '<table border="1" cellpadding="0" width="600"><tbody><tr><td colspan="2" bgcolor="#eeeeee" valign="top">x</td></tr></tbody></table>',
    ],
    ["lists", '<ol start="3"><li>a</li></ol><ul type="disc"><li>b</li></ul>'],
    ["mail links", '<a rel="noopener noreferrer" href="mailto:a@b.example">a</a>'],
    ["telephone links", '<a rel="noopener noreferrer" href="tel:+491234">a</a>'],
    ["pictures of the web", '<img src="https://x.example/logo.png" alt="logo" width="10" height="10" />'],
    ["pictures inside", '<img src="data:image/png;base64,iVBORw0KGgo=" alt="dot" />'],
    ["colours and fonts", '<font color="#ff0000" face="Calibri" size="2">x</font>'],
    ["inline style", '<p style="color:#1f497d;font-family:Calibri, sans-serif;text-align:center">x</p>'],
    ["right to left text", '<p dir="rtl">שלום</p>'],
    ["quotations", "<blockquote><p>x</p></blockquote>"],
  ])("%s", (_what, html) => {
    expect(sanitizeHtml(html)).toBe(html);
  });
});

describe("cleaning takes out", () => {
  it.each([
    ["scripts", "a<script>alert(1)</script>b", "ab"],
    ["styles", "<style>p{color:red}</style>x", "x"],
    [
      "the head",
      "<html><head><title>T</title><meta charset=x><style>p{}</style></head><body><p>x</p></body></html>",
      "<p>x</p>",
    ],
    ["events", '<p onclick="alert(1)">x</p>', "<p>x</p>"],
    ["script links", '<a href="java\nscript:alert(1)">x</a>', "<a>x</a>"],
    ["pages in pages", '<iframe src="https://x.example"></iframe>x', "x"],
    ["forms, but not their words", "<form><label>Name</label></form>", "<div>Name</div>"],
    ["fields, but not their words", 'a<input value="b &lt; c">d', "a<span> b &lt; c </span>d"],
    ["pictures inside a mail, but not their names", '<img src="cid:1@x" alt="the  plan">', "<span>[the plan]</span>"],
    ["loading styles", '<p style="background:url(https://x.example/y);color:red">x</p>', '<p style="color:red">x</p>'],
    ["styles that cover the page", '<p style="position:fixed;top:0">x</p>', "<p>x</p>"],
    ["Outlook's hidden comments", "<!--[if gte mso 9]><xml><o:x>96</o:x></xml><![endif]--><p>x</p>", "<p>x</p>"],
    ["Outlook's revealed comments, but not their words", "<![if !vml]><p>x</p><![endif]>", "<p>x</p>"],
    ["Outlook's comments around both worlds", "<!--[if !mso]><!--><p>x</p><!--<![endif]-->", "<p>x</p>"],
    ["Office's own elements", '<p class="MsoNormal">x<o:p>&nbsp;</o:p></p>', "<p>x\u00a0</p>"],
    ["Office's islands", "<xml><o:x/><w:WordDocument></w:WordDocument></xml><p>x</p>", "<p>x</p>"],
    ["an empty style as XML writes it", "<style/><p>x</p><title />y<script src=x />z", "<p>x</p>yz"],
  ])("%s", (_what, html, clean) => {
    expect(sanitizeHtml(html).trim()).toBe(clean);
  });

  it("but not the message after an island that is never closed", () => {
    expect(sanitizeHtml("<xml/><p>x</p>")).toBe("<p>x</p>");
  });

  it("but tells where a link to a file led", () => {
    expect(sanitizeHtml('<a href="file:///S:/plan.doc">plan</a>')).toBe('<a title="file:///S:/plan.doc">plan</a>');
  });

  it("but leaves a picture that cannot be shown its name", () => {
    expect(sanitizeHtml('<img src="/attachment/12" alt="plan"> after')).toBe("<span>[plan]</span> after");
  });
});

describe("cleaning", () => {
  it("what is clean changes nothing, mail or soup", () => {
    fc.assert(
      fc.property(fc.oneof(mailMarkup, tagSoup), (html) => {
        const clean = sanitizeHtml(html);
        expect(sanitizeHtml(clean)).toBe(clean);
      }),
      { numRuns: 500 },
    );
  });

  it("leaves nothing that acts", () => {
    fc.assert(
      fc.property(tagSoup, (html) => {
        const tags = sanitizeHtml(html).match(/<[^>]*>/g) ?? [];
        for (const tag of tags)
          expect(tag).not.toMatch(/<script|<iframe|<style|\son\w+=|javascript:|url\(|expression\(/i);
      }),
      { numRuns: 500 },
    );
  });

  it("loses no word of a mail", () => {
    fc.assert(
      fc.property(mailMarkup, (html) => {
        expect(normalisedText({ format: "html", text: sanitizeHtml(html) })).toBe(
          normalisedText({ format: "html", text: html }),
        );
      }),
      { numRuns: 300 },
    );
  });

  it("loses no word of soup that a reader sees", () => {
    // Inside svg and math the raw-text elements are read otherwise, and a frame's content is markup of its own.
    const readable = tagSoup.filter((html) => !/iframe|svg|math/i.test(html));
    fc.assert(
      fc.property(readable, (html) => {
        const seen = normalisedText({ format: "html", text: html });
        expect(bare(normalisedText({ format: "html", text: sanitizeHtml(html) }))).toBe(bare(seen));
      }),
      { numRuns: 500 },
    );
  });

  it("keeps the words of markup that nests beyond all reason", () => {
    expect(sanitizeHtml(`${"<div>".repeat(5000)}a<br>b &amp; c`)).toBe("a<br />\nb &amp; c");
  });
});

describe("the time of cleaning grows with length only", () => {
  it.each([
    [
      "an ordinary mail",
      '<p class="MsoNormal" style="color:red"><span lang="EN">Hello &amp; you<o:p></o:p></span></p>\n',
    ],
    ["elements inside elements", "<div>"],
    ["elements inside elements with text", "<font>x"],
    ["islands never closed", "<xml>"],
    ["empty styles never ended", "<style "],
    ["pictures that cannot be shown", '<img src="cid:1" alt="a  b">'],
    ["fields", '<input value="a">'],
    ["ends without beginnings", "</p></u>"],
    ["lone angle brackets", "<"],
    ["quoted attributes never closed", '<a b="'],
    ["comments never closed", "<!--"],
  ])("for %s", (_what, unit) => {
    expect(growth(unit, sanitizeHtml, () => process.threadCpuUsage().user / 1_000)).toBeLessThan(linearGrowth);
  });
});
