import type { RequestorNewMessageWire, RequestorNewTicketWire } from "@ticket-bridge/mapping";

import type { DataContract, ListMember } from "./data-contract.ts";

const structures = "http://schemas.datacontract.org/2004/07/RequestorApiDataStructures.DataStructures";
const arrays = "http://schemas.microsoft.com/2003/10/Serialization/Arrays";

const texts: ListMember = { namespace: arrays, itemName: "string", items: "text" };

/** `Data` is base64 text, in both formats. */
const attachments: ListMember = {
  namespace: structures,
  itemName: "NewAttachment",
  items: { FileName: "text", ContentType: "text", ContentLength: "number", Data: "text" },
};

/** POST Tickets/NewMessage page. */
export const newMessagePost: DataContract<RequestorNewMessageWire> = {
  name: "NewMessagePost",
  members: {
    TicketREF: "text",
    TicketId: "number",
    Message: "text",
    Html: "flag",
    IsPrivate: "flag",
    IsMobileDevice: "flag",
    Attachments: attachments,
    SendViaOutboundEmail: "flag",
    SendViaOutboundEmailFrom: "text",
    SendViaOutboundEmailCc: texts,
    SendViaOutboundEmailBcc: texts,
  },
};

/** POST Tickets/NewTicket page; what is not named here keeps its default in both formats. */
export const newTicketPost: DataContract<RequestorNewTicketWire> = {
  name: "NewTicketPost",
  members: {
    Type: "text",
    ServiceId: "number",
    Subject: "text",
    Message: "text",
    Html: "flag",
    IsMobileDevice: "flag",
    SubmitterEmail: "text",
    CloseImmediately: "flag",
    SendViaOutboundEmail: "flag",
  },
};

export interface SearchTicketsPost {
  readonly PageIndex: number;
  readonly PageSize: number;
  readonly Value: string;
}

/** POST Tickets/SearchTickets, as a working client calls it. */
export const searchTicketsPost: DataContract<SearchTicketsPost> = {
  name: "SearchTicketsPost",
  members: { PageIndex: "number", PageSize: "number", Value: "text" },
};
