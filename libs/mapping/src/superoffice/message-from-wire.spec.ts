import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { superofficeMessageIdOf } from "../marker/superoffice-message-id.ts";
import { markerOf, messageFrom, noDetails } from "../testing/messages.ts";
import {
  readSuperOffice as read,
  superofficeContext as context,
  superofficeWire as wire,
} from "../testing/superoffice-message.ts";
import { superofficeMessageFromWire } from "./message-from-wire.ts";
import type { SuperOfficeMessageWire } from "./wire.ts";

describe("a SuperOffice message is read", () => {
  it("with all that it says", () => {
    expect(read({})).toEqual({
      ...messageFrom("superoffice"),
      content: { format: "plain", text: "Hello" },
      details: noDetails,
    });
  });

  it("with what stands beside its text", () => {
    const beside = { Important: true, Language: "en", TimeSpent: 15, EmailHeader: "To: a@example.com" };
    const recipients = { to: "a@example.com", cc: "", bcc: "", ccAddresses: [], bccAddresses: [] };
    expect(read(beside)?.details).toEqual({
      ...noDetails,
      ...{ important: true, language: "en", minutesSpent: 15, recipients },
    });
    expect(read({ Important: "?", Language: 7, TimeSpent: -1, EmailHeader: null })?.details).toEqual({
      ...noDetails,
      language: "7",
    });
  });

  it.each([
    ["no id", { EjMessageId: undefined }, {}],
    ["an id of zero", { EjMessageId: 0 }, {}],
    ["an id that is a word", { EjMessageId: "new" }, {}],
    ["no ticket anywhere", {}, { ticketId: null }],
  ])("as nothing when there is %s", (_what, different, around) => {
    expect(read(different, around)).toBeNull();
  });

  it("with the ticket that the answer names", () => {
    expect(read({ Ticket: { TicketId: 9 } })?.ticketId).toBe("9");
    expect(read({ Ticket: { TicketId: 9 } }, { ticketId: null })?.ticketId).toBe("9");
  });
});

