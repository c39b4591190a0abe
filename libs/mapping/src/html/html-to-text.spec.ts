import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { bare } from "../content/bare-text.ts";
import { mailMarkup, tagSoup } from "../testing/arbitraries.ts";
import { growth, linearGrowth } from "../testing/growth.ts";
import { seenWords } from "../testing/seen-words.ts";
import { htmlToText } from "./html-to-text.ts";

describe("HTML as text", () => {
  it.each([
    ["lines", "<p>a</p><p>b<br>c</p>", "a\n\nb\nc"],
    ["lists", "<ul><li>a</li><li>b</li></ul>", " * a\n * b"],
    ["headings in their own letters", "<h1>Hello</h1>", "Hello"],
    ["cells apart", "<table><tr><td>a</td><td>b</td></tr></table>", "a\nb"],
    ["link targets", '<a href="https://x.example/y">here</a>', "here <https://x.example/y>"],
    [
      "links that say their target once",
      '<a href="https://x.example/y">https://x.example/y</a>',
      "https://x.example/y",
    ],
    ["pictures by name", '<img src="cid:1" alt="the plan">', "[the plan]"],
    ["signs", "1 &lt; 2 &amp;&amp; 3", "1 < 2 && 3"],
  ])("keeps %s", (_what, html, text) => {
    expect(htmlToText(html)).toBe(text.trim());
  });

  it("loses no word of a mail", () => {
    fc.assert(
      fc.property(mailMarkup, (html) => {
        const text = bare(htmlToText(html));
        let from = 0;
        for (const word of seenWords(html)) {
          const place = text.indexOf(bare(word), from);
          expect(place, word).toBeGreaterThanOrEqual(from);
          from = place + bare(word).length;
        }
      }),
      { numRuns: 300 },
    );
  });

  it("is total on any markup", () => {
    fc.assert(
      fc.property(fc.oneof(tagSoup, fc.string({ unit: "binary" })), (html) => {
        expect(() => htmlToText(html)).not.toThrow();
      }),
    );
  });

  it.each([
    "<p>Hello <b>you</b> there</p>",
    "<ul><li>a</li></ul>",
    '<div style="white-space:pre-wrap">a\nb</div>',
    "<table><tr><td>a</td></tr></table>",
    "a &lt; b ",
  ])("takes time that grows with length only for many %s", (unit) => {
    expect(growth(unit, htmlToText, () => process.threadCpuUsage().user / 1_000)).toBeLessThan(linearGrowth);
  });
});
