import type { OutgoingMessage } from "@ticket-bridge/helpdesk";
import { describe, expect, it } from "vitest";

import { ticket } from "../testing/messages.ts";
import { superofficeMessageToWire } from "./message-to-wire.ts";

const outgoing: OutgoingMessage = {
  ticketId: ticket(734),
  visibility: "public",
  content: { format: "html", text: "<p>Printer is dead</p>" },
  author: { name: "", email: "jane@example.com", role: "customer" },
  createdAt: Date.UTC(2026, 0, 2, 3, 4, 5),
  externalId: "<requestor.47.991.1.0123456789abcdef@bridge.example>",
};

describe("the body of POST TicketMessage", () => {
  it("says every field explicitly", () => {
    expect(superofficeMessageToWire(outgoing)).toEqual({
      EjMessageId: 0,
      Ticket: { TicketId: 734 },
      Slevel: "External",
      Type: "Html",
      Badge: "Incoming",
      MessageCategory: "Message",
      Author: "jane@example.com",
      Body: "Printer is dead",
      HtmlBody: "<p>Printer is dead</p>",
      MessageId: "<requestor.47.991.1.0123456789abcdef@bridge.example>",
      CreatedAt: "2026-01-02T03:04:05Z",
      Important: false,
      MessageHeaders: [{ Name: "X-Ticket-Bridge", Value: "requestor.47.991.1.0123456789abcdef@bridge.example" }],
    });
  });

  it("leaves a plain body plain, its lines kept", () => {
    const wire = superofficeMessageToWire({ ...outgoing, content: { format: "plain", text: "a\n\n  <b>" } });
    expect(wire).toMatchObject({ Type: "Plain", Body: "a\n\n  <b>", HtmlBody: "" });
  });

  it.each([
    ["internal", "customer", "Internal", "Comment"],
    ["internal", "agent", "Internal", "Comment"],
    ["public", "customer", "External", "Incoming"],
    ["public", "agent", "External", "Reply"],
    ["public", "unknown", "External", "Unknown"],
  ] as const)("of a message that is %s by a(n) %s: %s, %s", (visibility, role, Slevel, Badge) => {
    const wire = superofficeMessageToWire({ ...outgoing, visibility, author: { name: "x", email: null, role } });
    expect(wire).toMatchObject({ Slevel, Badge });
  });

  it("keeps the author within 255 characters and no character cut in two", () => {
    const wire = superofficeMessageToWire({
      ...outgoing,
      author: { ...outgoing.author, name: `${"x".repeat(254)}😀` },
    });
    expect(wire.Author).toBe("x".repeat(254));
  });

  it.each([
    ["Jane\r\nBcc: all@example.com", "Jane Bcc: all@example.com"],
    ["Jane\u0085\u2028Doe\u0000\tSmith\u007f", "Jane Doe Smith"],
    ["\u0000 \n", "jane@example.com"],
  ])("keeps the author %j on one line", (name, written) => {
    expect(superofficeMessageToWire({ ...outgoing, author: { ...outgoing.author, name } }).Author).toBe(written);
  });

  it("leaves out a time that nobody told", () => {
    expect(superofficeMessageToWire({ ...outgoing, createdAt: null })).not.toHaveProperty("CreatedAt");
  });

  it("has no header where there is no marker", () => {
    expect(superofficeMessageToWire({ ...outgoing, externalId: null })).toMatchObject({
      MessageId: "",
      MessageHeaders: [],
    });
  });
});
