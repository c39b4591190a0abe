/**
 * A TicketMessageEntity as SuperOffice answers it (GET and POST TicketMessage pages). Every field may be missing or of
 * a type nobody has thought of: the mapping reads each leniently.
 */
export interface SuperOfficeMessageWire {
  readonly EjMessageId?: unknown;
  /** The Ticket object; null in some answers, then the context tells the ticket. */
  readonly Ticket?: unknown;
  readonly CreatedAt?: unknown;
  /** Only in the stubs of TicketEntity.Messages. */
  readonly ChangedAt?: unknown;
  readonly CreatedBy?: unknown;
  readonly Author?: unknown;
  /** TicketSecurityLevel: Unknown 0, Internal 1, External 2. */
  readonly Slevel?: unknown;
  /** TicketMessageType: Unknown 0, Plain 1, Html 2. It says what Body holds. */
  readonly Type?: unknown;
  readonly MessageId?: unknown;
  readonly Body?: unknown;
  readonly HtmlBody?: unknown;
  readonly EmailHeader?: unknown;
  readonly Important?: unknown;
  readonly Language?: unknown;
  /** Minutes. */
  readonly TimeSpent?: unknown;
  /** TicketMessageCategory: Message 0, Bounce 1, OutboxFailed 2. */
  readonly MessageCategory?: unknown;
  readonly Person?: unknown;
  readonly MessageHeaders?: unknown;
  /** BadgeType: Unknown 0, Reply 1, Forward 2, Comment 3, Incoming 4, Outgoing 5; missing in the older contract. */
  readonly Badge?: unknown;
  /** Missing in the older contract. */
  readonly AttachmentsInfo?: unknown;
}

/** A TicketEntity or the flat Ticket inside a message (GET Ticket/{id}, POST Ticket pages); read leniently. */
export interface SuperOfficeTicketWire {
  readonly TicketId?: unknown;
  readonly Title?: unknown;
  readonly Slevel?: unknown;
  /** TicketBaseStatus: Unknown 0, Active 1, Closed 2, Postponed 3, Deleted 4, Merged 5, Spam 6. */
  readonly BaseStatus?: unknown;
  /** Above 0: merged into that ticket. */
  readonly ConnectId?: unknown;
  readonly LastChanged?: unknown;
}

/** The body of POST TicketMessage (its page, "Request Body: newEntity"), every field the bridge sets. */
export interface SuperOfficeNewMessageWire {
  /** 0 creates; any other id would update that message. */
  readonly EjMessageId: 0;
  readonly Ticket: { readonly TicketId: number };
  readonly Slevel: "External" | "Internal";
  readonly Type: "Plain" | "Html";
  readonly Badge: "Unknown" | "Reply" | "Comment" | "Incoming";
  readonly MessageCategory: "Message";
  /** At most 255 characters. */
  readonly Author: string;
  readonly Body: string;
  readonly HtmlBody: string;
  readonly MessageId: string;
  /** ISO 8601 UTC; left out when the source does not tell the time. */
  readonly CreatedAt?: string;
  readonly Important: false;
  readonly MessageHeaders: readonly { readonly Name: string; readonly Value: string }[];
}
