import type { Message, MessageDetails } from "@ticket-bridge/helpdesk";
import { otherSide } from "@ticket-bridge/helpdesk";
import { describe, expect, it } from "vitest";

import { requestorMessageToWire } from "../requestor/message-to-wire.ts";
import { bridge, markerOf, messageFrom, ticket } from "../testing/messages.ts";
import { composeMirror } from "./compose-mirror.ts";

const details: MessageDetails = {
  important: true,
  language: "en",
  minutesSpent: 15,
  fromMobileDevice: false,
  recipients: {
    to: "Support <support@example.com>",
    cc: "Kim <kim@example.com>",
    bcc: "audit@example.com",
    ccAddresses: ["kim@example.com"],
    bccAddresses: ["audit@example.com"],
  },
};

function mirror(source: Message, outboundMailbox: string | null = null) {
  const options = { ...bridge, ticketId: ticket(47), outboundMailbox };
  return composeMirror(source, otherSide(source.side), markerOf(source), options);
}

describe("what a helpdesk keeps beside the text", () => {
  it("stands in the record where the target has no place for it, and not in the mirror", () => {
    const source = messageFrom("superoffice", { details });
    const { losses, outgoing } = mirror(source);
    expect(losses.map(({ what }) => what)).toEqual([
      "To: Support <support@example.com>",
      "Cc: Kim <kim@example.com>",
      "Bcc: audit@example.com",
      "Marked as important",
      "Language: en",
      "Time spent: 15 minutes",
    ]);
    expect(outgoing.content).toEqual(mirror(messageFrom("superoffice")).outgoing.content);
    const mobile = { ...details, important: false, language: "", minutesSpent: 0, recipients: null };
    const sent = messageFrom("requestor", { details: { ...mobile, fromMobileDevice: true } });
    expect(mirror(sent).losses.map(({ what }) => what)).toEqual(["Written on a mobile device"]);
  });

  it("leaves as mail with its copies only what an agent wrote publicly, and only where that is wanted (P6)", () => {
    const agent = messageFrom("superoffice", { details });
    const wired = (source: Message, mailbox: string | null) => requestorMessageToWire(mirror(source, mailbox).outgoing);
    expect(wired(agent, "support@example.com")).toMatchObject({
      SendViaOutboundEmail: true,
      SendViaOutboundEmailFrom: "support@example.com",
      SendViaOutboundEmailCc: ["kim@example.com"],
      SendViaOutboundEmailBcc: ["audit@example.com"],
    });
    expect(mirror(agent, "support@example.com").losses.map(({ what }) => what)).not.toContain("Bcc: audit@example.com");
    const customer: Message = { ...agent, author: { ...agent.author, role: "customer" } };
    const note: Message = { ...agent, visibility: "internal" };
    for (const [source, mailbox] of [
      [agent, null],
      [customer, "a@b"],
      [note, "a@b"],
    ] as const) {
      expect(wired(source, mailbox)).toMatchObject({
        SendViaOutboundEmail: false,
        SendViaOutboundEmailFrom: null,
        SendViaOutboundEmailCc: null,
        SendViaOutboundEmailBcc: null,
      });
    }
  });

  it("never leaves as mail when it is internal, whatever was decided before (P3)", () => {
    const { outgoing } = mirror(messageFrom("superoffice", { visibility: "internal" }));
    const mail = { from: "support@example.com", cc: ["kim@example.com"], bcc: [] };
    expect(requestorMessageToWire({ ...outgoing, mail })).toMatchObject({
      IsPrivate: true,
      SendViaOutboundEmail: false,
      SendViaOutboundEmailCc: null,
    });
  });
});
