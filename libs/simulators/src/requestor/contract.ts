const ROOT = "http://schemas.datacontract.org/2004/07/RequestorApiDataStructures";

export const NAMESPACES = {
  posts: `${ROOT}.Posts`,
  results: `${ROOT}.Results`,
  structures: `${ROOT}.DataStructures`,
  arrays: "http://schemas.microsoft.com/2003/10/Serialization/Arrays",
  instance: "http://www.w3.org/2001/XMLSchema-instance",
} as const;

export type FieldKind =
  "string" | "int" | "int?" | "bool" | "bytes" | "strings" | "ints" | "attachments" | "ticketType";

/** A request type of the API: its .NET name and its members. */
export type Contract = {
  name: string;
  /** Name of the action's parameter, by which ModelState names its members. */
  parameter: string;
  fields: Readonly<Record<string, FieldKind>>;
};

export type AttachmentPost = {
  FileName: string | null;
  ContentType: string | null;
  ContentLength: number;
  Data: string | null;
};
export type FieldValue = string | number | boolean | null | (string | null)[] | number[] | AttachmentPost[];
export type Model = Readonly<Record<string, FieldValue>>;
/** What a formatter made of a body; `modelState` holds the members that could not be read. */
export type ReadModel = { model: Model | null; modelState: Record<string, string[]> };

export const NEW_ATTACHMENT: Readonly<Record<keyof AttachmentPost, FieldKind>> = {
  FileName: "string",
  ContentType: "string",
  ContentLength: "int",
  Data: "bytes",
};

export const NEW_MESSAGE: Contract = {
  name: "NewMessagePost",
  parameter: "newMessagePost",
  fields: {
    TicketREF: "string",
    TicketId: "int?",
    Message: "string",
    Html: "bool",
    IsPrivate: "bool",
    IsMobileDevice: "bool",
    Attachments: "attachments",
    SendViaOutboundEmail: "bool",
    SendViaOutboundEmailFrom: "string",
    SendViaOutboundEmailCc: "strings",
    SendViaOutboundEmailBcc: "strings",
  },
};

export const NEW_TICKET: Contract = {
  name: "NewTicketPost",
  parameter: "newTicketPost",
  fields: {
    Type: "ticketType",
    ServiceId: "int?",
    TicketUserSourceID: "int?",
    Subject: "string",
    Message: "string",
    Html: "bool",
    IsMobileDevice: "bool",
    Attachments: "attachments",
    CustomerId: "int?",
    ServiceMailboxId: "int?",
    SubmitterUserProviderKey: "string",
    SubmitterEmail: "string",
    SolverUserProviderKey: "string",
    CloseImmediately: "bool",
    CategoryItemsIds: "ints",
    ProductItemsIds: "ints",
    SendViaOutboundEmail: "bool",
    SendViaOutboundEmailFrom: "string",
  },
};

export const SEARCH_TICKETS: Contract = {
  name: "SearchTicketsPost",
  parameter: "searchTicketsPost",
  fields: { PageIndex: "int", PageSize: "int", Value: "string" },
};

/** What a member is that was not sent. */
function defaultOf(kind: FieldKind): FieldValue {
  if (kind === "bool") return false;
  return kind === "int" || kind === "ticketType" ? 0 : null;
}

export function emptyModel(fields: Readonly<Record<string, FieldKind>>): Record<string, FieldValue> {
  return Object.fromEntries(Object.entries(fields).map(([name, kind]) => [name, defaultOf(kind)]));
}

export function isBase64(text: string): boolean {
  const compact = text.replace(/\s/g, "");
  return compact.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(compact);
}
