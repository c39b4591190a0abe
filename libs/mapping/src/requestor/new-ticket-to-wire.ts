import type { Content, OutgoingTicket } from "@ticket-bridge/helpdesk";

import type { RequestorNewTicketWire, RequestorTicketType } from "./wire.ts";

/** What an installation wants its new tickets to be. */
export interface RequestorNewTicketChoice {
  readonly type: RequestorTicketType;
  readonly serviceId: number | null;
}

/** The body of POST NewTicket (its page). Its first message is public: the call has no IsPrivate. */
export function requestorNewTicketToWire(
  ticket: OutgoingTicket,
  firstMessage: Content,
  choice: RequestorNewTicketChoice,
): RequestorNewTicketWire {
  return {
    Type: choice.type,
    ServiceId: ticket.category ?? choice.serviceId,
    Subject: ticket.title,
    Message: firstMessage.text,
    Html: firstMessage.format === "html",
    IsMobileDevice: false,
    SubmitterEmail: ticket.contact?.email ?? null,
    CloseImmediately: false,
    SendViaOutboundEmail: false,
  };
}
