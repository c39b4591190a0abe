export type RequestorUser = {
  username: string;
  password: string;
  /** GUID. */
  userProviderKey: string;
  fullName: string;
  email: string;
  /** Operators see and send private messages. */
  operator: boolean;
  administrator: boolean;
};

export type RequestorAttachment = {
  id: number;
  fileName: string;
  contentType: string;
  contentLength: number;
  /** Base64. */
  data: string;
};

/** A message as stored. Times are ISO 8601 UTC. */
export type RequestorMessage = {
  id: number;
  ticketId: number;
  createdUtc: string;
  firstMessage: boolean;
  userProviderKey: string;
  userFullName: string;
  html: boolean;
  body: string;
  private: boolean;
  isMobileDevice: boolean;
  edited: boolean;
  editedTimeUtc: string | null;
  bodyOriginal: string | null;
  bodyHtmlOriginal: string | null;
  /** A deleted message stays in the list. */
  deleted: boolean;
  attachments: RequestorAttachment[];
  /** What was asked of the outbound mail; null when none was to be sent. */
  outboundEmail: { from: string; cc: string[]; bcc: string[] } | null;
};

export type RequestorTicketType = "EndUserTicket" | "Incident" | "ServiceRequest" | "Problem" | "Change";

export type RequestorTicket = {
  id: number;
  type: RequestorTicketType;
  subject: string;
  createdUtc: string;
  closed: boolean;
  closedUtc: string | null;
  submitterKey: string;
  solverKey: string | null;
  serviceId: number | null;
  isPrivateMessageSupported: boolean;
};

export type RequestorDump = {
  version: 1;
  nextTicketId: number;
  nextMessageId: number;
  nextAttachmentId: number;
  tickets: RequestorTicket[];
  messages: RequestorMessage[];
  hook: RequestorHook | null;
};

/** A hint that an automation of the helpdesk sends; Requestor itself has no documented webhooks. */
export type RequestorHook = { url: string; secret: string; form: "id" | "ref" };

type TypeFacts = { prefix: string; number: number; openState: [string, number]; closedState: [string, number] };

export const TICKET_TYPES: Readonly<Record<RequestorTicketType, TypeFacts>> = {
  EndUserTicket: { prefix: "TIC", number: 1, openState: ["TicketInQueue", 101], closedState: ["TicketClosed", 102] },
  Incident: { prefix: "INC", number: 2, openState: ["IncidentInQueue", 201], closedState: ["IncidentClosed", 211] },
  ServiceRequest: { prefix: "REQ", number: 3, openState: ["RequestInQueue", 301], closedState: ["RequestClosed", 312] },
  Problem: { prefix: "PRO", number: 4, openState: ["ProblemRegistered", 401], closedState: ["ProblemClosed", 409] },
  Change: { prefix: "CHG", number: 5, openState: ["ChangeRegistered", 501], closedState: ["ChangeClosed", 513] },
};

/** `INC-000047`: the prefix follows the type, so a conversion changes it; the number is the ticket's id. */
export function ticketRef({ type, id }: Pick<RequestorTicket, "type" | "id">): string {
  return `${TICKET_TYPES[type].prefix}-${String(id).padStart(6, "0")}`;
}