describe("who may read it", () => {
  it.each([
    ["External", "External", "public"],
    ["external", "EXTERNAL", "public"],
    [2, 2, "public"],
    ["Internal", "External", "internal"],
    ["External", "Internal", "internal"],
    ["External", "Unknown", "internal"],
    ["External", 1, "internal"],
    [1, "External", "internal"],
    [0, "External", "internal"],
    [3, "External", "internal"],
    ["Partner", "External", "internal"],
    [null, "External", "internal"],
    [undefined, "External", "internal"],
    [true, "External", "internal"],
    ["External", {}, "internal"],
  ])("message Slevel %s in a ticket of Slevel %s is %s", (Slevel, ticketSlevel, visibility) => {
    expect(
      read({ Slevel, Ticket: { TicketId: 734, Slevel: ticketSlevel } }, { ticketVisibility: null })?.visibility,
    ).toBe(visibility);
  });

  it("is asked of the context when the answer's ticket does not say", () => {
    expect(read({ Ticket: null }, { ticketVisibility: "public" })?.visibility).toBe("public");
    expect(read({ Ticket: { TicketId: 734 } }, { ticketVisibility: "public" })?.visibility).toBe("public");
    expect(read({ Ticket: null }, { ticketVisibility: "internal" })?.visibility).toBe("internal");
    expect(read({ Ticket: null }, { ticketVisibility: null })?.visibility).toBe("internal");
  });

  it("is what the answer's ticket says, even where the context says more", () => {
    expect(read({ Ticket: { TicketId: 734, Slevel: "Internal" } }, { ticketVisibility: "public" })?.visibility).toBe(
      "internal",
    );
    expect(read({ Ticket: { TicketId: 734, Slevel: "Future" } }, { ticketVisibility: "public" })?.visibility).toBe(
      "internal",
    );
  });

  it.each([
    ["the message", { Slevel: "External", slevel: "Internal" }, {}],
    ["the message, the other first", { slevel: "Internal", Slevel: "External" }, {}],
    ["the message, by number", { Slevel: 2, SLEVEL: 1 }, {}],
    ["the message, one of them empty", { Slevel: "External", sLevel: null }, {}],
    ["its ticket", {}, { Slevel: "External", slevel: "Internal" }],
    ["its ticket, in another spelling only", {}, { slevel: "Internal" }],
  ])("is the most private of two spellings of %s", (_what, own, its) => {
    expect(read({ ...own, Ticket: { TicketId: 734, ...its } })?.visibility).toBe("internal");
  });

  it("is the most private of two tickets in the answer", () => {
    const two = { Ticket: { TicketId: 734, Slevel: "External" }, ticket: { Slevel: "Internal" } };
    expect(read(two)?.visibility).toBe("internal");
    expect(read({ Ticket: null, ticket: { Slevel: "Internal" } } as SuperOfficeMessageWire)?.visibility).toBe(
      "internal",
    );
  });

  it("is public where all spellings agree", () => {
    const agreed = { Slevel: "External", slevel: 2 };
    expect(read({ ...agreed, Ticket: { TicketId: 734, ...agreed } })?.visibility).toBe("public");
  });

  it("is never public unless message and ticket are External, whatever else the wire holds", () => {
    const slevel = fc.oneof(
      fc.anything(),
      fc.constantFrom("External", "Internal", "Unknown", 0, 1, 2, 3, "2", "external "),
    );
    fc.assert(
      fc.property(
        slevel,
        slevel,
        fc.constantFrom("internal" as const, null),
        fc.dictionary(fc.string(), fc.anything()),
        (own, its, known, noise) => {
          const message = superofficeMessageFromWire(
            { ...noise, EjMessageId: 1, Slevel: own, Ticket: { TicketId: 2, Slevel: its } },
            { ...context, ticketVisibility: known },
          );
          const isExternal = (value: unknown): boolean =>
            value === 2 || (typeof value === "string" && /^\s*external\s*$/i.test(value));
          expect(message?.visibility).toBe(isExternal(own) && isExternal(its) ? "public" : "internal");
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe("what it says", () => {
  it.each([
    ["plain text", { Type: "Plain", Body: "a\nb", HtmlBody: "" }, "plain", "a\nb"],
    ["plain text by number", { Type: 1, Body: "a" }, "plain", "a"],
    [
      "HTML in its own field, whatever Type says",
      { Type: "Plain", Body: "a", HtmlBody: "<p>b</p>" },
      "html",
      "<p>b</p>",
    ],
    ["HTML in Body", { Type: "Html", Body: "<p>b</p>", HtmlBody: null }, "html", "<p>b</p>"],
    ["HTML in Body by number", { Type: 2, Body: "<p>b</p>" }, "html", "<p>b</p>"],
    [
      "the text beside an empty HTML shell",
      { Type: "Plain", Body: "a", HtmlBody: "<html><body><p>&nbsp;</p></body></html>" },
      "plain",
      "a",
    ],
    ["a picture alone", { Type: "Html", Body: "", HtmlBody: '<img src="cid:1">' }, "html", '<img src="cid:1">'],
    [
      "the text beside HTML that only counts readers",
      { Type: "Plain", Body: "Order 4711", HtmlBody: '<img src="https://x.example/t.gif" width="1" height="1">' },
      "plain",
      "Order 4711",
    ],
    [
      "the markup beside HTML that only counts readers",
      {
        Type: "Html",
        Body: "<p>Order</p>",
        HtmlBody: '<p><img src="https://x.example/t" style="width:1px">\u200b</p>',
      },
      "html",
      "<p>Order</p>",
    ],
    [
      "picture and text, where HtmlBody holds the one and Body the other",
      { Type: "Plain", Body: "a < b\nc", HtmlBody: '<img src="cid:1" width="600">' },
      "html",
      '<img src="cid:1" width="600">\n<p>a &lt; b<br />c</p>',
    ],
    [
      "picture and markup, where HtmlBody holds the one and Body the other",
      { Type: "Html", Body: "<p>a</p>", HtmlBody: '<img src="cid:1">' },
      "html",
      '<img src="cid:1">\n<p>a</p>',
    ],
    [
      "a picture alone, where Body only names it",
      { Type: "Html", Body: "[plan]", HtmlBody: '<p><img src="https://x.example/p.png" alt="plan"></p>' },
      "html",
      '<p><img src="https://x.example/p.png" alt="plan"></p>',
    ],
    [
      "the HTML shell, where Body is an empty shell too",
      { Type: "Html", Body: "<p> </p>", HtmlBody: "<p></p>" },
      "html",
      "<p></p>",
    ],
    ["an unknown type as plain", { Type: "Markdown", Body: "*a*" }, "plain", "*a*"],
    ["nothing", { Type: null, Body: null, HtmlBody: null }, "plain", ""],
    ["no characters that no store can hold", { Body: "a\u0000b\ud800c\u0007\td" }, "plain", "a␀b\ufffdc␇\td"],
  ])("is %s", (_what, different, format, text) => {
    expect(read(different)?.content).toEqual({ format, text });
  });
});

describe("what kind it is", () => {
  const header = (Name: string, Value: string) => ({ MessageHeaders: [{ Name, Value, StdItem: "None" }] });
  it.each([
    ["an ordinary message", {}, "message"],
    ["a bounce", { MessageCategory: "Bounce" }, "bounce"],
    ["a bounce by number", { MessageCategory: 1 }, "bounce"],
    ["a failed outbox entry", { MessageCategory: "OutboxFailed" }, "outbox-failed"],
    ["a failed outbox entry by number", { MessageCategory: 2 }, "outbox-failed"],
    ["a category yet to come", { MessageCategory: "Poll" }, "message"],
    [
      "an automatic reply by its standard item",
      { MessageHeaders: [{ StdItem: "SentAutoReplyToCustomersB" }] },
      "automatic-reply",
    ],
    ["an automatic reply by its standard item's number", { MessageHeaders: [{ StdItem: 4 }] }, "automatic-reply"],
    ["mail that wants no automatic reply", { MessageHeaders: [{ StdItem: "NoAutoReply" }] }, "automatic-reply"],
    ["another standard item", { MessageHeaders: [{ StdItem: "CustomerReadFAQ" }] }, "message"],
    ["Auto-Submitted", header("Auto-Submitted", "auto-replied"), "automatic-reply"],
    ["Auto-Submitted with more", header("auto-submitted", "Auto-Replied; owner=x"), "automatic-reply"],
    ["a monitor's alert", header("Auto-Submitted", "auto-generated"), "message"],
    ["a web form's mail", header("Auto-Submitted", "auto-notified; owner-email=a@b.example"), "message"],
    ["a reply kind yet to come", header("Auto-Submitted", "auto-replied-later"), "message"],
    ["Auto-Submitted: no", header("Auto-Submitted", "no"), "message"],
    ["Auto-Submitted: No with a comment", header("Auto-Submitted", "No (a person)"), "message"],
    ["X-Auto-Response-Suppress alone", header("X-Auto-Response-Suppress", "All"), "message"],
    ["Precedence: auto_reply", header("Precedence", "auto_reply"), "automatic-reply"],
    ["Precedence: bulk", header("Precedence", "bulk"), "message"],
    ["X-Autoreply", header("X-Autoreply", "yes"), "automatic-reply"],
    ["X-Autoreply: no", header("X-Autoreply", "no"), "message"],
    ["the raw mail header", { EmailHeader: "From: a\r\nAuto-Submitted:\r\n auto-replied\r\nTo: b" }, "automatic-reply"],
    ["the raw mail header's last line", { EmailHeader: "From: a\nPrecedence: auto_reply" }, "automatic-reply"],
    ["a subject that names the header", { EmailHeader: "Subject: Auto-Submitted: auto-replied" }, "message"],
  ])("%s", (_what, different, kind) => {
    expect(read(different)?.kind).toBe(kind);
  });
});

describe("the rest", () => {
  it("finds the marker in MessageId", () => {
    const marker = markerOf(messageFrom("requestor"));
    const MessageId = superofficeMessageIdOf(marker, "0123456789abcdef", "bridge.example");
    expect(read({ MessageId })?.marker).toEqual({ ...marker, code: "0123456789abcdef" });
    expect(read({ MessageId: 7 })?.marker).toBeNull();
  });

  it("names the attachments", () => {
    const AttachmentsInfo = [
      { AttachmentId: 635, Name: "report.pdf", ContentType: "application/pdf", AttSize: 147, InlineImage: false },
      { AttachmentId: null, Name: null, AttSize: "many", InlineImage: "true" },
      null,
    ];
    expect(read({ AttachmentsInfo })?.attachments).toEqual([
      { id: "635", name: "report.pdf", contentType: "application/pdf", size: 147, inline: false },
      { id: null, name: "", contentType: null, size: null, inline: true },
    ]);
  });

  it("is total on any input", () => {
    const names = Object.keys(wire).concat("AttachmentsInfo", "Person", "EmailHeader", "ChangedAt");
    const garbage = fc.record(Object.fromEntries(names.map((name) => [name, fc.anything()])));
    fc.assert(
      fc.property(fc.oneof(fc.anything(), garbage), fc.nat({ max: 5 }), (value, id) => {
        const odd = value as SuperOfficeMessageWire;
        superofficeMessageFromWire(odd, context);
        const message = superofficeMessageFromWire(
          { ...odd, EjMessageId: id, Ticket: null },
          { ...context, ticketVisibility: null },
        );
        expect(message === null).toBe(id === 0);
        if (message !== null) expect(message.visibility).toBe("internal");
      }),
      { numRuns: 500 },
    );
  });
});
