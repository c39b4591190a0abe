import type { RequestorNewMessageWire } from "@ticket-bridge/mapping";

import { writeDataContract } from "./xml.ts";

const structures = "http://schemas.datacontract.org/2004/07/RequestorApiDataStructures";
const arrays = "http://schemas.microsoft.com/2003/10/Serialization/Arrays";

/** The XML form of NewMessagePost (POST Tickets/NewMessage page, sample "application/xml, text/xml"). */
export function newMessageXml(post: RequestorNewMessageWire): string {
  return writeDataContract("NewMessagePost", `${structures}.Posts`, {
    ...post,
    Attachments: { namespace: `${structures}.DataStructures`, items: null },
    SendViaOutboundEmailBcc: { namespace: arrays, items: null },
    SendViaOutboundEmailCc: { namespace: arrays, items: null },
  });
}
