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
  readonly CreatedUTC?: unknown;
  readonly SubmitterFullName?: unknown;
  /** On no page that could be read, but NewTicket takes a field of this name. */
  readonly SubmitterEmail?: unknown;
  readonly ServiceId?: unknown;
}

/** TicketType by its names: JSON takes them as well as numbers, XML takes nothing else. */
export const requestorTicketTypes = ["EndUserTicket", "Incident", "ServiceRequest", "Problem", "Change"] as const;
export type RequestorTicketType = (typeof requestorTicketTypes)[number];

/**
 * The body of POST NewTicket: those members of its page that the bridge has something to say for, and those whose
 * default must not be left to an instance. Versions differ in the others.
 */
export interface RequestorNewTicketWire {
  readonly Type: RequestorTicketType;
  /** Needed for every type but EndUserTicket. */
  readonly ServiceId: number | null;
  readonly Subject: string;
  readonly Message: string;
  readonly Html: boolean;
  readonly IsMobileDevice: false;
  /** Null: the bridge's own account submits. */
  readonly SubmitterEmail: string | null;
  readonly CloseImmediately: false;
  /** True would send the first message to the customer by e-mail (P6). */
  readonly SendViaOutboundEmail: false;
}

/** NewAttachment of a post; `Data` is base64. */
interface RequestorNewAttachmentWire {
  readonly FileName: string;
  readonly ContentType: string;
  readonly ContentLength: number;
  readonly Data: string;
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
  readonly Attachments: readonly RequestorNewAttachmentWire[] | null;
  /** True would send the mirror to the customer by e-mail (P6). */
  readonly SendViaOutboundEmail: boolean;
  /** An existing mailbox; needed where the flag is true. */
  readonly SendViaOutboundEmailFrom: string | null;
  readonly SendViaOutboundEmailCc: readonly string[] | null;
  readonly SendViaOutboundEmailBcc: readonly string[] | null;
}
