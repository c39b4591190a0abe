import type { OutgoingMessage } from "@ticket-bridge/helpdesk";

import type { RequestorNewMessageWire } from "./wire.ts";

/** The body of POST NewMessage (its page), every field said explicitly so that no default of an instance decides. */
export function requestorMessageToWire(outgoing: OutgoingMessage): RequestorNewMessageWire {
  return {
    TicketREF: null,
    TicketId: Number(outgoing.ticketId),
    Message: outgoing.content.text,
    Html: outgoing.content.format === "html",
    IsPrivate: outgoing.visibility !== "public",
    IsMobileDevice: false,
    Attachments: null,
    SendViaOutboundEmail: false,
    SendViaOutboundEmailFrom: null,
    SendViaOutboundEmailCc: null,
    SendViaOutboundEmailBcc: null,
  };
}
