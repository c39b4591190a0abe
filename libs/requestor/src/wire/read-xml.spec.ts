import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { nastyText } from "../testing/nasty-text.ts";
import { readXml, XmlSyntaxError } from "./read-xml.ts";

describe("reading", () => {
  test("a list with one item, with none and with null is a list, a list and null", () => {
    const lists = ["UserMessages"];
    const read = (inner: string) => readXml(`<T xmlns:i="x">${inner}</T>`, { lists }).value;
    expect(read("<UserMessages><M><Id>1</Id></M></UserMessages>")).toEqual({ UserMessages: [{ Id: "1" }] });
    expect(read("<UserMessages/>")).toEqual({ UserMessages: [] });
    expect(read('<UserMessages i:nil="true"/>')).toEqual({ UserMessages: null });
    expect(read("<usermessages><M><Id>1</Id></M></usermessages>")).toEqual({ usermessages: [{ Id: "1" }] });
  });

  test("an unknown list is recognised by its repeated items", () => {
    expect(readXml("<T><Tags><d:string>a</d:string><d:string>b</d:string></Tags></T>").value).toEqual({
      Tags: ["a", "b"],
    });
  });

  test("CDATA is text as it stands, references in other text are decoded", () => {
    const xml = "<T><Body>a &lt;b&gt; &#x1;<!-- no --> <![CDATA[</Body><p>&amp;]]> c</Body></T>";
    for (const texts of [[], ["Body"]]) {
      expect(readXml(xml, { texts }).value).toEqual({ Body: "a <b> \u0001 </Body><p>&amp; c" });
    }
  });

  test("a declaration, a byte order mark and comments do not disturb", () => {
    expect(readXml('\uFEFF<?xml version="1.0"?>\n<!-- x --><T><A>1</A></T>\n')).toEqual({
      root: "T",
      value: { A: "1" },
    });
  });

  test("nothing but text is made of text: no number, no flag, no date", () => {
    const members = { A: "007", B: "1e5", C: "0x10", D: "true", E: "2026-01-02T03:04:05", F: "-0.0", G: " 12 " };
    const xml = Object.entries(members).map(([name, text]) => `<${name}>${text}</${name}>`);
    expect(readXml(`<T>${xml.join("")}</T>`).value).toEqual(members);
  });

  test("a line end as it stands is a line feed, and a carriage return is one only as a reference", () => {
    for (const texts of [[], ["Body"]]) {
      expect(readXml("<T><Body> a\r\nb\rc&#xD;\nd&#13; </Body></T>", { texts }).value).toEqual({
        Body: " a\nb\nc\r\nd\r ",
      });
    }
  });

  test("prefixes are left away, and names that XML had to encode are decoded", () => {
    const xml = `<x:T xmlns:x="urn:x"><d2p1:a.B_x005B_0_x005d_ xmlns:d2p1="urn:d">1</d2p1:a.B_x005B_0_x005d_></x:T>`;
    expect(readXml(xml)).toEqual({ root: "T", value: { "a.B[0]": "1" } });
  });

  test("an entity that is none of XML's own is left as it stands", () => {
    expect(readXml("<T><A>&nbsp;&x;&#xD800;&#x110000;</A></T>").value).toEqual({ A: "&nbsp;&x;\uFFFD\uFFFD" });
  });

  test.each([
    ["a truncated document", "<T><UserMessages><M><Id>1</Id>"],
    ["plain text", "Service unavailable"],
    ["nothing", ""],
    ["two roots", "<A/><B/>"],
    ["a web page", "<!DOCTYPE html><html><body><br></body></html>"],
    ["a document type with entities", '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'],
    ["a document type behind a long comment", `<!--${" ".repeat(2_000)}--><!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>`],
    ["a document type behind a misleading one", `<?xml version="1.0"?> <!-- <a> --> <!DOCTYPE a><a/>`],
    ["a nesting without end", `${"<a>".repeat(20_000)}${"</a>".repeat(20_000)}`],
    ["a member that would reach the prototype", "<a><__proto__>1</__proto__></a>"],
  ])("%s is refused", (_what, text) => {
    expect(() => readXml(text)).toThrow(XmlSyntaxError);
  });

  test("a body that speaks of a document type is read", () => {
    const body = "&lt;!DOCTYPE html&gt;";
    expect(readXml(`<T><Body>${body}</Body><Raw><![CDATA[<!DOCTYPE html>]]></Raw></T>`).value).toEqual({
      Body: "<!DOCTYPE html>",
      Raw: "<!DOCTYPE html>",
    });
  });

  test("is total: any text gives a document or XmlSyntaxError", () => {
    fc.assert(
      fc.property(nastyText, (text) => {
        for (const candidate of [text, `<a>${text}</a>`]) {
          try {
            readXml(candidate);
          } catch (error) {
            expect(error).toBeInstanceOf(XmlSyntaxError);
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});
