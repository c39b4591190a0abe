import { readFileSync } from "node:fs";

import { describe, expect, it } from "vitest";

import { requestorMessageToWire } from "../requestor/message-to-wire.ts";
import { superofficeMessageFromWire } from "../superoffice/message-from-wire.ts";
import { superofficeTicketFromWire } from "../superoffice/ticket-from-wire.ts";
import { ticket } from "../testing/messages.ts";

const sample = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL(`./${name}.json`, import.meta.url), "utf8")) as Record<string, unknown>;

const context = { ticketId: ticket(1), ticketVisibility: "public", ownAssociateId: "733" } as const;
const read = (name: string) => superofficeMessageFromWire(sample(name), context);

describe("the samples of the documentation's pages are read", () => {
  it("POST TicketMessage, current", () => {
    expect(read("superoffice-post-ticketmessage-request")).toMatchObject({
      id: "543",
      ticketId: "1",
      createdAt: Date.parse("2023-11-02T14:13:49.383+01:00"),
      visibility: "public",
      content: { format: "html", text: "quidem" },
      author: { name: "cumque", email: null, role: "agent" },
      writtenBy: "unknown",
      kind: "bounce",
      attachments: [{ id: "635", name: "Bartoletti-Schoen", contentType: "ut", size: 147, inline: true }],
    });
    expect(read("superoffice-post-ticketmessage-response")).toMatchObject({
      id: "640",
      content: { format: "html", text: "dolor" },
      attachments: [{ id: "916", inline: false }],
    });
  });

  it("POST TicketMessage, older", () => {
    expect(read("superoffice-post-ticketmessage-old-request")).toMatchObject({
      id: "849",
      ticketId: "734",
      createdAt: Date.parse("2012-02-28T18:25:51.237+01:00"),
      visibility: "public",
      content: { format: "html", text: "placeat" },
      author: { name: "sed", email: "crystal.strosin@marvin.co.uk", role: "customer" },
      writtenBy: "unknown",
      kind: "bounce",
      attachments: [],
    });
    expect(read("superoffice-post-ticketmessage-old-response")).toMatchObject({ visibility: "public", kind: "bounce" });
  });

  it("PUT TicketMessage", () => {
    expect(read("superoffice-put-ticketmessage-request")).toMatchObject({ id: "705", ticketId: "414" });
    expect(read("superoffice-put-ticketmessage-response")).toMatchObject({ id: "520", ticketId: "408" });
  });

  it("POST Ticket", () => {
    expect(superofficeTicketFromWire(sample("superoffice-post-ticket-request"))).toEqual({
      side: "superoffice",
      id: "283",
      ref: null,
      title: "consectetur",
      visibility: "public",
      canHoldInternal: true,
      state: "merged",
      mergedInto: "786",
      lastChanged: Date.parse("2021-07-07T17:37:39.251+02:00"),
    });
    expect(superofficeTicketFromWire(sample("superoffice-post-ticket-response"))?.id).toBe("224");
  });

  it("POST NewMessage has the fields of ours, in the page's order", () => {
    const ours = requestorMessageToWire({
      ticketId: ticket(47),
      visibility: "internal",
      content: { format: "plain", text: "Can I meet you afternoon?" },
      author: { name: "", email: null, role: "unknown" },
      createdAt: null,
      externalId: null,
    });
    expect(Object.keys(ours)).toEqual(Object.keys(sample("requestor-newmessage-request")));
    expect(ours).toEqual({
      TicketREF: null,
      TicketId: 47,
      Message: "Can I meet you afternoon?",
      Html: false,
      IsPrivate: true,
      IsMobileDevice: false,
      Attachments: null,
      SendViaOutboundEmail: false,
      SendViaOutboundEmailFrom: null,
      SendViaOutboundEmailCc: null,
      SendViaOutboundEmailBcc: null,
    });
    expect(sample("requestor-newmessage-response")).toEqual({ TicketMessageId: 123 });
  });
});
