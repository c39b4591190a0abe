import type { RequestorNewMessageWire } from "@ticket-bridge/mapping";

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
