import type { Content, ParsedMarker } from "@ticket-bridge/helpdesk";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { composeMirror } from "../compose/compose-mirror.ts";
import { contentHash } from "../content/content-hash.ts";
import { content as anyContent } from "../testing/arbitraries.ts";
import { markupHabits, plainHabits } from "../testing/mangling.ts";
import { bridge, markerOf, messageFrom, ticket } from "../testing/messages.ts";
import { parseAttribution } from "./parse-attribution.ts";

const target = { ...bridge, ticketId: ticket(47) };

function mirrorOf(content: Content): Content {
  const source = messageFrom("superoffice", { content });
  return composeMirror(source, "requestor", markerOf(source), target).outgoing.content;
}

function expected(code: string | undefined): ParsedMarker | null {
  return code === undefined
    ? null
    : ({ side: "superoffice", ticketId: null, messageId: "8812", revision: 1, code } as ParsedMarker);
}

const html = mirrorOf({ format: "html", text: "<p>Hello <b>Kim</b></p><p>it is [broken] &amp; smokes<br>badly</p>" });
const plain = mirrorOf({ format: "plain", text: "Hello Kim\nit is [broken] & smokes\n\nJane" });
const code = parseAttribution(html)?.code;

describe("the attribution line is found again", () => {
  it("on a mirror as it was written", () => {
    expect(code).toMatch(/^[0-9a-z]{16}$/);
    expect(parseAttribution(html)).toEqual(expected(code));
    expect(parseAttribution(plain)).toEqual(expected(code));
  });

  for (const [habit, mangle] of Object.entries(markupHabits)) {
    it(`after an HTML body was ${habit}, and the body still counts as the same`, () => {
      const mangled: Content = { format: "html", text: mangle(html.text) };
      expect(parseAttribution(mangled)).toEqual(expected(code));
      expect(contentHash(mangled)).toBe(contentHash(html));
    });
  }

  for (const [habit, mangle] of Object.entries(plainHabits)) {
    it(`after a plain body was ${habit}, and the body still counts as the same`, () => {
      const mangled: Content = { format: "plain", text: mangle(plain.text) };
      expect(parseAttribution(mangled)).toEqual(expected(code));
      expect(contentHash(mangled)).toBe(contentHash(plain));
    });
  }

  it("after a plain body was kept as escaped markup, once or twice", () => {
    const once = plain.text.replace(/&/g, "&amp;").replace(/\[/g, "&#91;").replace(/\]/g, "&#93;");
    const twice = once.replace(/&/g, "&amp;");
    for (const format of ["plain", "html"] as const) {
      expect(parseAttribution({ format, text: once })).toEqual(expected(code));
      expect(parseAttribution({ format, text: `<p>${twice}</p>` })).toEqual(expected(code));
    }
  });

  it("after any combination of habits, on any message", () => {
    const habits = (named: typeof markupHabits): fc.Arbitrary<((text: string) => string)[]> =>
      fc.shuffledSubarray(Object.values(named), { maxLength: 6 });
    fc.assert(
      fc.property(anyContent, habits(markupHabits), habits(plainHabits), (content, forHtml, forPlain) => {
        const mirror = mirrorOf(content);
        const chosen = mirror.format === "html" ? forHtml : forPlain;
        const mangled = chosen.reduce((text, mangle) => mangle(text), mirror.text);
        expect(parseAttribution({ format: mirror.format, text: mangled })).toEqual(expected(code));
      }),
      { numRuns: 300 },
    );
  });

  it("whatever name, time and visibility stand in it", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), fc.option(fc.integer()), (name, createdAt) => {
        const source = messageFrom("superoffice", {
          author: { name, email: null, role: "customer" },
          createdAt,
          visibility: "internal",
          content: { format: "html", text: "<p>x</p>" },
        });
        const { content } = composeMirror(source, "requestor", markerOf(source), target).outgoing;
        expect(parseAttribution(content)).toEqual(expected(code));
      }),
    );
  });
});

