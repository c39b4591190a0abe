/**
 * A TicketUserMessage as Requestor answers it (GET GetTicketUserMessage page, and UserMessages of GetTicket). The page's
 * field list differs between instances: every field may be missing, and XML gives all values as text.
 */
export interface RequestorMessageWire {
  readonly Id?: unknown;
  readonly CreatedUTC?: unknown;
  readonly FirstMessage?: unknown;
  /** Deprecated on the page; the successor is not documented where it could be read. */
  readonly UserFullName?: unknown;
  readonly UserProviderKey?: unknown;
  /** A nested author (RequestorUser), should the successor look like that. */
  readonly User?: unknown;
  readonly Html?: unknown;
  readonly Body?: unknown;
  readonly Edited?: unknown;
  readonly EditedTimeUTC?: unknown;
  readonly Deleted?: unknown;
  /** The write side calls it IsPrivate. */
  readonly Private?: unknown;
  readonly IsMobileDevice?: unknown;
  readonly Attachments?: unknown;
}

/** A GetTicketResult (GET GetTicket page); read leniently. */
export interface RequestorTicketWire {
  readonly TicketId?: unknown;
  readonly TicketREF?: unknown;
  readonly Subject?: unknown;
  readonly Closed?: unknown;
  readonly IsPrivateMessageSupported?: unknown;
  readonly UserMessages?: unknown;
}

/** The body of POST NewMessage: NewMessagePost with every field of its page, in the page's order. */
export interface RequestorNewMessageWire {
  /** The page wants one of TicketREF and TicketId; the REF changes on conversion, so it is always null. */
  readonly TicketREF: null;
  readonly TicketId: number;
  readonly Message: string;
  readonly Html: boolean;
  readonly IsPrivate: boolean;
  readonly IsMobileDevice: false;
  readonly Attachments: null;
  /** True would send the mirror to the customer by e-mail (P6). */
  readonly SendViaOutboundEmail: boolean;
  /** An existing mailbox; needed where the flag is true. */
  readonly SendViaOutboundEmailFrom: string | null;
  readonly SendViaOutboundEmailCc: readonly string[] | null;
  readonly SendViaOutboundEmailBcc: readonly string[] | null;
}
