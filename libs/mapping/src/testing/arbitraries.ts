import type { Author, Content, Message, Side } from "@ticket-bridge/helpdesk";
import fc from "fast-check";

import { messageFrom } from "./messages.ts";

/** Words that no markup, entity or white space rule may touch, letters of several scripts among them. */
const word = fc.oneof(
  fc.stringMatching(/^[a-z0-9]{1,12}$/),
  fc.constantFrom("Jürgen", "café", "Größe", "日本語", "Привет", "naïve", "3.14", "a+b", "x=y", "100%"),
);

const words = fc.array(word, { minLength: 1, maxLength: 6 }).map((list) => list.join(" "));

const element = fc.constantFrom(
  "p",
  "div",
  "b",
  "i",
  "span",
  "ul",
  "li",
  "blockquote",
  "h2",
  "pre",
  "o:p",
  "font",
  "center",
  "xml",
  "form",
  "fieldset",
  "button",
  "address",
  "details",
);

/** Markup as mail programs make it, every word of it seen by a reader. */
export const mailMarkup: fc.Arbitrary<string> = fc.letrec<{ node: string }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4 },
    words,
    fc
      .tuple(element, fc.array(tie("node"), { maxLength: 3 }))
      .map(([name, inner]) => `<${name}>${inner.join(" ")}</${name}>`),
    words.map((text) => `<table><tr><td>${text}</td><td style="color:red">${text}</td></tr></table>`),
    words.map((text) => `<!--[if mso]><p>only for Outlook</p><![endif]--><p class="MsoNormal">${text}<o:p></o:p></p>`),
    words.map((text) => `<!-- <xml> --><xml><o:p>${text}</o:p></xml><!--[if gte mso 9]><xml>x</xml><![endif]-->`),
    words.map((text) => `<select><option>${text}</option><option>${text}</option></select>`),
    words.map((text) => `<![if !vml]>${text}<![endif]>`),
    words.map((text) => `<a href="https://example.com/?a=1&amp;b=2">${text}</a>`),
    words.map((text) => `${text}<br>${text} &amp; &lt;${text}&gt;`),
  ),
})).node;

/** Pieces of markup in any order: never well formed, often hostile. */
export const tagSoup = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ..."<p> </p> <div> </div> <b> </b> <a href=x> </a> <table> <tr> <td> </td> </table> <ul> <li> </li> <br> <br/> <hr>".split(
          " ",
        ),
        ..."<script> </script> <style> </style> <title> </title> <xml> </xml> <textarea> </textarea> <iframe> </iframe>".split(
          " ",
        ),
        ..."<svg> <math> <noscript> </noscript> <plaintext> <xmp> </xmp> <o:p> </o:p> <!-- --> <![if <![endif]> <?xml ]]> <![CDATA[".split(
          " ",
        ),
        ..."< > & &amp; &lt; &#91; &nbsp &quot; \" ' = / \u00a0 \u200b".split(" "),
        '<a href="javascript:alert(1)">',
        '<img src="x" onerror="alert(1)">',
        '<img src="cid:1" alt="a">',
        '<i style="color:red;background:url(x)">',
        '<i style="width:expression(alert(1));font-family:&quot;A&quot;">',
        "<p/><option><select>",
      ),
      fc.string({ maxLength: 8 }),
      word,
    ),
    { maxLength: 30 },
  )
  .map((pieces) => pieces.join(""));

export const content: fc.Arbitrary<Content> = fc.oneof(
  fc.array(words, { maxLength: 4 }).map((lines): Content => ({ format: "plain", text: lines.join("\n") })),
  mailMarkup.map((text): Content => ({ format: "html", text })),
);

const author: fc.Arbitrary<Author> = fc.record({
  name: fc.oneof(fc.string({ maxLength: 300 }), words),
  email: fc.constantFrom(null, "jane@example.com"),
  role: fc.constantFrom("agent", "customer", "unknown"),
});

/** A message of that side with lively fields. */
export function message(side: Side): fc.Arbitrary<Message> {
  return fc
    .record({
      content,
      author,
      visibility: fc.constantFrom("public", "internal"),
      createdAt: fc.option(fc.integer({ min: 946_684_800, max: 4_102_444_800 }).map((seconds) => seconds * 1000)),
    })
    .map((fields) => messageFrom(side, fields as Partial<Message>));
}
