import { readTicketId } from "@ticket-bridge/helpdesk";
import type { Ticket } from "@ticket-bridge/helpdesk";

import { readFirstText, readFlag, readRecord } from "../wire/read-fields.ts";
import type { RequestorTicketWire } from "./wire.ts";

/**
 * Reads a GetTicketResult (GET GetTicket page). Never throws; null only when there is no usable TicketId.
 * @param account whether the bridge's account is an operator: only operators may send private messages.
 */
export function requestorTicketFromWire(
  wire: RequestorTicketWire,
  account: { readonly canWriteInternal: boolean },
): Ticket | null {
  if (readRecord(wire) === null) return null;
  const id = readTicketId(wire.TicketId);
  if (id === null) return null;
  return {
    side: "requestor",
    id,
    ref: readFirstText(wire.TicketREF) || null,
    title: readFirstText(wire.Subject),
    visibility: "public",
    canHoldInternal: account.canWriteInternal && readFlag(wire.IsPrivateMessageSupported) === true,
    state: readFlag(wire.Closed) === true ? "closed" : "open",
    mergedInto: null,
    lastChanged: null,
  };
}
