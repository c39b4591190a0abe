import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { readXml, writeDataContract, XmlSyntaxError } from "./xml.ts";

const POSTS = "http://schemas.datacontract.org/2004/07/RequestorApiDataStructures.Posts";
const ARRAYS = "http://schemas.microsoft.com/2003/10/Serialization/Arrays";

const representable = (text: string): string =>
  Array.from(text, (character) => {
    const code = character.codePointAt(0) ?? 0;
    const control = code < 0x20 && ![9, 10, 13].includes(code);
    const surrogate = code >= 0xd800 && code <= 0xdfff;
    return control || surrogate || code === 0xfffe || code === 0xffff ? "\uFFFD" : character;
  }).join("");

/** Mostly the characters that break careless XML, with anything else between. */
const nastyText = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "]]>",
        "<![CDATA[",
        "&",
        "&amp;",
        "&#1;",
        "<",
        ">",
        "'",
        '"',
        "\r",
        "\r\n",
        "\n",
        " ",
        "\t",
        "</Message>",
      ),
      fc.constantFrom("\0", "\u0001", "\u001f", "\u007f", "\u0085", "\u2028", "\ud800", "\udfff", "\ufffe", "\uffff"),
      fc.constantFrom("\u{1F600}", "\u{10FFFF}", "ž", "<!-- c -->", "<?pi?>", "<!DOCTYPE a>"),
      fc.string({ unit: "binary" }),
    ),
  )
  .map((parts) => parts.join(""));

describe("writing", () => {
  test("elements stand in ordinal order whatever order they were given in", () => {
    const xml = writeDataContract("NewMessagePost", POSTS, {
      TicketREF: null,
      TicketId: 47,
      SendViaOutboundEmailFrom: "a@b",
      SendViaOutboundEmailBcc: { namespace: ARRAYS, items: null },
      SendViaOutboundEmail: false,
      SendViaOutboundEmailCc: { namespace: ARRAYS, itemName: "string", items: ["x@y"] },
    });
    expect(xml).toBe(
      `<NewMessagePost xmlns:i="http://www.w3.org/2001/XMLSchema-instance" xmlns="${POSTS}">` +
        `<SendViaOutboundEmail>false</SendViaOutboundEmail>` +
        `<SendViaOutboundEmailBcc xmlns:d="${ARRAYS}" i:nil="true"/>` +
        `<SendViaOutboundEmailCc xmlns:d="${ARRAYS}"><d:string>x@y</d:string></SendViaOutboundEmailCc>` +
        `<SendViaOutboundEmailFrom>a@b</SendViaOutboundEmailFrom>` +
        `<TicketId>47</TicketId><TicketREF i:nil="true"/></NewMessagePost>`,
    );
  });

  test("any text is read back equal, except that what XML cannot carry became U+FFFD", () => {
    fc.assert(
      fc.property(nastyText, (text) => {
        const xml = writeDataContract("NewMessagePost", POSTS, { Message: text, Html: true, TicketREF: null });
        const expected = {
          root: "NewMessagePost",
          value: { Html: "true", Message: representable(text), TicketREF: null },
        };
        expect(readXml(xml)).toEqual(expected);
        expect(readXml(xml, { texts: ["Message", "TicketREF"] })).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  test("lists of text and of objects are read back equal", () => {
    fc.assert(
      fc.property(fc.array(nastyText), fc.array(fc.record({ Data: nastyText, FileName: nastyText })), (cc, files) => {
        const xml = writeDataContract("NewMessagePost", POSTS, {
          Attachments: { namespace: "urn:a", itemName: "NewAttachment", items: files },
          SendViaOutboundEmailCc: { namespace: ARRAYS, itemName: "string", items: cc },
        });
        expect(readXml(xml, { lists: ["Attachments", "SendViaOutboundEmailCc"], texts: ["Data"] }).value).toEqual({
          Attachments: files.map(({ Data, FileName }) => ({
            Data: representable(Data),
            FileName: representable(FileName),
          })),
          SendViaOutboundEmailCc: cc.map(representable),
        });
      }),
      { numRuns: 200 },
    );
  });

  test("whatever was written, a strict reader finds no forbidden character in it", () => {
    fc.assert(
      fc.property(nastyText, (text) => {
        const xml = writeDataContract("A", "urn:a", { Message: text });
        expect(representable(xml)).toBe(xml);
        expect(xml).not.toContain("]]>");
      }),
    );
  });

  test("five megabytes are written and read back within seconds", () => {
    const text = 'Příliš <b>žluťoučký</b> & "kůň"\r\n'.repeat(160_000);
    const xml = writeDataContract("A", "urn:a", { Message: text });
    expect((readXml(xml, { texts: ["Message"] }).value as { Message: string }).Message === text).toBe(true);
  });
});

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
