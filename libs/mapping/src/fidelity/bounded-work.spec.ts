import { sides } from "@ticket-bridge/helpdesk";
import type { Content } from "@ticket-bridge/helpdesk";
import { describe, expect, it } from "vitest";

import { growth, linearGrowth } from "../testing/growth.ts";
import { expectNothingActs, footOf, withoutLine } from "../testing/expect-faithful.ts";
import { crossing } from "../testing/there-and-back.ts";
import { asRead, visibleText } from "../testing/visible-text.ts";

const clock = (): number => process.threadCpuUsage().user / 1_000;
/** To SuperOffice, where the plain text beside the markup is made too; the other way is measured where mirrors are composed. */
const oneWay = (format: Content["format"]) => (text: string) => crossing("requestor", { format, text });

describe("the work of a whole way grows with length only for", () => {
  it.each([
    [
      "a mail of Outlook",
      '<p class=MsoNormal><span lang=EN style="color:red;mso-x:y">Hello &amp; you<o:p></o:p></span></p>\r\n',
    ],
    ["elements inside elements", "<div>"],
    ["inline elements inside each other", "<b><i>x"],
    ["quotations inside quotations", "<blockquote><p>x"],
    ["tables inside cells", "<table><tr><td>"],
    ["lists inside items", "<ul><li>a"],
    ["items never closed", "<li>a"],
    ["links inside links", '<a href="https://x.example">'],
    ["ends without beginnings", "</div></p></td>"],
    ["opening brackets", "<"],
    ["closing brackets", ">"],
    ["ampersands", "&"],
    ["entities never ended", "&amp"],
    ["numbers never ended", "&#1"],
    ["comments never closed", "<!--"],
    ["conditions never closed", "<!--[if mso]><![if x]>"],
    ["sections never closed", "<![CDATA["],
    ["instructions never closed", "<?"],
    ["scripts never closed", "<script>"],
    ["empty styles as XML writes them", "<style/>"],
    ["hidden elements", "<p hidden>x</p><span style='display:none'>y</span>"],
    ["styles with many declarations", '<p style="color:red;;;;;;;;color:blue;x:y">a</p>'],
    ["preformatted lines", "<pre>a\n b\n</pre>"],
    ["kept line ends", '<span style="white-space:pre-wrap">a\n</span>\n'],
    ["escaped brackets", "&lt;p&gt;"],
    ["attributes", "<p a=b c='d' e"],
    ["spaces", "   \n"],
    ["pictures of other places", '<img src="cid:1" alt="a">'],
  ])("%s", (_what, unit) => {
    expect(growth(unit, oneWay("html"), clock)).toBeLessThan(linearGrowth);
  });

  it.each([
    ["quote signs", ">"],
    ["quoted lines", "> > > x\r\n"],
    ["opening brackets", "["],
    ["attribution lines", "[Kim, 2026-01-02 03:04 UTC, SuperOffice message 1/1, 0123456789abcdef]\n"],
    ["NULs", "\u0000"],
    ["halves of characters", "\ud83d"],
    ["tabs", "\t"],
    ["line ends", "\r\n"],
    ["markup as text", "<p>&amp;"],
    ["a page as text", "<p>x</p>\n"],
  ])("plain %s", (_what, unit) => {
    expect(growth(unit, oneWay("plain"), clock)).toBeLessThan(linearGrowth);
  });
});

describe("bodies past all reason", () => {
  it.each([
    ["50,000 elements deep", `${"<div>".repeat(50_000)}the words${"</div>".repeat(50_000)}<p>end</p>`, "the words end"],
    ["with 100,000 elements never closed", `${"<p>a<b>".repeat(50_000)}end`, `${"a ".repeat(50_000).trim()}end`],
    ["with a megabyte of words", `<p>${"word ".repeat(200_000)}</p>`, "word ".repeat(200_000)],
  ])("%s keep their words", (_what, text, words) => {
    for (const side of sides) {
      const there = crossing(side, { format: "html", text });
      expectNothingActs(there);
      const foot = footOf(there).join(" ");
      expect(visibleText(withoutLine(there)) === asRead(`${words} ${foot}`)).toBe(true);
    }
  });
});
