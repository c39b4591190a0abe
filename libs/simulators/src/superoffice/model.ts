/** A person who works in the helpdesk, or an account of it. */
export type SuperOfficeAgent = {
  associateId: number;
  ejUserId: number;
  name: string;
  fullName: string;
  email: string;
  type: "InternalAssociate" | "SystemAssociate";
};

export type SuperOfficePerson = { personId: number; fullName: string; email: string };

type SuperOfficeHeader = { id: number; name: string; value: string; stdItem: string; stdItemCol: string };

/** A message as stored. Times are ISO 8601 UTC; enums are names, also such as this version does not know. */
export type SuperOfficeMessage = {
  id: number;
  ticketId: number;
  createdAt: string;
  changedAt: string;
  /** Associate id; the system's own is 1. */
  createdBy: number;
  author: string;
  slevel: string;
  type: string;
  messageId: string;
  timeSpent: number;
  body: string;
  htmlBody: string;
  emailHeader: string;
  debugInfo: string;
  mailSorter: string;
  messageCategory: string;
  person: SuperOfficePerson | null;
  searchTitle: string;
  messageHeaders: SuperOfficeHeader[];
  important: boolean;
  language: string;
  sentiment: number;
  sentimentConfidence: number;
  badge: string;
  extraFields: Record<string, string>;
  customFields: Record<string, string>;
  /** In the order in which they were linked; one that was linked twice stands here twice. */
  attachmentIds: number[];
};

/** An attachment, whether a message has it or not. */
export type SuperOfficeAttachment = {
  id: number;
  name: string;
  contentType: string;
  /** What its creator said, not what was uploaded. */
  attSize: number;
  inlineImage: boolean;
  contentId: string;
  authKey: string;
  /** Base64; null before the upload. */
  content: string | null;
};

export type SuperOfficeTicket = {
  id: number;
  title: string;
  createdAt: string;
  lastChanged: string;
  readByOwner: string | null;
  closedAt: string | null;
  repliedAt: string | null;
  createdBy: number;
  ownedBy: number;
  author: string;
  slevel: string;
  baseStatus: string;
  origin: string;
  person: SuperOfficePerson | null;
  /** The ticket into which this one was merged, or -1. */
  connectId: number;
  readStatus: string;
  numReplies: number;
  fromAddress: string;
  category: number;
  priority: number;
};

export type SuperOfficeWebhook = {
  id: number;
  name: string;
  events: string[];
  targetUrl: string;
  secret: string;
  state: "Active" | "Stopped" | "TooManyErrors";
  type: string;
  errorsEmail: string;
  headers: Record<string, string>;
  properties: Record<string, string>;
  lastError: string;
  consecutiveFailures: number;
  registered: string;
};

export type SuperOfficeDump = {
  version: 1;
  nextTicketId: number;
  nextMessageId: number;
  nextWebhookId: number;
  nextPersonId: number;
  tickets: SuperOfficeTicket[];
  messages: SuperOfficeMessage[];
  webhooks: SuperOfficeWebhook[];
  /** Missing in a state that was saved before there were any. */
  attachments?: SuperOfficeAttachment[];
};
