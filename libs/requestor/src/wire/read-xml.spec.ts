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

  test.each([
    ["a truncated document", "<T><UserMessages><M><Id>1</Id>"],
    ["plain text", "Service unavailable"],
    ["nothing", ""],
    ["two roots", "<A/><B/>"],
    ["a web page", "<!DOCTYPE html><html><body><br></body></html>"],
    ["a document type with entities", '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'],
    ["a member that would reach the prototype", "<a><__proto__>1</__proto__></a>"],
  ])("%s is refused", (_what, text) => {
    expect(() => readXml(text)).toThrow(XmlSyntaxError);
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
