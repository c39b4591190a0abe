import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { nastyText, representable } from "../testing/nasty-text.ts";
import type { DataContract } from "./data-contract.ts";
import { newMessagePost } from "./posts.ts";
import { readXml } from "./read-xml.ts";
import { writeXml } from "./write-xml.ts";

interface File {
  readonly FileName: string;
  readonly Tags: readonly number[] | null;
}

interface Post {
  readonly Message: string | null;
  readonly TicketREF: string | null;
  readonly Cc: readonly string[] | null;
  readonly Files: readonly File[] | null;
  readonly Html: boolean;
}

const contract: DataContract<Post> = {
  name: "Post",
  members: {
    TicketREF: "text",
    Message: "text",
    Html: "flag",
    Files: {
      namespace: "urn:files",
      itemName: "File",
      items: { Tags: { namespace: "urn:lists", itemName: "int", items: "number" }, FileName: "text" },
    },
    Cc: { namespace: "urn:lists", itemName: "string", items: "text" },
  },
};

const empty: Post = { Message: null, TicketREF: null, Cc: null, Files: null, Html: false };
const inside = (xml: string): string => /^<\w+ xmlns:i="[^"]+" xmlns="[^"]+">(.*)<\/\w+>$/s.exec(xml)?.[1] ?? "";

describe("a post in XML", () => {
  test("has its elements in ordinal order whatever order contract and post are in, at every depth", () => {
    const xml = writeXml(contract, {
      TicketREF: null,
      Files: [{ FileName: "a.txt", Tags: [2, 1] }],
      Message: "x",
      Cc: ["x@y"],
      Html: true,
    });
    expect(inside(xml)).toBe(
      '<Cc xmlns:d2p1="urn:lists"><d2p1:string>x@y</d2p1:string></Cc>' +
        '<Files xmlns:d2p1="urn:files"><d2p1:File><d2p1:FileName>a.txt</d2p1:FileName>' +
        '<d2p1:Tags xmlns:d4p1="urn:lists"><d4p1:int>2</d4p1:int><d4p1:int>1</d4p1:int></d2p1:Tags></d2p1:File></Files>' +
        '<Html>true</Html><Message>x</Message><TicketREF i:nil="true"/>',
    );
  });

  test("holds every member of NewMessage's page in the order of the page's sample", () => {
    const xml = writeXml<object>(newMessagePost, {});
    expect([...inside(xml).matchAll(/<(\w+)/g)].map(([, name]) => name)).toEqual([
      "Attachments",
      "Html",
      "IsMobileDevice",
      "IsPrivate",
      "Message",
      "SendViaOutboundEmail",
      "SendViaOutboundEmailBcc",
      "SendViaOutboundEmailCc",
      "SendViaOutboundEmailFrom",
      "TicketId",
      "TicketREF",
    ]);
  });

  test("says null for a member that is missing, and nothing of a member that the contract does not know", () => {
    const xml = writeXml(contract, { Html: true, Author: "kim" } as never);
    expect(inside(xml)).toContain('<Message i:nil="true"/>');
    expect(xml).not.toContain("Author");
  });

  test("tells an empty list from none", () => {
    expect(inside(writeXml(contract, { ...empty, Cc: [] }))).toContain('<Cc xmlns:d2p1="urn:lists"></Cc>');
    expect(inside(writeXml(contract, empty))).toContain('<Cc xmlns:d2p1="urn:lists" i:nil="true"/>');
  });

  test("keeps line ends of both kinds, tabs and white space at the ends", () => {
    const xml = writeXml(contract, { ...empty, Message: " \r\na\n\tb\r " });
    expect(xml).toContain("<Message> &#xD;\na\n\tb&#xD; </Message>");
    expect(xml).not.toContain("\r");
  });

  test("is read back equal for any text, except that what XML cannot carry became U+FFFD", () => {
    fc.assert(
      fc.property(nastyText, (Message) => {
        const xml = writeXml(contract, { ...empty, Html: true, Message });
        const value = { Cc: null, Files: null, Html: "true", Message: representable(Message), TicketREF: null };
        expect(readXml(xml)).toEqual({ root: "Post", value });
        expect(readXml(xml, { texts: ["Message", "TicketREF"] })).toEqual({ root: "Post", value });
      }),
      { numRuns: 500 },
    );
  });

  test("is read back equal for lists of texts and of objects", () => {
    const file = fc.record({ FileName: nastyText, Tags: fc.array(fc.integer()) });
    fc.assert(
      fc.property(fc.array(nastyText), fc.array(file), (Cc, Files) => {
        const xml = writeXml(contract, { ...empty, Cc, Files });
        expect(readXml(xml, { lists: ["Cc", "Files", "Tags"] }).value).toMatchObject({
          Cc: Cc.map(representable),
          Files: Files.map(({ FileName, Tags }) => ({ FileName: representable(FileName), Tags: Tags.map(String) })),
        });
      }),
      { numRuns: 200 },
    );
  });

  test("holds no character that a strict reader refuses, whatever was written", () => {
    fc.assert(
      fc.property(nastyText, (Message) => {
        const xml = writeXml(contract, {
          ...empty,
          Message,
          Cc: [Message],
          Files: [{ FileName: Message, Tags: null }],
        });
        expect(representable(xml)).toBe(xml);
        expect(xml).not.toContain("]]>");
      }),
    );
  });

  test("of five megabytes is written and read back within seconds", () => {
    const Message = 'Příliš <b>žluťoučký</b> & "kůň"\r\n'.repeat(160_000);
    const xml = writeXml(contract, { ...empty, Message });
    expect((readXml(xml, { texts: ["Message"] }).value as { Message: string }).Message === Message).toBe(true);
  });
});