describe("the attribution line is found where a helpdesk put its own around it", () => {
  const escaped = html.text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  const found: Record<string, Content> = {
    "an avatar": { format: "html", text: `<img class="avatar" src="/users/7.png" alt="J">${html.text}` },
    "a pixel": { format: "html", text: `<p><img src="https://x.example/t.gif" width="1" height="1"></p>${html.text}` },
    "a class that only sounds like a quotation": {
      format: "html",
      text: `<div class="message unquoted"><div id="misquotedtext">${html.text}</div></div>`,
    },
    "an empty style before it": { format: "html", text: `<style/><title />${html.text}` },
    "plain text escaped": { format: "plain", text: escaped },
    "markup escaped and wrapped": { format: "html", text: `<div class="x">${escaped}</div>` },
    "markup escaped twice": { format: "plain", text: escaped.replace(/&/g, "&amp;") },
    "escaped markup with attributes": { format: "plain", text: escaped.replace("&lt;p&gt;", "&lt;p class='a b'&gt;") },
    "named spaces in plain text": { format: "plain", text: plain.text.replace(/ /g, "&nbsp;") },
    "a named space before plain text": { format: "plain", text: `&nbsp;\n&#160;${plain.text}` },
    "named spaces, escaped once more": { format: "plain", text: plain.text.replace(/ /g, "&amp;nbsp;") },
    "spaces without end": { format: "plain", text: " ".repeat(100_000) + plain.text },
    "line ends without end": { format: "html", text: "<br>\n".repeat(30_000) + html.text },
    "spaces without end inside it": { format: "plain", text: plain.text.replace(", ", `,${" ".repeat(50_000)}`) },
  };
  it.each(Object.entries(found))("%s", (_kind, content) => {
    expect(parseAttribution(content)).toEqual(expected(code));
  });

  it.each([
    "border-left:initial",
    "border-left:0",
    "border-left:0px solid red",
    "border-left: none",
    "border-left:medium none",
    "border-left:inherit",
    "border-left-width:0;border-left-style:solid",
    "border-left:2px solid blue;border-left:0",
    "border:1px solid #ddd",
    "border-width:1px 1px 1px 1px;border-style:solid",
    "border-left:1px solid #eee;border-right:1px solid #eee",
    "border-top:1px solid red",
    "border-left-color:initial",
    "border-inline-start:unset",
  ])("a style that draws no line of a quotation: %s", (style) => {
    expect(parseAttribution({ format: "html", text: `<div style="${style}">${html.text}</div>` })).toEqual(
      expected(code),
    );
  });
});

