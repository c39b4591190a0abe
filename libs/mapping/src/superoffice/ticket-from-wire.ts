import { readTicketId } from "@ticket-bridge/helpdesk";
import type { Ticket } from "@ticket-bridge/helpdesk";

import { readWireDate } from "../wire/dates.ts";
import { readEnum, readFirstText, readRecord } from "../wire/read-fields.ts";
import { visibilityOf } from "./visibility.ts";
import type { SuperOfficeTicketWire } from "./wire.ts";

/** TicketBaseStatus, each name at its number. */
export const baseStatuses = ["Unknown", "Active", "Closed", "Postponed", "Deleted", "Merged", "Spam"] as const;

/** Reads a TicketEntity (GET Ticket/{id}, POST Ticket pages). Never throws; null only when there is no usable TicketId. */
export function superofficeTicketFromWire(wire: SuperOfficeTicketWire): Ticket | null {
  if (readRecord(wire) === null) return null;
  const id = readTicketId(wire.TicketId);
  if (id === null) return null;
  const mergedInto = readTicketId(wire.ConnectId);
  return {
    side: "superoffice",
    id,
    ref: null,
    title: readFirstText(wire.Title),
    visibility: visibilityOf(wire) ?? "internal",
    canHoldInternal: true,
    state: mergedInto === null ? stateOf(wire.BaseStatus) : "merged",
    mergedInto,
    lastChanged: readWireDate(wire.LastChanged),
  };
}

function stateOf(status: unknown): Ticket["state"] {
  switch (readEnum(status, baseStatuses)) {
    case "Closed":
      return "closed";
    case "Deleted":
      return "deleted";
    case "Merged":
      return "merged";
    default:
      // Statuses are added between versions; a ticket that is not surely ended goes on.
      return "open";
  }
}
