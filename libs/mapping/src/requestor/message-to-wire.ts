import type { OutgoingMessage } from "@ticket-bridge/helpdesk";

import type { RequestorNewMessageWire } from "./wire.ts";

/**
 * The body of POST NewMessage (its page), every field said explicitly so that no default of an instance decides.
 *
 * @param dataOf the base64 of an attachment by its place, or what stands for it until the bytes go out
 */
export function requestorMessageToWire(
  outgoing: OutgoingMessage,
  dataOf: (place: number) => string = () => "",
): RequestorNewMessageWire {
  const attachments = outgoing.attachments ?? [];
  // Whatever was decided before: what is not public never leaves as mail (P3).
  const mail = outgoing.visibility === "public" ? (outgoing.mail ?? null) : null;
  return {
    TicketREF: null,
    TicketId: Number(outgoing.ticketId),
    Message: outgoing.content.text,
    Html: outgoing.content.format === "html",
    IsPrivate: outgoing.visibility !== "public",
    IsMobileDevice: false,
    Attachments:
      attachments.length === 0
        ? null
        : attachments.map(({ name, contentType, size }, place) => ({
            FileName: name,
            ContentType: contentType,
            ContentLength: size,
            Data: dataOf(place),
          })),
    SendViaOutboundEmail: mail !== null,
    SendViaOutboundEmailFrom: mail?.from ?? null,
    SendViaOutboundEmailCc: listed(mail?.cc),
    SendViaOutboundEmailBcc: listed(mail?.bcc),
  };
}

function listed(addresses: readonly string[] | undefined): readonly string[] | null {
  return addresses === undefined || addresses.length === 0 ? null : addresses;
}