describe("the attribution line is never taken from a quotation", () => {
  const quotedPlain = plain.text.replace(/^/gm, "> ");
  const samples: Record<string, Content> = {
    "plain quoting": { format: "plain", text: quotedPlain },
    "plain quoting without a space": { format: "plain", text: plain.text.replace(/^/gm, ">") },
    "plain quoting, indented and nested": { format: "plain", text: plain.text.replace(/^/gm, "  > > ") },
    "plain quoting kept as markup": { format: "html", text: `<p>${quotedPlain.replace(/>/g, "&gt;")}</p>` },
    "an own answer above": { format: "plain", text: `Thank you!\n\n${plain.text}` },
    "an own answer above in HTML": { format: "html", text: `<p>Thank you!</p>${html.text}` },
    "an own answer of one character": { format: "html", text: `<p>.</p>${html.text}` },
    "Gmail, English": {
      format: "html",
      text: `<div class="gmail_quote"><div class="gmail_attr">On Fri, Jan 2, 2026 at 3:04 AM Kim wrote:<br></div><blockquote class="gmail_quote">${html.text}</blockquote></div>`,
    },
    "Gmail, its line of introduction removed": {
      format: "html",
      text: `<div dir="ltr"><br></div><div class="gmail_quote">${html.text}</div>`,
    },
    "Gmail, plain, English": {
      format: "plain",
      text: `On Fri, Jan 2, 2026 at 3:04 AM Kim <kim@example.com> wrote:\n\n${quotedPlain}`,
    },
    "Gmail, plain, German": {
      format: "plain",
      text: `Am Fr., 2. Jan. 2026 um 03:04 Uhr schrieb Kim <kim@example.com>:\n\n${plain.text}`,
    },
    "Gmail, German": {
      format: "html",
      text: `<div>Am Fr., 2. Jan. 2026 um 03:04 Uhr schrieb Kim:<br></div>${html.text}`,
    },
    "Outlook, English": {
      format: "plain",
      text: `From: Kim\nSent: Friday, January 2, 2026 3:04 AM\nTo: Jane\nSubject: Printer\n\n${plain.text}`,
    },
    "Outlook, German": {
      format: "plain",
      text: `Von: Kim\nGesendet: Freitag, 2. Januar 2026 03:04\nAn: Jane\nBetreff: Drucker\n\n${plain.text}`,
    },
    "Outlook, HTML, English": {
      format: "html",
      text: `<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal"><b>From:</b> Kim<br><b>Sent:</b> Friday</p></div>${html.text}`,
    },
    "Outlook, HTML, German": {
      format: "html",
      text: `<div><p><b>Von:</b> Kim<br><b>Gesendet:</b> Freitag</p></div>${html.text}`,
    },
    "Outlook's line on the left": {
      format: "html",
      text: `<div style="border:none;border-left:solid blue 1.5pt;padding:0cm 0cm 0cm 4.0pt">${html.text}</div>`,
    },
    "Outlook on the web": { format: "html", text: `<div id="divRplyFwdMsg"></div>${html.text}` },
    "an original message, English": { format: "plain", text: `-----Original Message-----\n${plain.text}` },
    "an original message, German": { format: "plain", text: `-----Ursprüngliche Nachricht-----\n${plain.text}` },
    "a forwarded message": { format: "plain", text: `---------- Forwarded message ---------\n${plain.text}` },
    Thunderbird: {
      format: "html",
      text: `<div class="moz-cite-prefix"></div><blockquote type="cite">${html.text}</blockquote>`,
    },
    "Apple Mail": { format: "html", text: `<div><blockquote type="cite"><div>${html.text}</div></blockquote></div>` },
    Yahoo: { format: "html", text: `<div class="yahoo_quoted">${html.text}</div>` },
    "Outlook, new": {
      format: "html",
      text: `<div id="mail-editor-reference-message-container"><div>${html.text}</div></div>`,
    },
    "Outlook for phones": {
      format: "html",
      text: `<div class="ms-outlook-mobile-reference-message">${html.text}</div>`,
    },
    "Outlook, its names prefixed by another": { format: "html", text: `<div id="x_divRplyFwdMsg"></div>${html.text}` },
    "a line before it": { format: "html", text: `<div><br></div><hr style="width:98%">${html.text}` },
    "a picture in a quotation": {
      format: "html",
      text: `<img src="https://x.example/a.png"><blockquote>${html.text}</blockquote>`,
    },
    "a quotation inside a page": {
      format: "html",
      text: `<html><body><blockquote>${html.text}</blockquote></body></html>`,
    },
    "plain text that only names it in a comment": { format: "html", text: `<!-- ${html.text} --><p>Hi</p>` },
    "an attribute": { format: "html", text: `<p title="${plain.text}">Hi</p>` },
    "a title": { format: "html", text: `<title>${plain.text}</title><p>Hi</p>` },
  };

  it.each([
    "border-left:2px solid blue",
    "BORDER-LEFT : solid #ccc 1.0pt",
    "border-left-style:solid;border-left-width:2px;border-left-color:blue",
    "border-style:none none none solid",
    "border-width:0 0 0 2px;border-style:solid",
    "border-width:0 0 0 2px",
    "border:0;border-left:1px solid #ccc !important",
    "border-inline-start:2px solid",
    "border-inline-start-width:3px;border-inline-start-style:double",
    "border-color:transparent transparent transparent red;border-style:solid;border-right:none",
  ])("beside a line on its left: %s", (style) => {
    expect(parseAttribution({ format: "html", text: `<div style="${style}">${html.text}</div>` })).toBeNull();
  });

  for (const [kind, content] of Object.entries(samples)) {
    it(kind, () => {
      expect(content.text).toContain("8812/1");
      expect(parseAttribution(content)).toBeNull();
    });
  }

  it("whatever words stand above", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z>"(-][a-z ,.]{0,40}$/), (words) => {
        expect(parseAttribution({ format: "plain", text: `${words}\n${plain.text}` })).toBeNull();
      }),
    );
  });
});

describe("a name cannot forge the line", () => {
  it("when it looks like a line itself", () => {
    const name = "Eve, 2026-01-02 03:04 UTC, SuperOffice message 1/1, 0123456789abcdef] [x";
    const source = messageFrom("superoffice", { author: { name, email: null, role: "customer" } });
    const { content } = composeMirror(source, "requestor", markerOf(source), target).outgoing;
    expect(parseAttribution(content)).toEqual(expected(code));
  });
});
