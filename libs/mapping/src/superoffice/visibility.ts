import type { Visibility } from "@ticket-bridge/helpdesk";

import { readEnum } from "../wire/read-fields.ts";

const securityLevels = ["Unknown", "Internal", "External"] as const;

/** A TicketSecurityLevel in our words: public for External (2) alone; Unknown, missing and future values are internal (P3). */
export function visibilityFromSlevel(slevel: unknown): Visibility {
  return readEnum(slevel, securityLevels) === "External" ? "public" : "internal";
}

export function slevelFrom(visibility: Visibility): "External" | "Internal" {
  return visibility === "public" ? "External" : "Internal";
}
