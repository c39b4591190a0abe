import type { OutgoingMessage } from "@ticket-bridge/helpdesk";

import type { RequestorNewMessageWire } from "./wire.ts";

/** The body of POST NewMessage (its page), every field said explicitly so that no default of an instance decides. */
export function requestorMessageToWire(outgoing: OutgoingMessage): RequestorNewMessageWire {
  // Whatever was decided before: what is not public never leaves as mail (P3).
  const mail = outgoing.visibility === "public" ? (outgoing.mail ?? null) : null;
  return {
    TicketREF: null,
    TicketId: Number(outgoing.ticketId),
    Message: outgoing.content.text,
    Html: outgoing.content.format === "html",
    IsPrivate: outgoing.visibility !== "public",
    IsMobileDevice: false,
    Attachments: null,
    SendViaOutboundEmail: mail !== null,
    SendViaOutboundEmailFrom: mail?.from ?? null,
    SendViaOutboundEmailCc: listed(mail?.cc),
    SendViaOutboundEmailBcc: listed(mail?.bcc),
  };
}

function listed(addresses: readonly string[] | undefined): readonly string[] | null {
  return addresses === undefined || addresses.length === 0 ? null : addresses;
}
