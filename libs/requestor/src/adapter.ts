import type {
  AttachmentReading,
  AttachmentTaking,
  Helpdesk,
  TicketCreation,
  TicketReferences,
  TicketWalk,
} from "@ticket-bridge/helpdesk";
import type { RequestorNewTicketChoice } from "@ticket-bridge/mapping";

import { createAccountMemory } from "./account-memory.ts";
import { createRequestorClient, type RequestorAccess } from "./client.ts";
import type { RequestorContext } from "./context.ts";
import { createMessage } from "./create-message.ts";
import { createTicket, longestTitle } from "./create-ticket.ts";
import { createCustomerMemory } from "./customer-memory.ts";
import { describeAccount } from "./describe-account.ts";
import { findMarked, listMarked } from "./find-marked.ts";
import { findRecentTickets } from "./find-recent-tickets.ts";
import { findTicketsByCode } from "./find-tickets.ts";
import { attachmentAddress, readAttachment } from "./read-attachment.ts";
import { listMessages } from "./list-messages.ts";
import { createNewestTicket } from "./newest-ticket.ts";
import { readMessages } from "./read-messages.ts";
import { findTicketByReference, readTicket } from "./read-ticket.ts";
import { readTicketFacts } from "./read-ticket-facts.ts";
import { defaultReferencePrefixes } from "./references.ts";

export interface RequestorOptions extends RequestorAccess {
  /** Prefixes of TicketREFs on this installation; TIC, INC, REQ, PRO and CHG when missing. */
  readonly referencePrefixes?: readonly string[];
  /** What new tickets are made as; end-user tickets without a service when missing. */
  readonly newTickets?: RequestorNewTicketChoice;
  /**
   * Where attachments are downloaded, with `{id}`, on the host of `url`; without it they cannot be read. Throws
   * TypeError for any other.
   */
  readonly attachmentUrl?: string | null;
  /** The most bytes of all attachments of one message; 20 MB when missing. */
  readonly mostAttachmentBytes?: number;
  /** Monotonic milliseconds, for the age of what is remembered of the account. */
  readonly clock?: () => number;
}

/** Requestor as the engine needs it. It has no feed of new messages over all tickets: tickets are polled one by one. */
export type Requestor = Helpdesk &
  TicketReferences &
  TicketCreation &
  TicketWalk &
  AttachmentReading &
  AttachmentTaking;

/** What the web server takes by default (30,000,000 bytes), less a third for base64 and room for the text. */
const defaultMostAttachmentBytes = 20_000_000;

/**
 * Opens nothing and calls nothing. Throws TypeError for a URL that is not http(s) and for credentials that HTTP Basic
 * cannot carry. The http client stays the caller's to close.
 */
export function createRequestor(options: RequestorOptions): Requestor {
  const client = createRequestorClient(options);
  const clock = options.clock ?? (() => performance.now());
  const prefixes = options.referencePrefixes ?? defaultReferencePrefixes;
  const newTickets = options.newTickets ?? { type: "EndUserTicket", serviceId: null };
  const account = createAccountMemory((read) => describeAccount(client, read), clock);
  const context: RequestorContext = {
    client,
    account,
    customers: createCustomerMemory(),
    newest: createNewestTicket(),
    address: options.attachmentUrl ? attachmentAddress(options.attachmentUrl, options.url) : null,
  };
  return {
    side: "requestor",
    // Only where IsPrivateMessageSupported says so (GET Tickets/GetTicket page).
    everyTicketHoldsInternal: false,
    describeAccount: (read) => account.refresh(read),
    readTicket: (ticketId, read) => readTicket(context, ticketId, read),
    listMessages: (ticketId, read) => listMessages(context, ticketId, read),
    readMessages: (ticketId, ids, read) => readMessages(context, ticketId, ids, read),
    createMessage: (message, write) => createMessage(context, message, write),
    mostAttachmentBytes: options.mostAttachmentBytes ?? defaultMostAttachmentBytes,
    readAttachment: (messageId, attachment, sink, read) => readAttachment(context, messageId, attachment, sink, read),
    listMarked: (ticketId, read) => listMarked(context, ticketId, read),
    findMarked: (ticketId, marker, code, read) => findMarked(context, ticketId, marker, code, read),
    newTicketNeedsMessage: true,
    longestTitle,
    readTicketFacts: (ticketId, read) => readTicketFacts(context, ticketId, read),
    createTicket: (ticket, write) => createTicket(context, ticket, newTickets, write),
    findTicketsByCode: (code, read) => findTicketsByCode(context, code, read),
    findRecentTickets: (isWanted, since, read) => findRecentTickets(context, isWanted, since, read),
    findTicketByReference: (reference, read) => findTicketByReference(context, reference, prefixes, read),
  };
}
