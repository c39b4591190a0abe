import type {
  Account,
  AttachmentReading,
  AttachmentTaking,
  AttachmentUploading,
  ChangeFeed,
  Helpdesk,
  MarkedMessageList,
  MessageDeletion,
  MessageEditing,
  MessageFeed,
  TicketCreation,
  TicketList,
  WebhookRegistration,
} from "@ticket-bridge/helpdesk";
import type { HttpClient } from "@ticket-bridge/http";

import { createCredentials, type SuperOfficeAuth } from "./auth.ts";
import { SuperOfficeClient } from "./client.ts";
import type { SuperOfficeContext } from "./context.ts";
import {
  createAttachment,
  linkAttachments,
  mostAttachmentBytes,
  readAttachment,
  readUploaded,
  uploadAttachment,
} from "./attachments.ts";
import { changedMessages } from "./change-feed.ts";
import { createMessage } from "./create-message.ts";
import { createTicket, longestTitle } from "./create-ticket.ts";
import { deleteMessage } from "./delete-message.ts";
import { newestMessageId, readFeed } from "./feed.ts";
import { findMarked, listMarked } from "./find-marked.ts";
import { findTicketsByCode } from "./find-tickets.ts";
import { listMessages } from "./list-messages.ts";
import { listTickets } from "./list-tickets.ts";
import { markedMessages } from "./marked-messages.ts";
import { findPersonByEmail } from "./find-person.ts";
import { OwnAssociate } from "./own-associate.ts";
import { PersonMemory } from "./person-memory.ts";
import { readMessages } from "./read-messages.ts";
import { readTicket } from "./read-ticket.ts";
import { readTicketFacts } from "./read-ticket-facts.ts";
import { tenantStateUrl } from "./tenant-state.ts";
import { updateMessage } from "./update-message.ts";
import { findWebhook, registerWebhook } from "./webhooks.ts";

export interface SuperOfficeOptions {
  /** Tenant base without /api/v1. */
  readonly url: string;
  readonly auth: SuperOfficeAuth;
  readonly http: HttpClient;
  /** Wall clock, milliseconds since 1970: the system user's signature carries the time. */
  readonly clock: () => number;
  /** Host part of the markers. */
  readonly bridgeId: string;
  /** Where the tenant's state is told; found from the addresses when missing, null: nowhere. */
  readonly stateUrl?: string | null;
  /** Whether SuperOffice notifies its agents of mirrors; false when missing. */
  readonly notify?: boolean;
  /** Rows in one page of a list; 100 when missing. */
  readonly pageSize?: number;
  /** Messages in one call of a backlog; 50 when missing. */
  readonly batchSize?: number;
}

/** SuperOffice Service as a helpdesk. */
export type SuperOffice = Helpdesk &
  MessageFeed &
  ChangeFeed &
  MessageDeletion &
  MessageEditing &
  TicketCreation &
  TicketList &
  WebhookRegistration &
  MarkedMessageList &
  AttachmentReading &
  AttachmentTaking &
  AttachmentUploading;

/** Builds the adapter; the first call goes out with the first use. Throws TypeError for a `url` that is none. */
export function createSuperOffice(options: SuperOfficeOptions): SuperOffice {
  const { auth, http, clock } = options;
  const loginUrl = auth.scheme === "system-user" ? auth.loginUrl : undefined;
  const stateUrl = options.stateUrl === undefined ? tenantStateUrl(options.url, loginUrl) : options.stateUrl;
  const client = new SuperOfficeClient(options.url, http, createCredentials(auth, http, clock), stateUrl);
  const context: SuperOfficeContext = {
    client,
    bridgeId: options.bridgeId,
    pageSize: options.pageSize ?? 100,
    batchSize: options.batchSize ?? 50,
    notify: options.notify ?? false,
    attachmentsTold: { bySingleReads: false },
    ownAssociate: new OwnAssociate(client, auth.scheme !== "system-user", clock),
    people: new PersonMemory((email, read) => findPersonByEmail({ client }, email, read), clock),
  };
  return {
    side: "superoffice",
    // Slevel is a field of each message, and a person may set it on any ticket.
    everyTicketHoldsInternal: true,
    describeAccount: async (read): Promise<Account> => {
      const { id, name, canWriteInternal } = await context.ownAssociate.describe(read);
      return { id, name, canWriteInternal };
    },
    readTicket: (ticketId, read) => readTicket(context, ticketId, read),
    listMessages: (ticketId, read) => listMessages(context, ticketId, read),
    readMessages: (ticketId, ids, read) => readMessages(context, ticketId, ids, read),
    createMessage: (message, write) => createMessage(context, message, write),
    mostAttachmentBytes,
    readAttachment: (_messageId, attachment, sink, read) => readAttachment(context, attachment, sink, read),
    createAttachment: (head, write) => createAttachment(context, head, write),
    uploadAttachment: (id, bytes, write) => uploadAttachment(context, id, bytes, write),
    readUploaded: (id, sink, read) => readUploaded(context, id, sink, read),
    linkAttachments: (messageId, ids, write) => linkAttachments(context, messageId, ids, write),
    updateMessage: (edit, write) => updateMessage(context, edit, write),
    deleteMessage: (messageId, write) => deleteMessage(context, messageId, write),
    listMarked: (ticketId, read) => listMarked(context, ticketId, read),
    findMarked: (ticketId, marker, code, read) => findMarked(context, ticketId, marker, code, read),
    readFeed: (after, limit, read) => readFeed(context, after, limit, read),
    newestMessageId: (read) => newestMessageId(context, read),
    changedMessages: (from, read) => changedMessages(context, { from, now: clock() }, read),
    listTickets: (query, read) => listTickets(context, query, read),
    findWebhook: (name, read) => findWebhook(context, name, read),
    registerWebhook: (wanted, read) => registerWebhook(context, wanted, read),
    markedMessages: (after, read) => markedMessages(context, after, read),
    newTicketNeedsMessage: false,
    longestTitle,
    readTicketFacts: (ticketId, read) => readTicketFacts(context, ticketId, read),
    createTicket: (ticket, write) => createTicket(context, ticket, write),
    findTicketsByCode: (code, read) => findTicketsByCode(context, code, read),
  };
}
